import { SourceError } from '../core/errors.js';
import { type HttpAnswer, type HttpClient, RateLimited } from '../core/sources/http.js';
import type { Clock } from './clock.js';

export const OWNER = 'social-insurance';

// A second more than the minute: requests arrive later than they are sent, and not all by the same time.
const WINDOW_MS = 61_000;
/** Longest wait for the budget within a question: half of the usual deadline, so that the answer can still come. */
const WAIT_AT_MOST_MS = 1_500;
/** Longest pause that the source can ask for: a slip there must not silence the department for a day. */
const PAUSE_AT_MOST_MS = 300_000;
const ATTEMPTS = 3;

/** The requests that may still be sent: at most so many in any minute, none while the source wants a pause. */
export class Budget {
  /** When each request of the last minute was or will be sent, ascending. */
  readonly #sent: number[] = [];
  #openAt = 0;

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /** Takes one request from the budget, after a short wait if need be. Throws SOURCE_RATE_LIMITED for a long one. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const first = this.#sent.findIndex((sent) => sent + WINDOW_MS > now);
    this.#sent.splice(0, first === -1 ? this.#sent.length : first);
    const before = this.#sent.at(-this.perMinute);
    const at = Math.max(now, this.#openAt, before === undefined ? 0 : before + WINDOW_MS);
    if (at - now > WAIT_AT_MOST_MS) throw limited(`the next request may go in ${Math.ceil((at - now) / 1000)} s`);
    this.#sent.push(at);
    if (at === now) return;
    try {
      await this.clock.wait(at - now, signal);
    } catch (error) {
      throw new SourceError('SOURCE_TIMEOUT', OWNER, 'ended while waiting for the budget', { cause: error });
    }
  }

  /** Sends nothing for so many milliseconds: the source asked for it. */
  pause(milliseconds: number): void {
    const until = this.clock.now() + Math.min(milliseconds, PAUSE_AT_MOST_MS);
    this.#openAt = Math.max(this.#openAt, until);
  }
}

/** The same client within a budget. A 429 that asks for a short pause is waited out, any other one is an error at once. */
export function budgeted(http: HttpClient, budget: Budget): HttpClient {
  async function within(signal: AbortSignal, ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt++) {
      await budget.take(signal);
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof RateLimited) || error.retryAfter === null) throw error;
        budget.pause(error.retryAfter * 1000);
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }
  return {
    get: (path, request) => within(request.signal, () => http.get(path, request)),
    postForm: (path, form, request) => within(request.signal, () => http.postForm(path, form, request)),
    postJson: (path, body, request) => within(request.signal, () => http.postJson(path, body, request)),
    close: () => http.close(),
  };
}

function limited(detail: string): SourceError {
  return new SourceError('SOURCE_RATE_LIMITED', OWNER, detail);
}
