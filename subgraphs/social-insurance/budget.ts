import type { OwnerName } from '../../schema/subgraphs.js';
import { SourceError } from '../core/errors.js';
import type { Budget } from '../core/guard/budget.js';
import { type HttpAnswer, type HttpClient, RateLimited } from '../core/sources/http.js';
import type { Clock } from './clock.js';

export const OWNER = 'social-insurance' satisfies OwnerName;

/** Longest wait for the budget within a question: half of the usual deadline, so that the answer can still come. */
const WAIT_AT_MOST_MS = 1_500;
const ATTEMPTS = 3;

/** The same client within a budget. A 429 that asks for a short pause is waited out, any other one is an error at once. */
export function budgeted(http: HttpClient, budget: Budget, clock: Clock): HttpClient {
  async function within(signal: AbortSignal, ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt++) {
      await taken(budget, clock, signal);
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof RateLimited) || error.retryAfter === null) throw error;
        budget.pause(error.retryAfter * 1000);
        // What the service said is told as its answer, and not as a limit of our own.
        if (attempt === ATTEMPTS || error.retryAfter * 1000 > WAIT_AT_MOST_MS) throw error;
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

/** Takes one request from the budget, after a short wait if need be. Throws SOURCE_RATE_LIMITED for a long one. */
async function taken(budget: Budget, clock: Clock, signal: AbortSignal): Promise<void> {
  const wait = budget.take(WAIT_AT_MOST_MS);
  if (wait === 0) return;
  try {
    await clock.wait(wait, signal);
  } catch (error) {
    throw new SourceError('SOURCE_TIMEOUT', OWNER, 'ended while waiting for the budget', { cause: error });
  }
}
