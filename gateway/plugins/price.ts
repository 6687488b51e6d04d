import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { RETRY_AFTER } from '../http/asking.js';
import type { Pricing } from '../limits/pricing.js';
import { refusal } from '../limits/refusal.js';
import type { RequestContext } from '../question.js';

/**
 * Refuses a valid question that costs too much by the prices of its schema, before it is planned; one that is a part of
 * another is paid by that.
 */
export function pricePlugin(pricesOf: (schema: GraphQLSchema) => Pricing): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ schema, contextValue }) {
      const { place } = contextValue;
      if (!place) return;
      const pricing = pricesOf(schema);
      return {
        async didResolveOperation({ document, operation, request: { variables } }) {
          // Apollo Server says that it is not clear which one is meant.
          if (!operation) return;
          const price = pricing.of(document, operation, variables ?? {});
          contextValue.answer.price = price;
          if (!place.pay(price)) throw refusal('BUSY', { status: 503, retryAfter: RETRY_AFTER });
        },
      };
    },
  };
}
