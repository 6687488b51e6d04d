import { type ChildProcess, fork } from 'node:child_process';
import { SheetFault } from './sheet-fault.js';
import { sheetWorkerFile } from './sheet-worker-file.js';
import type { SheetAnswer, SheetQuestion, SheetWord } from './sheet-worker-words.js';

/** What a process tells its reader. */
export interface ProcessEvents {
  /** It has loaded what it needs: only now does the first file's time begin. */
  ready(): void;
  /** The oldest question is answered, and the answer on its way: a large one takes some time. */
  read(): void;
  /** The answer to the oldest question. */
  answered(answer: SheetAnswer): void;
  /** It has died at the oldest question, or never lived. */
  failed(fault: SheetFault): void;
}

/** The code of a process that was aborted, where no signal tells. */
const ABORTED = 134;

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
    // While somebody waits for its end, this process has something to do.
    child.ref();
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
    // In the middle of a file it does not see that nobody is left who asks.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.on('message', (word: SheetWord) => this.#hear(word));
    child.on('error', (cause) => this.#notStarted(cause));
    child.on('exit', (code, signal) => {
      process.off('exit', kill);
      if (!this.#ended) this.#gone(code, signal);
    });
    for (const question of this.#waiting.splice(0)) this.#send(child, question);
  }

  #hear(word: SheetWord): void {
    if (word === 'read') this.events.read();
    else if (word !== 'ready') this.events.answered(word);
    else {
      this.#ready = true;
      this.events.ready();
    }
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): void {
    const cause = new Error(`The process that reads files ended: ${code ?? signal}.`);
    if (!this.#ready) {
      this.#notStarted(cause);
      return;
    }
    // As node ends for lack of memory, and as the system ends who takes too much.
    const isMemory = signal === 'SIGABRT' || signal === 'SIGKILL' || code === ABORTED;
    const text = isMemory
      ? { vi: 'tệp cần quá nhiều bộ nhớ để đọc', en: 'the file needs too much memory to be read' }
      : { vi: 'việc đọc tệp bị gián đoạn', en: 'reading the file was cut short' };
    this.events.failed(new SheetFault(text, !isMemory, { cause }));
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
