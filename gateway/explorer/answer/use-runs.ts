import { useRef, useState } from 'preact/hooks';
import { NoReply, type Reply, type Sent, send } from './sending.js';

/** How the asking of one question stands. The last reply stays until there is another outcome. */
export interface Run {
  /** NOT_SENT: what the question's variables hold is no JSON. */
  readonly state: 'NEVER' | 'RUNNING' | 'CANCELLED' | 'NOT_SENT' | 'DONE';
  readonly reply: Reply | null;
  readonly failure: NoReply | null;
}

export interface Runs {
  readonly of: (id: string) => Run;
  /** Null stands for a question that cannot be sent. */
  readonly start: (id: string, sent: Sent | null) => void;
  readonly cancel: (id: string) => void;
}

const NEVER: Run = { state: 'NEVER', reply: null, failure: null };

/** The runs of all questions that are open, by their ids: going to another tab leaves an answer where it is. */
export function useRuns(): Runs {
  const [runs, setRuns] = useState<ReadonlyMap<string, Run>>(new Map());
  const under = useRef(new Map<string, AbortController>());
  const set = (id: string, change: Partial<Run>) =>
    setRuns((before) => new Map(before).set(id, { ...(before.get(id) ?? NEVER), ...change }));
  const cancel = (id: string) => {
    under.current.get(id)?.abort();
    under.current.delete(id);
    set(id, { state: 'CANCELLED' });
  };
  const start = async (id: string, sent: Sent | null) => {
    under.current.get(id)?.abort();
    if (!sent) return set(id, { state: 'NOT_SENT' });
    const over = new AbortController();
    under.current.set(id, over);
    set(id, { state: 'RUNNING', failure: null });
    try {
      const reply = await send(sent, over.signal);
      if (!over.signal.aborted) set(id, { state: 'DONE', reply });
    } catch (failure) {
      if (over.signal.aborted) return;
      if (!(failure instanceof NoReply)) throw failure;
      set(id, { state: 'DONE', failure, reply: null });
    }
  };
  return { of: (id) => runs.get(id) ?? NEVER, start, cancel };
}
