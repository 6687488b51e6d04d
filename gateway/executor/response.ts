import {
  type DocumentNode,
  executeSync,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { cataloguedError, type Path } from '../errors.js';
import { isRecord } from '../subgraphs/reading.js';
import type { Run } from './run.js';
import { included } from './selections.js';
import { own } from './tree.js';
import { anyType, type Reading } from './untyped.js';

export interface Response {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

// The answer stands under response names already: aliases were fetched as aliases.
const fromTree: GraphQLFieldResolver<Record<string, unknown>, unknown> = (object, _arguments, _context, info) =>
  own(object, String(info.path.key)) ?? null;

/**
 * The client's answer out of what was put together: by the operation's compiled shaper, and where anything is not as the
 * schema says by GraphQL's own execution, which finds the places.
 */
export function shape(run: Run, apiSchema: GraphQLSchema, document: DocumentNode): Response {
  const data = run.shaper?.shape(run.data);
  return data ? { data, errors: run.failures.list() } : shapeByExecution(run, apiSchema, document);
}

/**
 * GraphQL's own execution over the API schema picks what was asked,
 * decides fragments and conditions, answers introspection, checks leaves and lets nulls rise as the specification says.
 * A null where none may be that no listed failure explains is one more error, and a line in the log.
 */
function shapeByExecution(run: Run, apiSchema: GraphQLSchema, document: DocumentNode): Response {
  const { fragments } = run.prepared;
  const isIncluded = (selection: SelectionNode) => included({ variables: run.coerced }, selection);
  const reading: Reading = { schema: apiSchema, fragments, isIncluded };
  const result = executeSync({
    schema: apiSchema,
    document,
    rootValue: run.data,
    variableValues: run.variables,
    operationName: run.prepared.operation.name?.value ?? null,
    fieldResolver: fromTree,
    typeResolver: (object, _context, { fieldNodes }, type) => {
      if (!isRecord(object)) return undefined;
      const name = own(object, '__typename');
      if (typeof name === 'string' && name !== type.name) return name;
      const selections = fieldNodes.flatMap((node) => node.selectionSet?.selections ?? []);
      return anyType(reading, type, selections)?.name;
    },
  });
  const unexplained = (result.errors ?? []).filter(({ path }) => !path || !run.failures.explain(path));
  for (const error of unexplained) run.question.log.error({ err: error, path: error.path }, 'an answer of wrong shape');
  const errors = unexplained.map(({ path }) => cataloguedError('INTERNAL_SERVER_ERROR', path ?? NOWHERE));
  return { data: result.data ?? null, errors: [...run.failures.list(), ...errors] };
}

const NOWHERE: Path = [];
