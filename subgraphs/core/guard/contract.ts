import type { DepartmentSource } from '../department.js';
import type { SourceError } from '../errors.js';

/** What is known of a source from its answers since the start. Questions that never reached it do not count. */
export interface SourceHealth {
  /** False while nothing is known of it: it was never asked, or nobody waited for what it would say. */
  readonly asked: boolean;
  /** When it last answered, whatever it said (a refusal is an answer, silence is none); ISO 8601 in UTC. */
  readonly lastAnswer: string | null;
  /** How the last question failed; null when it was answered with what was asked for. */
  readonly lastError: SourceError | null;
  /** Since when it is left alone, because it failed several times in a row; null while it is asked. ISO 8601 in UTC. */
  readonly openSince: string | null;
  /** Questions that it may still be asked within this minute; 0 while it wants a pause. */
  readonly budgetLeft: number;
  /** How many questions have ended so far: equal numbers mean that all but the budget and the breaker are as they were. */
  readonly moves: number;
}

/** A source that is protected from us, and we from it. Nothing but SourceErrors leaves. */
export interface GuardedSource extends DepartmentSource {
  readonly health: SourceHealth;
}

export interface GuardOptions {
  /** Longest time of one question, in milliseconds, whoever waits. */
  readonly timeoutMs: number;
  /** How long a source that failed several times in a row is left alone; twice as long after each further failure, up to 12 times. */
  readonly pauseMs: number;
  /** Questions a minute; a source that counts itself (budgetLeft) is left to do so. */
  readonly questionsPerMinute: number;
  /** The time that is shown; spans are measured by a clock that never jumps. */
  readonly now: () => Date;
}
