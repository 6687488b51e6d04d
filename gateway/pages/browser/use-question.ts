import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, AskFailure, ask } from './ask.js';
import type { Operation } from './graphql.js';

/** Milliseconds after which a page that is looked at asks again. */
const AGAIN_AFTER = 60_000;
/** The same while something is wrong: a department that comes back is to be seen soon. */
const AGAIN_SOON = 5_000;

/** How a question stands. The last answer stays while the next one is awaited, and when it does not come. */
export interface Asked<Data> {
  readonly answer: Answer<Data> | null;
  /** Why the latest try gave no answer; null when it did. */
  readonly failure: AskFailure | null;
  readonly loading: boolean;
  readonly again: () => void;
}

/**
 * Asks an operation, and again each minute while the page is looked at. With other variables the last answer stays
 * until the new one is there, so that a slider does not make the page flicker. It is asked sooner while something is wrong:
 * there is no answer, one with errors, or one that `isTroubled` says so of.
 */
export function useQuestion<Data, Variables extends Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  isTroubled: (data: Data) => boolean = () => false,
): Asked<Data> {
  const [asked, setAsked] = useState<Omit<Asked<Data>, 'again'>>({ answer: null, failure: null, loading: true });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(variables);
  const latest = useRef(variables);
  latest.current = variables;

  // The key stands for the variables, the turn for "again".
  useEffect(() => {
    const over = new AbortController();
    setAsked((before) => ({ ...before, loading: true }));
    ask(operation, latest.current, over.signal).then(
      (answer) => setAsked({ answer, failure: null, loading: false }),
      (failure) => {
        if (over.signal.aborted) return;
        if (!(failure instanceof AskFailure)) throw failure;
        setAsked((before) => ({ ...before, failure, loading: false }));
      },
    );
    return () => over.abort();
  }, [operation, key, turn]);

  const { answer, failure } = asked;
  const wrong = failure !== null || (answer !== null && (answer.errors.length > 0 || isTroubled(answer.data)));
  useEffect(() => askAgainWhileSeen(() => setTurn((n) => n + 1), wrong ? AGAIN_SOON : AGAIN_AFTER), [wrong]);
  return { ...asked, again: () => setTurn((n) => n + 1) };
}

/** Calls back at an interval while the page is visible, and at once when it is looked at again after a pause. */
function askAgainWhileSeen(again: () => void, every: number): () => void {
  let last = Date.now();
  const tick = () => {
    if (document.visibilityState !== 'visible' || Date.now() - last < every) return;
    last = Date.now();
    again();
  };
  const timer = setInterval(tick, Math.min(every, AGAIN_SOON));
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}
