import { setMaxListeners } from 'node:events';
import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import { cataloguedError } from '../errors.js';
import type { Question, RequestContext } from '../question.js';
import type { SubgraphClient } from '../subgraphs/client.js';
import { askedIn } from './asked.js';
import { Failures } from './failures.js';
import { Picking } from './picking.js';
import type { Prepared } from './preparation.js';
import { shape } from './response.js';
import { type Run, runNode } from './run.js';
import type { SupergraphFacts } from './supergraph-facts.js';
import type { Tree } from './tree.js';
import { variableValues } from './variables.js';

/** As Apollo Server calls it. */
export type GatewayExecutor = ApolloGateway['executor'];

export interface ExecutorParts {
  readonly facts: SupergraphFacts;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly prepare: (document: DocumentNode, operationName: string | null) => Prepared;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  /** Milliseconds within which a question is answered. */
  readonly deadlineMs: number;
}

/** The executor that Apollo Server hands each valid operation to: plans it, runs the plan, shapes the answer. */
export function executor(parts: ExecutorParts): GatewayExecutor {
  return async ({ document, request, context }) => {
    const {
      requestId,
      receivedAt,
      log,
      inner,
      left,
      basis,
      answer: state,
      deadline: wanted,
    } = context as RequestContext;
    try {
      const prepared = parts.prepare(document, request.operationName ?? null);
      const definitions = prepared.operation.variableDefinitions ?? [];
      const { coerced, errors } = variableValues(parts.apiSchema, definitions, request.variables);
      if (errors) return { errors };
      const over = new AbortController();
      // As many fetches listen as the plan has.
      setMaxListeners(0, over.signal);
      left?.addEventListener('abort', () => over.abort(OVER), { once: true });
      if (left?.aborted) over.abort(OVER);
      const deadline = Math.min(receivedAt + parts.deadlineMs, wanted ?? Number.POSITIVE_INFINITY);
      const question: Question = {
        requestId,
        receivedAt,
        deadline,
        log,
        inner,
        basis,
        answer: state,
        signal: over.signal,
      };
      try {
        return await answer(parts, prepared, question, document, { given: request.variables ?? {}, coerced });
      } finally {
        // Whatever still runs in a subgraph has nobody who waits for it.
        over.abort(OVER);
      }
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      log.error({ err: error }, 'a question failed');
      return { errors: [internalError()] };
    }
  };
}

/** One for all questions: without a reason a new one is made for each, with a stack. */
const OVER = new Error('Nobody waits for the answer any more.');

/** Without data Apollo Server would answer 400, as if the caller were at fault. */
function internalError(): GraphQLError {
  const { message, extensions } = cataloguedError('INTERNAL_SERVER_ERROR', null);
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 500 } } });
}

interface Variables {
  readonly given: Readonly<Record<string, unknown>>;
  readonly coerced: Readonly<Record<string, unknown>>;
}

async function answer(
  parts: ExecutorParts,
  prepared: Prepared,
  question: Question,
  document: DocumentNode,
  { given, coerced }: Variables,
): ReturnType<GatewayExecutor> {
  const { facts, clients, apiSchema } = parts;
  const data: Tree = {};
  const rules = { facts, fragments: prepared.fragments, variables: coerced };
  const failures = new Failures(askedIn(rules, prepared.operation.selectionSet.selections, data));
  const shaper = prepared.shaperFor(coerced);
  const picking = new Picking(facts);
  const run: Run = { facts, clients, prepared, shaper, question, variables: given, coerced, data, failures, picking };
  if (prepared.plan) await runNode(run, prepared.plan, []);
  const response = shape(run, apiSchema, document);
  return response.errors.length > 0 ? { data: response.data, errors: response.errors } : { data: response.data };
}
