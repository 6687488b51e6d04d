import {
  type BulkheadPolicy,
  bulkhead,
  DelegateBackoff,
  handleWhen,
  isBulkheadRejectedError,
  isTaskCancelledError,
  retry,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Call, DepartmentSource } from '../department.js';
import { SourceError, type SourceErrorCode } from '../errors.js';
import { RateLimited } from '../sources/http.js';
import { Asking, GivenUp } from './asking.js';
import { Breaker } from './breaker.js';
import { Budget, OwnLimit } from './budget.js';
import type { GuardedSource, GuardOptions, SourceHealth } from './contract.js';

const AT_ONCE = 4;
const WAITING = 50;
/** What may pass by itself. Questions only read, so that a second one does no harm. */
const RETRIED: ReadonlySet<SourceErrorCode> = new Set(['SOURCE_UNREACHABLE', 'SOURCE_FAILED']);
const RETRY_AFTER_MS = { least: 50, most: 150 };
/** What is silence and no answer. */
const SILENT: ReadonlySet<SourceErrorCode> = new Set(['SOURCE_UNREACHABLE', 'SOURCE_TIMEOUT']);

/**
 * Protects a source from us and us from it: a longest time, a second attempt where it is safe, a budget, few questions at
 * once, and peace for a source that fails. Nothing but SourceErrors leaves, each is logged.
 */
export function guardSource(source: DepartmentSource, owner: OwnerName, options: GuardOptions): GuardedSource {
  const guard = new Guard(source, owner, options);
  return {
    health: guard.health,
    figures: (blocks, call) => guard.ask('figures', call, (c) => source.figures(blocks, c)),
    submissions: (period, call) =>
      guard.ask(`submissions of ${period.text}`, call, (c) => source.submissions(period, c)),
    ping: (call) => guard.ask('ping', call, (c) => source.ping(c)),
    probe: (call) => guard.ask('probe', call, (c) => source.probe(c)),
    close: () => source.close(),
  };
}

type Question<T> = (call: Call) => Promise<T>;

class Guard {
  readonly #bulkhead: BulkheadPolicy = bulkhead(AT_ONCE, WAITING);
  readonly #breaker: Breaker;
  readonly #budget: Budget;
  #lastAnswer: string | null = null;
  #lastError: SourceError | null = null;
  /** Questions put to the source so far, and which of them last said how the source is. */
  #begun = 0;
  #told = 0;
  #moves = 0;
  /** A view: what it shows is what is known when it is read. */
  readonly health: SourceHealth;

  constructor(
    private readonly source: DepartmentSource,
    private readonly owner: OwnerName,
    private readonly options: GuardOptions,
  ) {
    const clock = () => performance.now();
    this.#breaker = new Breaker(options, isBlame, clock);
    this.#budget = new Budget(owner, options.questionsPerMinute, clock);
    this.health = this.#view();
  }

