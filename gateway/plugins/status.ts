import type { ApolloServerPlugin } from '@apollo/server';
import { prefersCsv } from '../csv/accepting.js';
import type { RequestContext } from '../question.js';

/** What is wrong with a question, not with the request that carries it. */
const OF_QUESTION: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * The status as GraphQL over HTTP has it: who accepts application/json alone gets 200 with the errors in it, for another
 * status could come from anything on the way; application/graphql-response+json can only come from here, and has 400.
 */
export function statusPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request: { http }, response }) {
          const accepted = http?.headers.get('accept') ?? '';
          // A script that takes CSV has nothing but the status to go by.
          if (prefersCsv(accepted)) return;
          if (!accepted.includes('application/json') || accepted.includes('application/graphql-response+json')) return;
          if (response.body.kind !== 'single' || response.http.status !== 400) return;
          const { errors = [] } = response.body.singleResult;
          if (errors.every(({ extensions }) => OF_QUESTION.has(extensions?.code))) response.http.status = 200;
        },
      };
    },
  };
}
