import { statSync } from 'node:fs';

/** Milliseconds between two looks. */
const EVERY_MS = 2000;

/**
 * Looks at files every two seconds, for the notices of an operating system do not come from everywhere (network folders,
 * containers, files that are replaced). What changed is told once the files stood still for a look, so that none is read
 * half written.
 */
export class FileWatch {
  /** As they were when they were last told of. */
  #known: string;
  #last: string;
  #timer: NodeJS.Timeout | undefined;

  /** `files` are paths; one that is not there yet may come. What changes from here on is told after `start`. */
  constructor(private files: readonly string[]) {
    this.#known = this.#seen();
    this.#last = this.#known;
  }

  /** Looks at more files from here on. */
  add(files: readonly string[]): void {
    const before = this.#seen();
    this.files = [...this.files, ...files];
    // What has changed of the others meanwhile still has to be told.
    if (this.#known === before) this.#known = this.#seen();
    this.#last = this.#seen();
  }

  /** Calls `changed` each time that files have changed, came or went. */
  start(changed: () => void, everyMs = EVERY_MS): void {
    this.#timer = setInterval(() => {
      if (this.look()) changed();
    }, everyMs).unref();
  }

  /** Whether the files differ from when that was said last, and have stood still since the look before. */
  look(): boolean {
    const seen = this.#seen();
    const stood = seen === this.#last;
    this.#last = seen;
    if (!stood || seen === this.#known) return false;
    this.#known = seen;
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #seen(): string {
    return this.files.map(stateOf).join('\n');
  }
}

/** A file that is replaced by another of the same size at the same time still has another number. */
function stateOf(file: string): string {
  const state = statSync(file, { throwIfNoEntry: false });
  return state ? `${state.mtimeMs} ${state.size} ${state.ino}` : 'none';
}
