import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { Answers } from './answers/answers.js';
import type { AnswerBasis } from './answers/basis.js';
import { Persisted } from './answers/persisted.js';
import { apolloHandler, makeApollo } from './apollo.js';
import { DEFAULTS, type GatewayConfig } from './config.js';
import { makeApp } from './http/app.js';
import { asked } from './http/asking.js';
import { contextOf } from './http/context.js';
import { Keeper } from './http/keeper.js';
import { keeping } from './http/keeping.js';
import { silentSubgraphs } from './http/readiness.js';
import { addShortcut } from './http/shortcut.js';
import { registeredOperations } from './limits/registered.js';
import { Room } from './limits/room.js';
import { shapeCheck } from './limits/shape-check.js';
import type { Logger } from './log.js';
import { addPages, type BuiltPages } from './pages/serve.js';
import { askedOftenPlugin } from './plugins/asked-often.js';
import { pricePlugin } from './plugins/price.js';
import type { RequestContext } from './question.js';
import { type Reloaded, SupergraphReload } from './reload/supergraph-reload.js';
import { connect, type SubgraphClient, type SubgraphConnection } from './subgraphs/client.js';
import { FederatedGateway } from './supergraph.js';
import { AskedOften } from './warming/asked-often.js';
import { Documents } from './warming/documents.js';
import { writtenOut } from './writing/streaming.js';

type Required = 'host' | 'port' | 'deadlineMs';

export interface ServerParts {
  /** What is not given is as in production. */
  readonly config: Pick<GatewayConfig, Required> & Partial<Pick<GatewayConfig, keyof typeof DEFAULTS>>;
  /** One for each subgraph of the supergraph. */
  readonly connections: readonly SubgraphConnection[];
  readonly supergraphSdl: string;
  /** The dashboard and the explorer; without them there is the graph alone. */
  readonly pages?: BuiltPages | null;
  readonly log: Logger;
  /** Texts of operations whose shape is not limited, each a document as it is sent; none by default. */
  readonly registered?: readonly string[];
  /** Tells how far "until now" reaches. */
  readonly now?: () => Date;
  /** Where the operations asked most often are kept for the next start; nowhere by default. */
  readonly operationsFile?: string | null;
}

/** Who asks the graph from within: a subgraph, for a question that it answers. */
interface InnerCaller {
  readonly requestId: string;
  readonly deadline?: number;
  readonly signal?: AbortSignal;
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
  /** Makes the operations ready that are registered or asked often, in the background. */
  warm(): Promise<void>;
  /** Takes up another supergraph; questions under way end on the one that they began with. */
  reload(supergraphSdl: string): Promise<Reloaded>;
  /** Stops taking questions, answers those under way, and lets go of the subgraphs. */
  close(): Promise<void>;
}

/** Makes the gateway, ready to answer, without a port. Throws when the supergraph cannot be loaded. */
export async function buildServer(parts: ServerParts): Promise<GatewayServer> {
  const { connections, supergraphSdl, pages, log } = parts;
  const config = { ...DEFAULTS, ...parts.config };
  const introspection = config.introspection ?? false;
  const room = new Room({ atOnce: config.questionsAtOnce, price: config.priceLimit });
  const registered = registeredOperations(parts.registered ?? []);
  const clients = new Map(connections.map((connection) => [connection.name, connect(connection)]));
  const { deadlineMs, priceLimit } = config;
  const now = parts.now ?? (() => new Date());
  const gateway = new FederatedGateway({ supergraphSdl, clients, deadlineMs, priceLimit, now, log });
  const keeper = makeKeeper(parts, clients, config, () => gateway.release());
  const app = makeApp({ log, door: config, room });
  if (keeper) addShortcut(app, { answers: keeper.answers, door: config, log });
  const documents = new Documents();
  const often = new AskedOften({ file: parts.operationsFile ?? null, log });
  const plugins = [pricePlugin((schema) => gateway.pricesOf(schema)), askedOftenPlugin(often)];
  const apollo = makeApollo(app, gateway, { log, introspection, documents, plugins });
  const reload = new SupergraphReload({
    gateway,
    documents,
    connections,
    registered: parts.registered ?? [],
    often,
    log,
  });
  await apollo.start();
  gateway.started();
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    onSend: [writtenOut, keeping(keeper?.answers ?? null)],
    handler: asked(
      {
        room,
        check: shapeCheck({ introspection, registered }),
        persisted: new Persisted(parts.registered ?? []),
        keeper,
      },
      apolloHandler(apollo),
    ),
  });
  addHealth(app, clients, keeper);
  if (pages) addPages(app, pages, config.boundaries);
  return {
    app,
    listen: () => app.listen({ host: config.host, port: config.port }),
    ask: (query, variables, caller) =>
      askWithin(apollo, log, { query, variables, basis: keeper?.basisOf(caller.requestId) ?? null }, caller),
    warm: () => reload.warm(),
    reload: (sdl) => reload.take(sdl),
    close: async () => {
      often.close();
      await reload.close();
      await apollo.stop();
    },
  };
}

/** Finished answers, kept as long as they hold; null: the settings want none kept. */
function makeKeeper(
  { now = () => new Date() }: ServerParts,
  subgraphs: ReadonlyMap<string, SubgraphClient>,
  { answerCacheMb, deadlineMs }: Pick<GatewayConfig, 'answerCacheMb' | 'deadlineMs'>,
  supergraph: () => string,
): Keeper | null {
  if (answerCacheMb === 0) return null;
  // The subgraphs' versions are of one run of the program, and so is what is kept.
  const run = randomUUID();
  const release = () => `${run} ${supergraph()}`;
  const mostBytes = answerCacheMb * 1024 * 1024;
  return new Keeper(new Answers({ mostBytes, subgraphs, release, now }), deadlineMs);
}

interface InnerQuestion {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** Of the answer that this one becomes a part of. */
  readonly basis: AnswerBasis | null;
}

async function askWithin(
  apollo: ApolloServer<RequestContext>,
  log: Logger,
  { query, variables, basis }: InnerQuestion,
  { requestId, deadline, signal }: InnerCaller,
): Promise<InnerAnswer> {
  const contextValue: RequestContext = {
    requestId,
    receivedAt: Date.now(),
    deadline: deadline ?? null,
    inner: true,
    left: signal ?? null,
    place: null,
    basis,
    rights: '',
    log: log.child({ requestId, inner: true }),
    answer: { price: 0, takesText: false, holdsText: false, unwritten: null },
    summary: { operationName: null, codes: [] },
  };
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
  if (body.kind !== 'single') throw new Error('The graph answered a question of its own in parts.');
  const { data = null, errors } = body.singleResult;
  return { data, ...(errors && { errors }) };
}

function addHealth(
  app: FastifyInstance,
  clients: ReadonlyMap<string, SubgraphClient>,
  keeper: Pick<Keeper, 'answers'> | null,
): void {
  app.get('/health', async () => ({ status: 'ok', answersKept: keeper?.answers.state ?? null }));
  app.get('/ready', async (request, reply) => {
    const silent = await silentSubgraphs(clients.values(), contextOf(request));
    if (silent.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', silent });
  });
}
