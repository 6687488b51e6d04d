import {
  ExponentialBackoff,
  type FailureReason,
  type IBackoff,
  type IBackoffFactory,
  noJitterGenerator,
} from 'cockatiel';

/** The longest pause, as a multiple of the first. */
const LONGEST = 12;

/** What the breaker tells of a question that ended badly. */
interface Ended {
  readonly result: FailureReason<unknown>;
}

/**
 * The pauses of a source that is left alone: each is twice as long as the one before, up to twelve times the first. The
 * breaker measures its pauses by the time of day. To be safe from a clock that is set, a pause is measured here by one that
 * never jumps, and told to the breaker as endless until it is over.
 */
export class Pause implements IBackoff<Ended> {
  readonly #lengths: IBackoffFactory<unknown>;
  #length: IBackoff<unknown> | null = null;
  #endsAt = Number.NEGATIVE_INFINITY;

  constructor(
    pauseMs: number,
    /** Milliseconds from any start. */
    private readonly clock: () => number,
    /** Whether a question that ended badly is followed by a pause; else the next one is let through. */
    private readonly follows: (error: unknown) => boolean,
  ) {
    const options = { generator: noJitterGenerator, initialDelay: pauseMs, maxDelay: LONGEST * pauseMs };
    this.#lengths = new ExponentialBackoff(options);
  }

  /** For the breaker: what it compares with the time that has passed. */
  get duration(): number {
    return this.left > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  /** Milliseconds until it is over. */
  get left(): number {
    return Math.max(0, this.#endsAt - this.clock());
  }

  /** For the breaker: begins the next pause. */
  next({ result }: Ended): this {
    if (!('error' in result) || !this.follows(result.error)) return this;
    this.#length = (this.#length ?? this.#lengths).next(undefined);
    this.#endsAt = this.clock() + this.#length.duration;
    return this;
  }

  /** Is over at once; the next one is as long as it would have been. */
  end(): void {
    this.#endsAt = Number.NEGATIVE_INFINITY;
  }

  /** The next pause is as long as the first again. */
  reset(): void {
    this.#length = null;
    this.end();
  }
}
