import { setTimeout } from 'node:timers/promises';

/** Spans of time, and waiting for them: handed in, so that an hour of a test takes no time. */
export interface Clock {
  /** Milliseconds from any start. It never jumps, so that a machine's clock that is set spoils neither budget nor token. */
  readonly now: () => number;
  /** Waits; rejects as soon as the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};
