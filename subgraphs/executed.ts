import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { KnownDocuments } from './known-documents.js';
import type { RunningSubgraph } from './start.js';

type Gateway<Context extends BaseContext> = ApolloServerOptionsWithGateway<Context>['gateway'];

/**
 * A subgraph as Apollo Server takes an executor of its own (option `gateway`): Apollo parses, validates and answers over HTTP,
 * and the documents are executed as they are in the process of the gateway. What it found valid is kept in `documents`.
 */
export function executed<Context extends BaseContext>(
  { schema, execute }: Pick<RunningSubgraph, 'schema' | 'execute'>,
  documents: KnownDocuments,
): Gateway<Context> {
  let listener: Parameters<Gateway<Context>['onSchemaLoadOrUpdate']>[0] | null = null;
  return {
    onSchemaLoadOrUpdate(listen) {
      listener = listen;
      return () => {
        listener = null;
      };
    },
    load: async () => {
      listener?.({ apiSchema: schema, coreSupergraphSdl: '' });
      return {
        executor: async ({ document, request: { query, operationName, variables }, context }) => {
          if (query !== undefined) documents.add(query, document);
          const asked = { document, operationName: operationName ?? null, variableValues: variables ?? {} };
          return execute({ ...asked, contextValue: context });
        },
      };
    },
    stop: async () => undefined,
  };
}