  async ask<T>(what: string, call: Call, question: Question<T>): Promise<T> {
    const asking = new Asking(this.owner, what, call, this.options.timeoutMs);
    try {
      if (call.signal.aborted) throw asking.ended();
      this.#breaker.check();
      const limit = timeout(asking.patience, { strategy: TimeoutStrategy.Cooperative, abortOnReturn: false });
      return await limit.execute(({ signal }) => this.#inTurn(asking, signal, question), call.signal);
    } catch (cause) {
      const error = this.#sourceError(cause, asking);
      this.#log(error, asking);
      throw error;
    }
  }

  /** Waits until few enough questions are under way. The policy does not heed the signal of a question that waits. */
  #inTurn<T>(asking: Asking, signal: AbortSignal, question: Question<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => reject(asking.ended());
      signal.addEventListener('abort', leave, { once: true });
      const turn = () => {
        signal.removeEventListener('abort', leave);
        return this.#breaker.ask(() => this.#noted(asking, signal, question), asking.call.log);
      };
      this.#bulkhead.execute(turn, signal).then(resolve, reject);
    });
  }

  /** Keeps how the question ended. */
  async #noted<T>(asking: Asking, signal: AbortSignal, question: Question<T>): Promise<T> {
    this.#begun += 1;
    const turn = this.#begun;
    try {
      const answer = await this.#twice(asking, signal, question);
      this.#lastAnswer = this.#stamp();
      this.#moves += 1;
      this.#tell(turn, null);
      return answer;
    } catch (cause) {
      const error = this.#sourceError(cause, asking);
      this.#moves += 1;
      // A caller that went away says nothing about the source.
      if (!(error instanceof OwnLimit) && !asking.call.signal.aborted) {
        this.#tell(turn, error);
        if (!SILENT.has(error.code)) this.#lastAnswer = this.#stamp();
      }
      throw error;
    }
  }

  /** A question that was put earlier and ends later says less: the source has been heard since. */
  #tell(turn: number, error: SourceError | null): void {
    if (turn < this.#told) return;
    this.#told = turn;
    this.#lastError = error;
  }

  #twice<T>(asking: Asking, signal: AbortSignal, question: Question<T>): Promise<T> {
    const worthIt = (error: Error) =>
      error instanceof SourceError && RETRIED.has(error.code) && asking.hasTimeForRetry && this.#left() > 0;
    const { least, most } = RETRY_AFTER_MS;
    const backoff = new DelegateBackoff(() => least + Math.random() * (most - least));
    return retry(handleWhen(worthIt), { maxAttempts: 1, backoff }).execute(() => this.#once(asking, signal, question));
  }

  async #once<T>(asking: Asking, signal: AbortSignal, question: Question<T>): Promise<T> {
    if (signal.aborted) throw asking.ended();
    if (!this.source.budgetLeft) this.#budget.take(0);
    asking.markAsked();
    try {
      return await untilAborted(question({ ...asking.call, signal }), signal);
    } catch (cause) {
      if (signal.aborted) throw asking.ended();
      if (cause instanceof RateLimited && cause.retryAfter !== null) this.#budget.pause(cause.retryAfter * 1000);
      throw cause;
    }
  }

  #sourceError(cause: unknown, asking: Asking): SourceError {
    if (cause instanceof SourceError) return cause;
    if (isBulkheadRejectedError(cause)) {
      return new OwnLimit(
        this.owner,
        `${AT_ONCE} questions are under way and ${WAITING} wait: we ask no more ourselves`,
      );
    }
    if (isTaskCancelledError(cause)) return asking.ended();
    const said = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return new SourceError('SOURCE_UNREADABLE', this.owner, `${asking.what}: ${said}`, { cause });
  }

  #log(error: SourceError, { what, ms, isAsked, call }: Asking): void {
    const told = { owner: this.owner, what, code: error.code, detail: error.detail, ms, requestId: call.requestId };
    // A source that is left alone would else fill the log, with a line for every question that is not put to it.
    if (!isAsked) call.log.debug(told, 'source was not asked');
    else if (call.signal.aborted) call.log.debug(told, 'question was given up');
    else call.log.warn(told, 'source failed');
  }

  #left(): number {
    return this.source.budgetLeft?.() ?? this.#budget.left();
  }

  #stamp(): string {
    return this.options.now().toISOString();
  }

  #view(): SourceHealth {
    const guard = this;
    return {
      get asked() {
        return guard.#lastAnswer !== null || guard.#lastError !== null;
      },
      get lastAnswer() {
        return guard.#lastAnswer;
      },
      get lastError() {
        return guard.#lastError;
      },
      get openSince() {
        return guard.#breaker.openSince;
      },
      get budgetLeft() {
        return guard.#left();
      },
      get moves() {
        return guard.#moves;
      },
    };
  }
}

/** True for an error that says that the source does not work: not that we kept back, nor that nobody waited. */
function isBlame(error: unknown): error is SourceError {
  return error instanceof SourceError && error.code !== 'SOURCE_RATE_LIMITED' && !(error instanceof GivenUp);
}

/** The answer, or a rejection as soon as the signal aborts, also from a source that does not heed it. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
