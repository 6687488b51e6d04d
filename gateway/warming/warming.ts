import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  valueFromASTUntyped,
} from 'graphql';
import type { LoadedSupergraph } from '../loaded-supergraph.js';
import type { Documents } from './documents.js';

/** What is wrong with an operation beside a supergraph. */
export interface ColdOperation {
  readonly text: string;
  readonly faults: readonly string[];
}

/**
 * Makes operations ready to be answered by a supergraph, without asking any subgraph: parsed, validated, planned, the
 * shaper of their answer compiled. Others have their turn between all steps; short texts come first, for on a cold
 * program the first ones pay for all. Resolves to those that the supergraph does not answer.
 */
export async function warm(
  loaded: LoadedSupergraph,
  documents: Documents,
  texts: Iterable<string>,
  ended?: AbortSignal,
): Promise<readonly ColdOperation[]> {
  const cold: ColdOperation[] = [];
  for (const text of [...new Set(texts)].sort((a, b) => a.length - b.length)) {
    try {
      for (const _step of steps(loaded, documents, text)) {
        await nextTurn();
        if (ended?.aborted) return cold;
      }
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      cold.push({ text, faults: error.faults });
    }
  }
  return cold;
}

class Faulty extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** The steps of one operation, each some milliseconds. Throws Faulty. */
function* steps(loaded: LoadedSupergraph, documents: Documents, text: string): Generator<void> {
  const document = documents.known(loaded.apiSchema, text) ?? faultless(() => parse(text));
  yield;
  const faults = validate(loaded.apiSchema, document);
  if (faults.length > 0) throw new Faulty(faults.map(({ message }) => message));
  documents.add(loaded.apiSchema, text, document);
  yield;
  for (const operation of operationsOf(document)) {
    const prepared = faultless(() => loaded.prepare(document, operation.name?.value ?? null));
    yield;
    faultless(() => prepared.shaperFor(defaultsOf(operation)));
    yield;
  }
}

function faultless<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError) throw new Faulty([error.message]);
    throw error;
  }
}

function operationsOf({ definitions }: DocumentNode): OperationDefinitionNode[] {
  return definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node] : []));
}

/** Variables decide what is included and skipped; most often they are left as they are by default, if they have one. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue ? valueFromASTUntyped(defaultValue) : false,
    ]),
  );
}
