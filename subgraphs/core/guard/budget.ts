import type { OwnerName } from '../../../schema/subgraphs.js';
import { SourceError } from '../errors.js';

// A second more than the minute: requests arrive later than they are sent, and not all by the same time.
const WINDOW_MS = 61_000;
/** Longest pause that a source can ask for: a slip there must not silence the department for a day. */
const PAUSE_AT_MOST_MS = 300_000;

/** We keep a question back ourselves, so that the source is not asked too much: it says nothing about the source. */
export class OwnLimit extends SourceError {
  constructor(owner: OwnerName, detail: string) {
    super('SOURCE_RATE_LIMITED', owner, detail);
  }
}

/** The requests that may still be sent: at most so many in any minute, none while the source wants a pause. */
export class Budget {
  /** When each request of the last minute was or will be sent, ascending. */
  readonly #sent: number[] = [];
  #openAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly owner: OwnerName,
    private readonly perMinute: number,
    /** Milliseconds from any start. It must not jump: a clock set back by an hour would silence the source for it. */
    private readonly clock: () => number,
  ) {}

  /**
   * Takes one request from the budget. Gives the milliseconds after which it may be sent; throws OwnLimit, and takes
   * nothing, when that is longer than `waitAtMostMs`.
   */
  take(waitAtMostMs: number): number {
    const now = this.clock();
    this.#forget(now);
    const before = this.#sent.at(-this.perMinute);
    const free = before === undefined ? now : before + WINDOW_MS;
    const at = Math.max(now, this.#openAt, free);
    if (at - now > waitAtMostMs) {
      const why = this.#openAt > free ? 'the source asked for a pause' : this.#usedUp();
      throw new OwnLimit(this.owner, `${why}; the next request may go in ${Math.ceil((at - now) / 1000)} s`);
    }
    this.#sent.push(at);
    return at - now;
  }

  /** Requests that may be sent now. */
  left(): number {
    const now = this.clock();
    this.#forget(now);
    return this.#openAt > now ? 0 : Math.max(0, this.perMinute - this.#sent.length);
  }

  /** Sends nothing for so many milliseconds: the source asked for it. */
  pause(milliseconds: number): void {
    const until = this.clock() + Math.min(milliseconds, PAUSE_AT_MOST_MS);
    this.#openAt = Math.max(this.#openAt, until);
  }

  #forget(now: number): void {
    const first = this.#sent.findIndex((sent) => sent + WINDOW_MS > now);
    this.#sent.splice(0, first === -1 ? this.#sent.length : first);
  }

  #usedUp(): string {
    return `our own budget of ${this.perMinute} requests a minute is used up`;
  }
}
