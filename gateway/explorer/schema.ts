import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { useEffect, useState } from 'preact/hooks';
import { AskFailure, askText } from '../pages/browser/ask.js';
import { INTROSPECTION } from './operations.js';

/** What the explorer knows of the schema. Without it questions can be asked all the same, but not completed or checked. */
export interface KnownSchema {
  /** Null until it is there, and when it is not given. */
  readonly schema: GraphQLSchema | null;
  readonly failure: AskFailure | null;
  readonly again: () => void;
}

/** Asks the graph for its schema, once. */
export function useSchema(): KnownSchema {
  const [known, setKnown] = useState<Omit<KnownSchema, 'again'>>({ schema: null, failure: null });
  const [turn, setTurn] = useState(0);
  // The turn stands for "again".
  useEffect(() => {
    const over = new AbortController();
    askText(INTROSPECTION, {}, { signal: over.signal, operationName: 'IntrospectionQuery' }).then(
      ({ data }) => setKnown({ schema: buildClientSchema(data as IntrospectionQuery), failure: null }),
      (failure) => {
        if (over.signal.aborted) return;
        if (!(failure instanceof AskFailure)) throw failure;
        setKnown({ schema: null, failure });
      },
    );
    return () => over.abort();
  }, [turn]);
  return { ...known, again: () => setTurn((n) => n + 1) };
}
