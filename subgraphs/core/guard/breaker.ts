import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleType } from 'cockatiel';
import { SourceError } from '../errors.js';
import type { Logger } from '../log.js';
import type { GuardOptions } from './contract.js';
import { Pause } from './pause.js';

/** So many questions have to fail one after another before the source is left alone. */
const FAILURES = 3;

/** The source is left alone and was not asked; the code is that of the failure that led there. */
class LeftAlone extends SourceError {}

/** A failure on its way through the policy, which looks at nothing else. */
class Counted extends Error {
  constructor(
    readonly error: unknown,
    /** False when a trial ended without saying anything about the source. */
    readonly failed: boolean,
  ) {
    super('counted');
  }
}

/** True for an error that says that the source does not work. */
type Blames = (error: unknown) => error is SourceError;

/**
 * Leaves a source alone after three failures in a row: then one question is let through as a trial after each pause, and
 * every pause is twice as long as the one before. All others fail at once, also during the trial.
 */
export class Breaker {
  readonly #pause: Pause;
  readonly #policy: CircuitBreakerPolicy;
  #openSince: string | null = null;
  #last: SourceError | null = null;

  constructor(
    private readonly options: Pick<GuardOptions, 'pauseMs' | 'now'>,
    private readonly blames: Blames,
    clock: () => number,
  ) {
    this.#pause = new Pause(options.pauseMs, clock, (error) => error instanceof Counted && error.failed);
    this.#policy = circuitBreaker(handleType(Counted), {
      breaker: new ConsecutiveBreaker(FAILURES),
      halfOpenAfter: this.#pause,
    });
    this.#policy.onBreak(() => {
      this.#openSince ??= options.now().toISOString();
    });
    this.#policy.onReset(() => {
      this.#openSince = null;
      this.#pause.reset();
    });
  }

  /** Since when the source is left alone; null while it is asked. */
  get openSince(): string | null {
    return this.#openSince;
  }

  /** Throws LeftAlone while the source is left alone. */
  check(): void {
    const { state } = this.#policy;
    const trying = state === CircuitState.HalfOpen;
    const last = this.#last;
    if (last === null || state === CircuitState.Closed || (!trying && this.#pause.left === 0)) return;
    const until = trying ? 'one question to it is under way' : `until ${this.#until()}`;
    const detail = `left alone since ${this.#openSince}, ${until}; the last failure: ${last.detail}`;
    throw new LeftAlone(last.code, last.owner, detail);
  }

  /** Asks, unless the source is left alone. An error that does not blame the source leaves everything as it was. */
  async ask<T>(question: () => Promise<T>, log: Logger): Promise<T> {
    this.check();
    const trial = this.#policy.state === CircuitState.Open;
    try {
      const answer = await this.#policy.execute(() => this.#watched(question, trial));
      if (trial) log.info({ owner: this.#last?.owner }, 'source answers again');
      // Asked before the source was left alone, and answered: the next question need not wait for the end of the pause.
      else this.#pause.end();
      return answer;
    } catch (error) {
      if (!(error instanceof Counted)) throw error;
      if (error.failed && this.#policy.state === CircuitState.Open) this.#tell(log);
      throw error.error;
    }
  }

  async #watched<T>(question: () => Promise<T>, trial: boolean): Promise<T> {
    try {
      return await question();
    } catch (error) {
      // What was asked before the source was left alone says nothing new, and must not end the trial of another question.
      const failed = this.blames(error) && (trial || this.#policy.state === CircuitState.Closed);
      if (failed) this.#last = error;
      if (failed || trial) throw new Counted(error, failed);
      throw error;
    }
  }

  #tell(log: Logger): void {
    const { owner, code } = this.#last ?? {};
    log.warn({ owner, code, since: this.#openSince, until: this.#until() }, 'source is left alone');
  }

  #until(): string {
    return new Date(this.options.now().getTime() + this.#pause.left).toISOString();
  }
}
