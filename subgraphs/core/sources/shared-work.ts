/**
 * One piece of work that many may wait for: started by the first, shared by all who come while it is under way, and ended
 * when the last of them has gone. One who goes never takes the work away from the others.
 */
export class SharedWork<T> {
  #running: { readonly result: Promise<T>; readonly end: AbortController; waiting: number } | null = null;

  constructor(private readonly work: (signal: AbortSignal) => Promise<T>) {}

  /** The result of the work under way, or of work started now. Rejects with the signal's reason as soon as it aborts. */
  async wait(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const running = this.#running ?? this.#start();
    running.waiting += 1;
    let gone = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      gone = () => reject(signal.reason);
      signal.addEventListener('abort', gone, { once: true });
    });
    try {
      return await Promise.race([running.result, aborted]);
    } finally {
      signal.removeEventListener('abort', gone);
      running.waiting -= 1;
      if (running.waiting === 0) {
        // Who comes now must not get the work that is being ended.
        if (this.#running === running) this.#running = null;
        running.end.abort();
      }
    }
  }

  #start() {
    const end = new AbortController();
    const running = { result: this.work(end.signal), end, waiting: 0 };
    const over = (): void => {
      if (this.#running === running) this.#running = null;
    };
    running.result.then(over, over);
    this.#running = running;
    return running;
  }
}
