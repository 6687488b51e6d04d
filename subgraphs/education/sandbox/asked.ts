import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
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
  readonly #timer: NodeJS.Timeout;
  #file: number;
  #offset: number;
  #rest = '';
  #closed = false;

  constructor(
    private readonly logFile: string,
    private readonly role: string,
  ) {
    this.#file = openSync(logFile, 'r+');
    // The server may have been asked by others before.
    this.#offset = fstatSync(this.#file).size;
    // Nobody may ever look, and the log would fill the disk.
    this.#timer = setInterval(() => this.#tidy(), TIDY_MS).unref();
  }

  /** SELECT graph.observations, once a statement. */
  get list(): string[] {
    if (this.#closed) return this.#list;
    this.#read();
    if (this.#isReplaced()) {
      closeSync(this.#file);
      this.#file = openSync(this.logFile, 'r+');
      this.#offset = 0;
      this.#read();
    }
    return this.#list;
  }

  close(): void {
    if (this.list && this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    closeSync(this.#file);
  }

  /** A server that was started again writes another file. */
  #isReplaced(): boolean {
    const found = statSync(this.logFile, { throwIfNoEntry: false });
    return found !== undefined && found.ino !== fstatSync(this.#file).ino;
  }

  #read(): void {
    const chunk = Buffer.alloc(65_536);
    for (let read = -1; read !== 0; ) {
      read = readSync(this.#file, chunk, 0, chunk.length, this.#offset);
      this.#offset += read;
      // Read as bytes: a letter may be cut in two between chunks, and only ASCII is looked for.
      this.#take(chunk.toString('latin1', 0, read));
    }
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
