import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { csvPlugin, writtenAnswer } from './csv/serving.js';
import { lastDoor } from './errors.js';
import { contextOf } from './http/context.js';
import type { Logger } from './log.js';
import { requestIdPlugin } from './plugins/request-id.js';
import { statusPlugin } from './plugins/status.js';
import type { RequestContext } from './question.js';
import type { FederatedGateway } from './supergraph.js';
import type { Documents } from './warming/documents.js';
import { writingPlugin } from './writing/streaming.js';

/** Apollo Server as a route takes it. */
export function apolloHandler(apollo: ApolloServer<RequestContext>) {
  const handle = fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
    handle.call(request.server, request, reply);
}

interface ApolloParts {
  readonly log: Logger;
  readonly introspection: boolean;
  readonly documents: Documents;
  readonly plugins: readonly ApolloServerPlugin<RequestContext>[];
}

/** Apollo Server as the graph needs it: strict, without what it would load or report, with our plugins in their order. */
export function makeApollo(
  app: FastifyInstance,
  gateway: FederatedGateway,
  { log, introspection, documents, plugins }: ApolloParts,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway,
    logger: log,
    introspection,
    documentStore: documents,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: lastDoor(log),
    stringifyResult: writtenAnswer,
    plugins: [
      requestIdPlugin(),
      // After what looks at an answer's errors and adds to its extensions: it puts CSV in the place of both.
      csvPlugin(),
      statusPlugin(),
      ...plugins,
      writingPlugin(),
      fastifyApolloDrainPlugin(app),
      // Looks at every field of every row, and no answer of ours is cached by what it finds.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      // It would load scripts from elsewhere.
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
}
