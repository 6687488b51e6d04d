import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Call } from '../department.js';
import { SourceError } from '../errors.js';

/** Milliseconds that an owner keeps for saying itself, before its caller has left, that its source did not answer. */
const FOR_ANSWER_MS = 100;
/** Time that a second attempt needs at least, the wait before it among it. */
const FOR_RETRY_MS = 250;

/** The caller did not give the source its time: that says nothing about the source. */
export class GivenUp extends SourceError {}

/** One question on its way to a source. */
export class Asking {
  /** Milliseconds that it may take: never so many that the caller would leave first and could not be told why. */
  readonly patience: number;
  readonly #started = performance.now();
  #askedAt: number | null = null;

  constructor(
    private readonly owner: OwnerName,
    /** What is asked, for the log. */
    readonly what: string,
    readonly call: Call,
    private readonly timeoutMs: number,
  ) {
    const { deadline } = call;
    const left = deadline === undefined ? timeoutMs : deadline - Date.now() - FOR_ANSWER_MS;
    this.patience = Math.max(1, Math.min(timeoutMs, left));
  }

  /** Milliseconds since it came. */
  get ms(): number {
    return Math.round(performance.now() - this.#started);
  }

  /** True once the source has been asked. */
  get isAsked(): boolean {
    return this.#askedAt !== null;
  }

  get hasTimeForRetry(): boolean {
    return this.patience - (performance.now() - this.#started) >= FOR_RETRY_MS;
  }

  /** It goes to the source now. */
  markAsked(): void {
    this.#askedAt ??= performance.now();
  }

  /** The error for a question that was ended, by its caller or by the time. */
  ended(): SourceError {
    const given = this.#askedAt === null ? 0 : performance.now() - this.#askedAt;
    const why = this.call.signal.aborted ? 'before the caller left' : `within ${this.patience} ms`;
    const detail = `no answer to ${this.what} ${why}${this.isAsked ? '' : ': it waited behind others and was not asked'}`;
    // Less than half of its time is no fair trial for a source.
    const blamed = !this.call.signal.aborted && given >= this.timeoutMs / 2;
    return blamed
      ? new SourceError('SOURCE_TIMEOUT', this.owner, detail)
      : new GivenUp('SOURCE_TIMEOUT', this.owner, detail);
  }
}
