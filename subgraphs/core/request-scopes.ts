import type { Writable } from 'node:stream';

interface Kept<T> {
  readonly scope: T;
  readonly over: AbortController;
  readonly timer: NodeJS.Timeout;
  /** Parts that wait for their answer. */
  open: number;
  /** True when a part was given up before its answer was out. */
  cut: boolean;
}

/** Why a scope's signal is aborted. One for all requests: without a reason a new one is made for each, with a stack. */
export const OVER = new Error('Nobody waits for the answer any more.');

/**
 * Keeps what belongs to one request of the gateway while its parts arrive as HTTP requests of their own, told by the
 * request id. Bounded in time and number; a forgotten one only means that a late part asks the source again.
 */
export class RequestScopes<T> {
  readonly #scopes = new Map<string, Kept<T>>();

  constructor(
    private readonly lifetimeMs: number,
    private readonly most = 100,
  ) {}

  /**
   * The scope of a request id, made when it is the first part. Its signal is aborted when nobody waits for it any more:
   * the last open part has closed and one of them was given up, or the scope is forgotten and no part is open. A part
   * that was answered ends nothing, for the next one of the same request may follow it.
   */
  of(requestId: string, part: Writable, make: (signal: AbortSignal) => T): T {
    const kept = this.#scopes.get(requestId) ?? this.#keep(requestId, make);
    kept.open += 1;
    part.once('close', () => {
      kept.open -= 1;
      kept.cut ||= !part.writableFinished;
      if (kept.open === 0 && kept.cut) this.#forget(requestId, kept);
      this.#endUnlessNeeded(requestId, kept);
    });
    return kept.scope;
  }

  #keep(requestId: string, make: (signal: AbortSignal) => T): Kept<T> {
    // The map is in order of arrival, so the oldest comes first.
    const [oldest] = this.#scopes.size >= this.most ? this.#scopes : [];
    if (oldest) this.#forget(...oldest);
    const over = new AbortController();
    const timer = setTimeout(() => this.#forget(requestId, kept), this.lifetimeMs).unref();
    const kept: Kept<T> = { scope: make(over.signal), over, timer, open: 0, cut: false };
    this.#scopes.set(requestId, kept);
    return kept;
  }

  #forget(requestId: string, kept: Kept<T>): void {
    clearTimeout(kept.timer);
    if (this.#scopes.get(requestId) === kept) this.#scopes.delete(requestId);
    this.#endUnlessNeeded(requestId, kept);
  }

  #endUnlessNeeded(requestId: string, kept: Kept<T>): void {
    if (kept.open === 0 && this.#scopes.get(requestId) !== kept) kept.over.abort(OVER);
  }
}
