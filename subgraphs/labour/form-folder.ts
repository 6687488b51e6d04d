import { lstat } from 'node:fs/promises';
import type { Logger } from '../core/log.js';
import { type FileReading, type FormReading, readFormFile } from './file-reading.js';
import { type FoundFile, findFiles, type ListFolder, listFolder } from './folder.js';
import { faultLine } from './form.js';
import { Register } from './register.js';

/** A file that was changed more recently than this is taken to be growing, and left alone until the next look. */
const SETTLE_MS = 2_000;
/** When a file that could not be read for a passing reason is tried again. */
const RETRY_MS = 5 * 60_000;

interface Known {
  /** Size and time of the last change: a file is read again only when they change. */
  readonly stamp: string;
  /** Null when it changed while it was read for the first time. */
  readonly reading: Promise<FileReading | null>;
  /** By the clock that never jumps. */
  retryAt: number;
}

/** The department's folder, with what its files said when they were last read. */
export class FormFolder {
  #known: ReadonlyMap<string, Known> = new Map();
  #future: ReadonlyMap<string, string> = new Map();
  #closed = false;
  #last: { readonly of: readonly (FileReading | null)[]; readonly register: Register } | null = null;

  constructor(
    private readonly folder: string,
    private readonly list: ListFolder,
    private readonly forms: FormReading,
    private readonly log: Logger,
  ) {}

  /**
   * Looks at the folder once, reads the files that are new or changed, and says what counts now. Throws the file system's
   * error when the folder cannot be listed; a spoilt file is a fault in the register.
   */
  async look(list = this.list): Promise<Register> {
    const files = await findFiles(this.folder, list);
    // An empty folder is mostly a share that is not mounted: what is known of its files will be wanted again.
    if (files.length === 0) return new Register([], this.forms);
    this.#sort(files, Date.now());
    const readings = await Promise.all([...this.#known.values()].map((known) => known.reading));
    const last = this.#last;
    if (last && last.of.length === readings.length && last.of.every((reading, i) => reading === readings[i])) {
      return last.register;
    }
    const register = new Register(
      readings.flatMap((reading) => reading ?? []),
      this.forms,
    );
    this.#last = { of: readings, register };
    return register;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.forms.reader.close();
  }

  /** Reads the files ahead of the first question, which would otherwise wait for all of them. */
  async warm(): Promise<void> {
    try {
      await this.look(listFolder);
    } catch (error) {
      this.log.debug({ owner: 'labour', err: error }, 'reading ahead failed; the first question will say why');
    }
  }

  /** Sorts the files into known, to be read and left alone. Without a wait in it, so that two looks share one reading. */
  #sort(files: readonly FoundFile[], now: number): void {
    const known = new Map<string, Known>();
    const future = new Map<string, string>();
    for (const file of files) {
      const stamp = `${file.size} ${file.mtimeMs}`;
      const before = this.#known.get(file.path);
      if (file.mtimeMs > now) future.set(file.path, stamp);
      if (before && before.stamp === stamp && before.retryAt > performance.now()) known.set(file.path, before);
      else if (this.#isSettled(file, stamp, now)) known.set(file.path, this.#start(file, stamp, before));
      // While a file is being replaced, what it said before still counts.
      else if (before) known.set(file.path, before);
    }
    this.#known = known;
    this.#future = future;
  }

  /** A time in the future is another machine's clock: such a file has settled when two looks find it the same. */
  #isSettled(file: FoundFile, stamp: string, now: number): boolean {
    return file.mtimeMs > now ? this.#future.get(file.path) === stamp : now - file.mtimeMs >= SETTLE_MS;
  }

  #start(file: FoundFile, stamp: string, before: Known | undefined): Known {
    const read = this.#read(file, stamp, before);
    const known: Known = { stamp, reading: read.then(({ reading }) => reading), retryAt: Number.POSITIVE_INFINITY };
    read.then(
      ({ reading, isAsListed }) => {
        // A share that went and came back has the same files again.
        if (!isAsListed) known.retryAt = Number.NEGATIVE_INFINITY;
        else if (reading?.passing) known.retryAt = performance.now() + RETRY_MS;
      },
      // Whoever looks gets the error itself; the next look tries again.
      () => {
        known.retryAt = Number.NEGATIVE_INFINITY;
      },
    );
    return known;
  }

  async #read(file: FoundFile, stamp: string, before: Known | undefined): Promise<Read> {
    // A reading that failed said nothing; whoever looked then was told.
    const last = (await before?.reading.catch(() => null)) ?? null;
    const reading = stillAbout(await readFormFile(file, this.forms), last);
    // What it said before still counts: its figures are not withdrawn because it is being replaced.
    if ((await stampNow(file.path)) !== stamp) return { reading: last, isAsListed: false };
    // Files that were waiting when the source was closed are no news.
    if (!this.#closed)
      for (const fault of reading.faults)
        this.log.warn({ owner: 'labour', fault: faultLine(file.name, fault) }, 'form refused');
    return { reading, isAsListed: true };
  }
}

/** What a file said, and whether it was the one that had been listed until its end. */
interface Read {
  readonly reading: FileReading | null;
  readonly isAsListed: boolean;
}

/**
 * A file that is damaged so much that no form can be seen in it is still about the forms that it was about before: their
 * figures cannot be read, which is not the same as that nobody reports them any more.
 */
function stillAbout(reading: FileReading, before: FileReading | null): FileReading {
  if (reading.forms.length > 0 || !before) return reading;
  return { ...reading, forms: before.forms.map((form) => ({ ...form, figures: [], filled: [], faults: [] })) };
}

async function stampNow(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs } = await lstat(path);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
