import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from './config.js';
import { lastDoor } from './errors.js';
import { contextOf, makeApp } from './http/app.js';
import { silentSubgraphs } from './http/readiness.js';
import type { Logger } from './log.js';
import { NO_BOUNDARIES } from './pages/boundaries.js';
import { addPages, type BuiltPages } from './pages/serve.js';
import { requestIdPlugin } from './plugins/request-id.js';
import type { RequestContext } from './question.js';
import { connect, type SubgraphClient, type SubgraphConnection } from './subgraphs/client.js';
import { FederatedGateway } from './supergraph.js';

export interface ServerParts {
  readonly config: Pick<GatewayConfig, 'host' | 'port' | 'deadlineMs'> & Partial<Pick<GatewayConfig, 'boundaries'>>;
  /** One for each subgraph of the supergraph. */
  readonly connections: readonly SubgraphConnection[];
  readonly supergraphSdl: string;
  /** The dashboard and the explorer; without them there is the graph alone. */
  readonly pages?: BuiltPages | null;
  readonly log: Logger;
}

/** Who asks the graph from within: a subgraph, for a question that it answers. */
interface InnerCaller {
  readonly requestId: string;
  readonly deadline?: number;
}

/** An answer of the graph. */
interface InnerAnswer {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

export interface GatewayServer {
  /** For tests: `app.inject` asks without a port. */
  readonly app: FastifyInstance;
  /** Starts to listen; resolves to the address, like http://127.0.0.1:4000. Throws the error of the system. */
  listen(): Promise<string>;
  /** Answers a question of a subgraph: past HTTP, with the caller's deadline. */
  ask(query: string, variables: Record<string, unknown>, caller: InnerCaller): Promise<InnerAnswer>;
  /** Stops taking questions, answers those under way, and lets go of the subgraphs. */
  close(): Promise<void>;
}

/** Makes the gateway, ready to answer, without a port. Throws when the supergraph cannot be loaded. */
export async function buildServer({
  config,
  connections,
  supergraphSdl,
  pages,
  log,
}: ServerParts): Promise<GatewayServer> {
  const clients = new Map(connections.map((connection) => [connection.name, connect(connection)]));
  const app = makeApp(log);
  const gateway = new FederatedGateway({ supergraphSdl, clients, deadlineMs: config.deadlineMs, log });
  const apollo = makeApollo(app, gateway, log);
  await apollo.start();
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) }),
  });
  addHealth(app, clients);
  if (pages) addPages(app, pages, config.boundaries ?? NO_BOUNDARIES);
  return {
    app,
    listen: () => app.listen({ host: config.host, port: config.port }),
    ask: (query, variables, caller) => askWithin(apollo, log, query, variables, caller),
    close: () => apollo.stop(),
  };
}

async function askWithin(
  apollo: ApolloServer<RequestContext>,
  log: Logger,
  query: string,
  variables: Record<string, unknown>,
  { requestId, deadline }: InnerCaller,
): Promise<InnerAnswer> {
  const contextValue: RequestContext = {
    requestId,
    receivedAt: Date.now(),
    deadline: deadline ?? null,
    inner: true,
    log: log.child({ requestId, inner: true }),
    summary: { operationName: null, codes: [] },
  };
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
  if (body.kind !== 'single') throw new Error('The graph answered a question of its own in parts.');
  const { data = null, errors } = body.singleResult;
  return { data, ...(errors && { errors }) };
}

function makeApollo(app: FastifyInstance, gateway: FederatedGateway, log: Logger): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway,
    logger: log,
    // Analysts find their way by it, in production too.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: lastDoor(log),
    plugins: [
      requestIdPlugin(),
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

function addHealth(app: FastifyInstance, clients: ReadonlyMap<string, SubgraphClient>): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (request, reply) => {
    const silent = await silentSubgraphs(clients.values(), contextOf(request));
    if (silent.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', silent });
  });
}
