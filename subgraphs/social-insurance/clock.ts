import { setTimeout } from 'node:timers/promises';

/** The time, and waiting for it: handed in, so that an hour of a test takes no time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; rejects as soon as the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};
