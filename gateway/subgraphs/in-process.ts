import type { GraphQLError } from 'graphql';
import type { Question } from '../question.js';
import type { SubgraphAnswer, SubgraphClient, SubgraphConnection, SubgraphError } from './client.js';
import { SubgraphFailure } from './failure.js';

/** Asks a subgraph by executing its schema: no HTTP, no JSON, the documents that the plan already holds. */
export function inProcessClient({
  name,
  execute,
  contextFor,
  version,
}: Extract<SubgraphConnection, { execute: unknown }>): SubgraphClient {
  // Weak, so that a context lives exactly as long as its question.
  const contexts = new WeakMap<Question, object>();
  return {
    name,
    isTrusted: true,
    async ask({ document, operationName, variables, writtenBelow }, { question, deadline, signal }) {
      try {
        let contextValue = contexts.get(question);
        if (!contextValue) {
          const { requestId, signal, inner } = question;
          contextValue = contextFor({ requestId, deadline, signal, inner, basis: question.basis?.of(name) });
          contexts.set(question, contextValue);
        }
        const result = await execute({
          document,
          contextValue,
          variableValues: variables,
          signal,
          writtenBelow,
          operationName: operationName ?? null,
        });
        return answerOf(name, result.data, result.errors ?? []);
      } catch (error) {
        if (error instanceof SubgraphFailure) throw error;
        throw new SubgraphFailure('SUBGRAPH_FAILED', name, 'its execution threw', { cause: error });
      }
    },
    version: () => version?.() ?? null,
    close: () => undefined,
  };
}

function answerOf(
  name: string,
  data: Record<string, unknown> | null | undefined,
  errors: readonly GraphQLError[],
): SubgraphAnswer {
  if (!data && errors.length === 0) throw new SubgraphFailure('SUBGRAPH_FAILED', name, 'neither data nor errors');
  return { data: data ?? null, errors: errors.map(reportOf) };
}

function reportOf(error: GraphQLError): SubgraphError {
  return {
    message: error.message,
    path: error.path ?? null,
    extensions: error.extensions,
    cause: error.originalError ?? error,
  };
}
