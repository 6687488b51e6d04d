import { stat } from 'node:fs/promises';
import type { Sheet } from './sheet-cell.js';
import { SheetFault, tooLarge } from './sheet-fault.js';
import { SHEET_LIMITS, type SheetLimits } from './sheet-limits.js';
import { SheetProcess } from './sheet-process.js';

export interface SheetReaderOptions {
  readonly limits?: Partial<SheetLimits>;
  /** Longest time for one file, in milliseconds; then the worker is ended and the file refused. */
  readonly timeoutMs?: number;
  /** Memory of the worker, in MB; a file that needs more is refused. */
  readonly memoryMb?: number;
  /** The worker ends when it has had nothing to read for so long, in milliseconds: forms come once a month. */
  readonly idleMs?: number;
}

/** Reads workbooks (.xlsx) and .csv files in a process of its own, one at a time. */
export interface SheetReader {
  /** The sheets of a file as plain cells. Throws SheetFault: too large, damaged, too slow, too much memory. */
  read(path: string): Promise<Sheet[]>;
  /** Ends the worker; files that wait to be read are refused. */
  close(): Promise<void>;
}

const DEFAULTS = { timeoutMs: 2_000, memoryMb: 192, idleMs: 500 };
const STOPPED = { vi: 'việc đọc tệp bị dừng', en: 'reading the file was stopped' };

export function sheetReader(options: SheetReaderOptions = {}): SheetReader {
  return new ProcessReader({ ...DEFAULTS, ...options, limits: { ...SHEET_LIMITS, ...options.limits } });
}

interface Job {
  readonly path: string;
  readonly resolve: (sheets: Sheet[]) => void;
  readonly reject: (fault: SheetFault) => void;
}

class ProcessReader implements SheetReader {
  /** What has no answer yet; the worker is at the first of them. */
  #jobs: Job[] = [];
  #worker: SheetProcess | null = null;
  #clock: NodeJS.Timeout | undefined;
  /** Whether the file that the worker is at is read, and its answer on the way. */
  #isRead = false;
  #closed = false;

  constructor(private readonly options: Required<SheetReaderOptions> & { readonly limits: SheetLimits }) {}

  async read(path: string): Promise<Sheet[]> {
    const { size } = await stat(path).catch((cause: unknown) => {
      throw new SheetFault({ vi: 'không mở được tệp', en: 'the file cannot be opened' }, true, { cause });
    });
    if (size > this.options.limits.fileBytes) throw tooLarge(`${size} byte > ${this.options.limits.fileBytes}`);
    if (this.#closed) throw new SheetFault(STOPPED, true);
    return new Promise((resolve, reject) => {
      this.#jobs.push({ path, resolve, reject });
      if (this.#worker) this.#ask(this.#worker, path);
      else this.#start();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs.splice(0)) job.reject(new SheetFault(STOPPED, true));
    await this.#end();
  }

  /** Starts a worker and hands it everything that waits: it is not kept waiting for a busy process between two files. */
  #start(): void {
    const worker: SheetProcess = new SheetProcess(this.options.memoryMb, {
      ready: () => {
        if (worker === this.#worker) this.#restartClock();
      },
      read: () => {
        if (worker !== this.#worker) return;
        this.#isRead = true;
        clearTimeout(this.#clock);
      },
      answered: (answer) => {
        // A worker that was given up may have had its answer on the way.
        if (worker !== this.#worker) return;
        const job = this.#jobs.shift();
        this.#isRead = false;
        this.#restartClock();
        if ('fault' in answer) job?.reject(new SheetFault(answer.fault, answer.passing));
        else job?.resolve(answer.sheets);
      },
      failed: (fault) => {
        if (worker === this.#worker) this.#refuseFirst(fault);
      },
    });
    this.#worker = worker;
    for (const { path } of this.#jobs) this.#ask(worker, path);
  }

  #ask(worker: SheetProcess, path: string): void {
    worker.ask({ path, limits: this.options.limits });
    if (worker.isReady && this.#jobs.length === 1) this.#restartClock();
  }

  /** The file that the worker was at is refused, the others go to a new worker. */
  #refuseFirst(fault: SheetFault): void {
    this.#end();
    this.#jobs.shift()?.reject(fault);
    if (this.#jobs.length > 0) this.#start();
  }

  /** Times the file that is read now; without one, how long the worker has been idle. */
  #restartClock(): void {
    clearTimeout(this.#clock);
    if (this.#jobs.length === 0) {
      this.#worker?.rest();
      this.#clock = setTimeout(() => this.#end(), this.options.idleMs).unref();
      return;
    }
    this.#clock = setTimeout(() => this.#timeUp(), this.options.timeoutMs);
  }

  /** Refuses the file that is read now, unless it was read while this process was busy. */
  #timeUp(): void {
    const [job] = this.#jobs;
    const slow = new SheetFault({ vi: 'đọc tệp quá lâu', en: 'reading the file took too long' }, true);
    setImmediate(() => {
      if (this.#jobs[0] === job && !this.#isRead) this.#refuseFirst(slow);
    });
  }

  async #end(): Promise<void> {
    clearTimeout(this.#clock);
    const worker = this.#worker;
    this.#worker = null;
    this.#isRead = false;
    await worker?.end();
  }
}
