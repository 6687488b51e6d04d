import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Milliseconds between two looks. */
const EVERY_MS = 2000;

/**
 * Looks at files every two seconds, for the notices of an operating system do not come from everywhere (network folders,
 * containers, files that are replaced). What changed is told once the files stood still for a look, so that none is read
 * half written. A folder that hangs makes a look late, and nothing else.
 */
export class FileWatch {
  /** As they were when they were last told of. */
  #known: string;
  #last: string;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `files` are paths; one that is not there yet may come. What changes from here on is told after `start`. */
  constructor(private files: readonly string[]) {
    this.#known = this.#seenAtOnce();
    this.#last = this.#known;
  }

  /** Looks at more files from here on; at the start, when their contents are read as well. */
  add(files: readonly string[]): void {
    const before = this.#seenAtOnce();
    this.files = [...this.files, ...files];
    const seen = this.#seenAtOnce();
    // What has changed of the others meanwhile still has to be told.
    if (this.#known === before) this.#known = seen;
    this.#last = seen;
  }

  /** Calls `changed` each time that files have changed, came or went. */
  start(changed: () => void, everyMs = EVERY_MS): void {
    const next = () => {
      if (!this.#closed) this.#timer = setTimeout(() => void step(), everyMs).unref();
    };
    const step = async () => {
      if (await this.look()) changed();
      next();
    };
    next();
  }

  /** Whether the files differ from when that was said last, and have stood still since the look before. Never rejects. */
  async look(): Promise<boolean> {
    const states = await Promise.all(this.files.map((file) => stat(file).then(stateOf, faultOf)));
    const seen = states.join('\n');
    const stood = seen === this.#last;
    this.#last = seen;
    if (this.#closed || !stood || seen === this.#known) return false;
    this.#known = seen;
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #seenAtOnce(): string {
    return this.files.map(stateAtOnce).join('\n');
  }
}

function stateAtOnce(file: string): string {
  try {
    return stateOf(statSync(file));
  } catch (error) {
    return faultOf(error);
  }
}

/** A file that is replaced by another of the same size at the same time still has another number. */
function stateOf({ mtimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${size} ${ino}`;
}

/** That a file is not there, or cannot be looked at, is a state too: whoever reads it then says what is wrong. */
function faultOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
