import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../question.js';
import type { AskedOften } from '../warming/asked-often.js';

/** Counts the operations that are executed: valid ones, within their price. */
export function askedOftenPlugin(often: Pick<AskedOften, 'count'>): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async executionDidStart({ source }) {
        often.count(source);
      },
    }),
  };
}
