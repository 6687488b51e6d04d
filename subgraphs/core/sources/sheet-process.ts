import { type ChildProcess, fork } from 'node:child_process';
import { SheetFault } from './sheet-fault.js';
import { sheetWorkerFile } from './sheet-worker-file.js';
import type { SheetAnswer, SheetQuestion } from './sheet-worker-words.js';

/** What a process tells its reader. */
export interface ProcessEvents {
  /** It has loaded what it needs: only now does the first file's time begin. */
  ready(): void;
  /** The answer to the oldest question. */
  answered(answer: SheetAnswer): void;
  /** It has died at the oldest question, or never lived. */
  failed(fault: SheetFault): void;
}

/**
 * A process that answers questions in their order. Keeps this one alive only while it has some. No thread: what a thread has
 * taken for workbooks stays with the process when it ends.
 */
export class SheetProcess {
  #child: ChildProcess | null = null;
  #waiting: SheetQuestion[] = [];
  #ended = false;
  #ready = false;

  constructor(
    memoryMb: number,
    private readonly events: ProcessEvents,
  ) {
    this.#start(memoryMb).catch((cause: unknown) => this.#notStarted(cause));
  }

  get isReady(): boolean {
    return this.#ready;
  }

  ask(question: SheetQuestion): void {
    if (!this.#child) this.#waiting.push(question);
    else {
      this.#child.ref();
      this.#child.channel?.ref();
      this.#send(this.#child, question);
    }
  }

  /** Nothing is asked any more for now. */
  rest(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  async end(): Promise<void> {
    this.#ended = true;
    const child = this.#child;
    // Without a number it never ran, and its end is not told.
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  async #start(memoryMb: number): Promise<void> {
    const file = await sheetWorkerFile();
    if (this.#ended) return;
    const child = fork(file, [], {
      execArgv: [`--max-old-space-size=${memoryMb}`, '--max-semi-space-size=8'],
      serialization: 'advanced',
      // A process that ends for lack of memory says so at length, and our reader says it in a sentence.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message: SheetAnswer | 'ready') => {
      if (message !== 'ready') this.events.answered(message);
      else {
        this.#ready = true;
        this.events.ready();
      }
    });
    child.on('error', (cause) => this.#notStarted(cause));
    child.on('exit', (code, signal) => {
      if (this.#ended) return;
      const text = { vi: 'tệp cần quá nhiều bộ nhớ để đọc', en: 'the file needs too much memory to be read' };
      const cause = new Error(`The process that reads files ended: ${code ?? signal}.`);
      this.events.failed(new SheetFault(text, false, { cause }));
    });
    for (const question of this.#waiting.splice(0)) this.#send(child, question);
  }

  /** Where it has died already, its end says so. */
  #send(child: ChildProcess, question: SheetQuestion): void {
    child.send(question, () => undefined);
  }

  #notStarted(cause: unknown): void {
    if (this.#ended) return;
    const text = { vi: 'không khởi động được bộ đọc tệp', en: 'the reader did not start' };
    this.events.failed(new SheetFault(text, true, { cause }));
  }
}
