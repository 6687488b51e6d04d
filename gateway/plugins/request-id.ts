import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../question.js';

/** Puts the request's id into each answer that tells of errors (every answer has it in its head), and what was asked and went wrong into the request's line in the log. */
export function requestIdPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, operationName, response }) {
          const { requestId, summary, basis } = contextValue;
          summary.operationName = operationName ?? null;
          if (response.body.kind !== 'single') return;
          const result = response.body.singleResult;
          summary.codes = [...new Set((result.errors ?? []).map((error) => String(error.extensions?.code)))];
          if (!result.errors?.length) return;
          // Also a part of another answer that could not be had: that one may be told without a word of it.
          basis?.spoil();
          result.extensions = { ...result.extensions, requestId };
        },
      };
    },
  };
}
