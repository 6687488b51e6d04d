import { buildClientSchema, buildSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { useEffect, useState } from 'preact/hooks';
import { AskFailure, askText } from '../pages/browser/ask.js';
import { INTROSPECTION } from './operations.js';

/** What the explorer knows of the schema. Without it questions can be asked all the same, but not completed or checked. */
export interface KnownSchema {
  /** Null until it is there, and when it could not be had. */
  readonly schema: GraphQLSchema | null;
  /** BUILT: the graph does not give its schema, so it is the one that this page was built with. */
  readonly state: 'LOADING' | 'ASKED' | 'BUILT' | 'FAILED';
  readonly again: () => void;
}

type Known = Omit<KnownSchema, 'again'>;

/** Asks the graph for its schema, once. */
export function useSchema(): KnownSchema {
  const [known, setKnown] = useState<Known>({ schema: null, state: 'LOADING' });
  const [turn, setTurn] = useState(0);
  // The turn stands for "again".
  useEffect(() => {
    const over = new AbortController();
    setKnown({ schema: null, state: 'LOADING' });
    askedOrBuilt(over.signal).then(
      (found) => over.signal.aborted || setKnown(found),
      (error) => {
        if (!over.signal.aborted) throw error;
      },
    );
    return () => over.abort();
  }, [turn]);
  return { ...known, again: () => setTurn((n) => n + 1) };
}

async function askedOrBuilt(signal: AbortSignal): Promise<Known> {
  try {
    const { data } = await askText(INTROSPECTION, {}, { signal, operationName: 'IntrospectionQuery' });
    return { schema: buildClientSchema(data as IntrospectionQuery), state: 'ASKED' };
  } catch (failure) {
    if (!(failure instanceof AskFailure)) throw failure;
    return failure.kind === 'REFUSED' ? built() : { schema: null, state: 'FAILED' };
  }
}

/** Comes in a file of its own, which is loaded when it is needed. */
async function built(): Promise<Known> {
  const { default: text } = await import('../../schema/api.graphql');
  return { schema: buildSchema(text, { assumeValidSDL: true, assumeValid: true }), state: 'BUILT' };
}
