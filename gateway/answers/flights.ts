/** An answer as it was sent to who asked first. */
export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly operationName: string | null;
  readonly codes: readonly string[];
  /** Of who asked first; it stands in a text that tells of errors. */
  readonly requestId: string;
}

/** Questions that wait for one answer at most, the first one included. */
const MOST_WAITING = 200;

/** One question that is being answered, for all who ask it meanwhile. */
export class Flight {
  #waiting = 1;
  #others = 0;
  readonly #over = new AbortController();
  readonly #outcome: Promise<Outcome | null>;
  #land: (outcome: Outcome | null) => void = () => undefined;

  constructor(private readonly forget: (flight: Flight) => void) {
    this.#outcome = new Promise((resolve) => {
      this.#land = resolve;
    });
  }

  /** Aborted when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether others wait besides who asked first. */
  get isAwaited(): boolean {
    return this.#others > 0;
  }

  /** One of those who wait goes away. */
  leave(): void {
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.forget(this);
    this.#over.abort();
  }

  /** There is an answer; null: there is none that others could use. Only the first word counts. */
  land(outcome: Outcome | null): void {
    this.forget(this);
    this.#land(outcome);
  }

  /**
   * One more waits, until there is an answer, it goes away or its time is over; null: it has to ask for itself, as it has to
   * where too many wait: each of them gets bytes of its own.
   */
  async wait(left: AbortSignal, ms: number): Promise<Outcome | null> {
    if (this.#waiting >= MOST_WAITING) return null;
    this.#waiting += 1;
    this.#others += 1;
    let leave = (): void => undefined;
    const gone = new Promise<null>((resolve) => {
      leave = () => resolve(null);
    });
    const late = setTimeout(leave, ms);
    left.addEventListener('abort', leave, { once: true });
    if (left.aborted) leave();
    try {
      return await Promise.race([this.#outcome, gone]);
    } finally {
      clearTimeout(late);
      left.removeEventListener('abort', leave);
      this.#others -= 1;
      this.leave();
    }
  }
}

/** Equal questions at the same time are answered once. */
export class Flights {
  readonly #underWay = new Map<string, Flight>();

  /** The flight under way for a question, or a new one, which the caller has to land. */
  of(question: string): { readonly flight: Flight; readonly isFirst: boolean } {
    const known = this.#underWay.get(question);
    if (known) return { flight: known, isFirst: false };
    const flight = new Flight((one) => {
      if (this.#underWay.get(question) === one) this.#underWay.delete(question);
    });
    this.#underWay.set(question, flight);
    return { flight, isFirst: true };
  }
}
