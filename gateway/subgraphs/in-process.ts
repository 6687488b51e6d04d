import type { GraphQLError } from 'graphql';
import { Notes } from '../../schema/notes.js';
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
  const contexts = new Notes<Question, object>();
  return {
    name,
    isTrusted: true,
    passesText: false,
    async ask({ document, operationName, variables, writtenBelow }, { question, deadline, signal }) {
      try {
        let contextValue = contexts.of(question);
        if (!contextValue) {
          const { requestId, signal, inner } = question;
          const request = { requestId, deadline, signal, inner, basis: question.basis?.of(name) };
          contextValue = contexts.note(question, contextFor(request));
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
