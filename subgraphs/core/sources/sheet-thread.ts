import { Worker } from 'node:worker_threads';
import { SheetFault } from './sheet-fault.js';
import { sheetWorkerFile } from './sheet-worker-file.js';
import type { SheetAnswer, SheetQuestion } from './sheet-worker-words.js';

/** What a thread tells its reader. */
export interface ThreadEvents {
  /** It has loaded what it needs: only now does the first file's time begin. */
  ready(): void;
  /** The answer to the oldest question. */
  answered(answer: SheetAnswer): void;
  /** It has died at the oldest question, or never lived. */
  failed(fault: SheetFault): void;
}

/** A worker thread that answers questions in their order. Keeps the process alive only while it has some. */
export class SheetThread {
  #worker: Worker | null = null;
  #waiting: SheetQuestion[] = [];
  #ended = false;
  #ready = false;

  constructor(
    memoryMb: number,
    private readonly events: ThreadEvents,
  ) {
    this.#start(memoryMb).catch((cause: unknown) => {
      const text = { vi: 'không khởi động được bộ đọc tệp', en: 'the reader did not start' };
      events.failed(new SheetFault(text, true, { cause }));
    });
  }

  get isReady(): boolean {
    return this.#ready;
  }

  ask(question: SheetQuestion): void {
    if (!this.#worker) this.#waiting.push(question);
    else {
      this.#worker.ref();
      this.#worker.postMessage(question);
    }
  }

  /** Nothing is asked any more for now. */
  rest(): void {
    this.#worker?.unref();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker?.terminate();
  }

  async #start(memoryMb: number): Promise<void> {
    const file = await sheetWorkerFile();
    if (this.#ended) return;
    const worker = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
    });
    this.#worker = worker;
    worker.on('message', (message: SheetAnswer | 'ready') => {
      if (message !== 'ready') this.events.answered(message);
      else {
        this.#ready = true;
        this.events.ready();
      }
    });
    worker.on('error', (cause) => {
      const text = { vi: 'tệp cần quá nhiều bộ nhớ để đọc', en: 'the file needs too much memory to be read' };
      this.events.failed(new SheetFault(text, false, { cause }));
    });
    for (const question of this.#waiting.splice(0)) worker.postMessage(question);
  }
}
