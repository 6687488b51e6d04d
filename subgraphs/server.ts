import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { answerAgain, askedAgain } from './asked-again.js';
import { SourceError } from './core/errors.js';
import type { Logger } from './core/log.js';
import { isLoopback } from './core/loopback.js';
import { portError } from './core/port.js';
import { RequestScopes } from './core/request-scopes.js';
import { executed } from './executed.js';
import { readJsonBodies } from './json-body.js';
import { KnownDocuments } from './known-documents.js';
import type { RunningSubgraph } from './start.js';
import { addVersionStream, ToldBasis } from './version-stream.js';

/** Resolvers find what they share here; its shape is the subgraph's own. */
type ServedContext = ReturnType<RunningSubgraph['contextFor']>;

/** How long the parts of one request of the gateway can be apart. */
const SCOPE_MS = 10_000;

export interface SubgraphServerOptions {
  readonly host: string;
  readonly port: number;
  readonly secret: string | null;
  readonly log: Logger;
  /** The clock of the subgraph, the machine's by default. */
  readonly now?: () => Date;
}

/** Serves one subgraph over HTTP for a gateway elsewhere. Off loopback it answers only who sends SUBGRAPH_SECRET. */
export async function serveSubgraph(
  subgraph: RunningSubgraph,
  { host, port, secret, log, now = () => new Date() }: SubgraphServerOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  if (!isLoopback(host) && !secret) {
    throw new Error(
      `A subgraph on ${host} can be reached from outside: set SUBGRAPH_SECRET (the gateway sends it), or leave --host at 127.0.0.1.`,
    );
  }
  const app: FastifyInstance = Fastify({ bodyLimit: 20 * 1024 * 1024, forceCloseConnections: true });
  readJsonBodies(app);
  const documents = new KnownDocuments();
  const apollo = new ApolloServer<ServedContext>({
    gateway: executed<ServedContext>(subgraph, documents),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    // What one question asks in one wave comes as one request.
    allowBatchedHttpRequests: true,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => {
      logCause(log, subgraph.name, error);
      return formatted;
    },
    plugins: [ApolloServerPluginCacheControlDisabled(), fastifyApolloDrainPlugin(app)],
    logger: log,
  });
  await apollo.start();
  const scopes = new RequestScopes<ServedContext>(SCOPE_MS);
  const bases = new WeakMap<ServedContext, ToldBasis>();
  const contexts = new WeakMap<FastifyRequest, ServedContext>();
  app.addHook('onSend', async (request, reply) => {
    const context = contexts.get(request);
    const basis = context && bases.get(context);
    if (basis) reply.header('x-answer-basis', basis.header(now().getTime()));
  });
  if (secret) {
    app.addHook('onRequest', async (request, reply) => {
      if (!sameText(request.headers.authorization ?? '', `Bearer ${secret}`)) {
        await reply
          .code(401)
          .send({ error: 'This subgraph answers its gateway only: send SUBGRAPH_SECRET as a bearer token.' });
      }
    });
  }
  addVersionStream(app, subgraph.version);
  const contextOf = (request: FastifyRequest, reply: FastifyReply): ServedContext => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && given ? given : randomUUID();
    const left = timeLeft(request.headers['x-time-left']);
    const until = left === null ? {} : { deadline: Date.now() + left };
    const inner = request.headers['x-inner-question'] === '1';
    const context = scopes.of(requestId, reply.raw, (signal) => {
      const basis = new ToldBasis();
      const made = subgraph.contextFor({ requestId, signal, inner, basis, ...until });
      bases.set(made, basis);
      return made;
    });
    contexts.set(request, context);
    return context;
  };
  const { execute } = subgraph;
  const onError = (error: GraphQLError) => logCause(log, subgraph.name, error);
  const byApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    // A gateway asks in the same few forms again and again: only what is new in any way has to be looked at by Apollo.
    handler: async (request, reply) => {
      const isPlain = request.method === 'POST' && request.headers.accept === 'application/json';
      const asked = isPlain ? askedAgain(documents, request.body) : null;
      const answers = asked && (await answerAgain({ execute, onError }, asked, contextOf(request, reply)));
      if (!answers) return byApollo.call(app, request, reply);
      reply.type('application/json; charset=utf-8');
      return Array.isArray(request.body) ? `[${answers.join(',')}]` : answers[0];
    },
  });
  const close = () => apollo.stop().then(() => app.close());
  try {
    return { url: `${await app.listen({ host, port })}/graphql`, close };
  } catch (error) {
    await close();
    throw portError(error, { host, port, says: { host: '--host', port: '--port ' } });
  }
}

/** What an error stands for is known here alone: the gateway gets its text. What sources did is in the log already. */
function logCause(log: Logger, subgraph: string, error: unknown): void {
  let cause = error;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  if (cause && !(cause instanceof SourceError)) log.error({ subgraph, err: cause }, 'a question failed');
}

/** Milliseconds that the gateway waits for this part, as it says; null when it does not say. A span, for clocks differ. */
function timeLeft(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,7}$/.test(header) ? Number(header) : null;
}

/** Compares digests, so that the time taken tells nothing of the secret. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
