/** Milliseconds of work after which others have their turn. */
const TURN_MS = 0.25;
/** Items of lists before which they do not: what is small is answered in one go, so that what it loads is loaded together. */
const TURN_ITEMS = 250;

/** What waits of a question, in the order in which it has its turns. */
interface Waiting {
  /** What may ask for figures: so it asks early, and all of it in one question. */
  readonly asking: (() => void)[];
  /** What was started and has not come to its end: the less is half done at a time, the less is kept meanwhile. */
  readonly started: (() => void)[];
  /** Everything else. */
  readonly ready: (() => void)[];
}

export type Stage = keyof Waiting;

/** Divides long work among turns of the event loop, so that short questions do not wait for the end of a long one. */
export class Turns {
  /** What waits, by question; those first whose turn it is. */
  readonly #waiting = new Map<object, Waiting>();
  #isArranged = false;
  #began = 0;
  /** Items worked on in this turn of the event loop, in whichever question. */
  #items = 0;

  /** Counts items of a list that were worked on; true when this turn has taken long enough. */
  isOver(items: number): boolean {
    if (this.#items === 0 && items > 0) {
      this.#began = performance.now();
      setImmediate(() => {
        this.#items = 0;
      });
    }
    this.#items += items;
    return this.#items >= TURN_ITEMS && performance.now() - this.#began > TURN_MS;
  }

  /** Goes on with a part of a question in another turn, when each other question that waits has gone on. */
  after(question: object, stage: Stage, goOn: () => void): void {
    let waiting = this.#waiting.get(question);
    if (!waiting) {
      waiting = { asking: [], started: [], ready: [] };
      this.#waiting.set(question, waiting);
    }
    waiting[stage].push(goOn);
    this.#arrange();
  }

  /** Whether parts of a question wait. */
  isWaiting(question: object): boolean {
    return this.#waiting.has(question);
  }

  /** Whether parts of a question wait that may ask for figures. */
  isAsking(question: object): boolean {
    return (this.#waiting.get(question)?.asking.length ?? 0) > 0;
  }

  /** Those of the items that are there, made in several turns. Rejects with the reason when nobody waits any more. */
  async collect<T>(question: object, items: Iterable<T | null>, signal: AbortSignal): Promise<T[]> {
    const made: T[] = [];
    for (const item of items) {
      if (item !== null) made.push(item);
      if (!this.isOver(1)) continue;
      // One promise and no more: whether the turn is over is looked at when this has gone on.
      await new Promise<void>((resolve) => this.after(question, 'started', resolve));
      signal.throwIfAborted();
    }
    return made;
  }

  #arrange(): void {
    if (this.#isArranged || this.#waiting.size === 0) return;
    this.#isArranged = true;
    setImmediate(() => {
      this.#items = 0;
      this.#goOn();
    });
  }

  /** One after the other until the turn is over: what goes on by a promise has done so before the next one is let go on. */
  #goOn(): void {
    const goOn = this.#take();
    try {
      goOn?.();
    } finally {
      queueMicrotask(() => {
        if (goOn && !this.isOver(1)) return this.#goOn();
        this.#isArranged = false;
        return this.#arrange();
      });
    }
  }

  #take(): (() => void) | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [question, waiting] = first;
    const { asking, started, ready } = waiting;
    const goOn = asking.shift() ?? started.shift() ?? ready.shift();
    this.#waiting.delete(question);
    if (asking.length + started.length + ready.length > 0) this.#waiting.set(question, waiting);
    return goOn;
  }
}
