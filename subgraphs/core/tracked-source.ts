import type { OwnerName } from '../../schema/subgraphs.js';
import type { Call, DepartmentSource } from './department.js';
import { SourceError } from './errors.js';

/** What is known of a source from its answers. */
interface SourceHealth {
  /** Outcome of the last question; null when it was never asked. */
  readonly last: { readonly at: string; readonly error: SourceError | null } | null;
}

export interface TrackedSource extends DepartmentSource {
  readonly health: SourceHealth;
}

/** Milliseconds that an owner keeps for saying itself, before its caller has left, that its source did not answer. */
const FOR_ANSWER = 100;

/** How long a source may take: never so long that the caller would leave first and could not be told why. */
function patienceFor({ deadline }: Call, deadlineMs: number): number {
  return deadline === undefined ? deadlineMs : Math.min(deadlineMs, Math.max(1, deadline - Date.now() - FOR_ANSWER));
}

/**
 * A source with a deadline and a memory: no question takes longer than `deadlineMs`, whatever the source does, and the
 * outcome of the last one is kept. What is no SourceError yet becomes one: nothing else leaves.
 */
export function trackSource(source: DepartmentSource, owner: OwnerName, deadlineMs: number): TrackedSource {
  let last: SourceHealth['last'] = null;

  async function ask<T>(what: string, call: Call, question: (call: Call) => Promise<T>): Promise<T> {
    const started = performance.now();
    const patience = patienceFor(call, deadlineMs);
    const timeout = AbortSignal.timeout(patience);
    const signal = AbortSignal.any([call.signal, timeout]);
    try {
      const answer = await untilAborted(question({ ...call, signal }), signal);
      last = { at: new Date().toISOString(), error: null };
      return answer;
    } catch (cause) {
      const error = sourceErrorOf(cause, owner, what, signal, patience);
      // A caller that went away says nothing about the source.
      if (!call.signal.aborted || timeout.aborted) last = { at: new Date().toISOString(), error };
      call.log.warn(
        {
          owner,
          what,
          code: error.code,
          detail: error.detail,
          ms: Math.round(performance.now() - started),
          requestId: call.requestId,
        },
        'source failed',
      );
      throw error;
    }
  }

  return {
    get health() {
      return { last };
    },
    figures: (blocks, call) => ask('figures', call, (c) => source.figures(blocks, c)),
    submissions: (period, call) => ask(`submissions of ${period.text}`, call, (c) => source.submissions(period, c)),
    ping: (call) => ask('ping', call, (c) => source.ping(c)),
    probe: (call) => ask('probe', call, (c) => source.probe(c)),
    close: () => source.close(),
  };
}

function sourceErrorOf(
  cause: unknown,
  owner: OwnerName,
  what: string,
  signal: AbortSignal,
  deadlineMs: number,
): SourceError {
  if (signal.aborted) {
    return new SourceError(
      'SOURCE_TIMEOUT',
      owner,
      `no answer to ${what} within ${deadlineMs} ms or until the caller left`,
      { cause },
    );
  }
  if (cause instanceof SourceError) return cause;
  return new SourceError(
    'SOURCE_UNREADABLE',
    owner,
    `${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
    {
      cause,
    },
  );
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
