import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { note } from '../../core/asked-lines.js';

/** A statement of the reading role in the server's log, with the view that it reads first. */
const STATEMENT = /^\S+ \S+ UTC \[\d+\] (\S+) LOG: {2}(?:execute [^:]+|statement): .*?from "graph"\."(\w+)"/;
const MOST_BYTES = 4_000_000;
const TIDY_MS = 60_000;

/**
 * The statements that a role asked of the views, one line each, from the server's own log. They are read when somebody
 * looks: the server writes a statement down before it answers, so that none is missing once the answer is there.
 */
export class AskedViews {
  readonly #list: string[] = [];
  readonly #file: number;
  readonly #timer: NodeJS.Timeout;
  #offset = 0;
  #rest = '';
  #closed = false;

  constructor(
    logFile: string,
    private readonly role: string,
  ) {
    this.#file = openSync(logFile, 'r+');
    // Nobody may ever look, and the log would fill the disk.
    this.#timer = setInterval(() => this.#tidy(), TIDY_MS).unref();
  }

  /** SELECT graph.observations, once a statement. */
  get list(): string[] {
    const chunk = Buffer.alloc(65_536);
    for (let read = this.#closed ? 0 : -1; read !== 0; ) {
      read = readSync(this.#file, chunk, 0, chunk.length, this.#offset);
      this.#offset += read;
      // Read as bytes: a letter may be cut in two between chunks, and only ASCII is looked for.
      this.#take(chunk.toString('latin1', 0, read));
    }
    return this.#list;
  }

  close(): void {
    if (this.list && this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    closeSync(this.#file);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, role, view] = STATEMENT.exec(line) ?? [];
      if (role === this.role) note(this.#list, `SELECT graph.${view}`);
    }
  }

  /** The server appends to the file, so it goes on at the start of an emptied one. */
  #tidy(): void {
    if (this.list.length === 0 || this.#offset < MOST_BYTES) return;
    ftruncateSync(this.#file, 0);
    this.#offset = 0;
  }
}
