import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { TAKES, WAVE_TYPE } from '../schema/wave.js';
import { type AskedAgain, answerAgain, askedAgain } from './asked-again.js';
import { SourceError } from './core/errors.js';
import type { Logger } from './core/log.js';
import { isLoopback } from './core/loopback.js';
import { portError } from './core/port.js';
import { OVER } from './core/request-scopes.js';
import { executed } from './executed.js';
import { jsonReader, readJsonBodies } from './json-body.js';
import { KnownDocuments } from './known-documents.js';
import { type ServedContext, ServedContexts } from './served-contexts.js';
import type { RunningSubgraph } from './start.js';
import { addVersionStream } from './version-stream.js';
import { addWaves } from './waves.js';

export interface SubgraphServerOptions {
  readonly host: string;
  readonly port: number;
  readonly secret: string | null;
  readonly log: Logger;
  /** The clock of the subgraph, the machine's by default. */
  readonly now?: () => Date;
}

/** Longer bodies are refused. */
const MOST_BYTES = 20 * 1024 * 1024;

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
  const app: FastifyInstance = Fastify({ bodyLimit: MOST_BYTES, forceCloseConnections: true });
  const read = jsonReader(app);
  readJsonBodies(app, read);
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
  const contexts = new ServedContexts(subgraph);
  const headersOf = (request: IncomingMessage) => {
    const basis = contexts.basisOf(request);
    return { [TAKES]: WAVE_TYPE, ...(basis && { 'x-answer-basis': basis.header(now().getTime()) }) };
  };
  const isAllowed = ({ headers }: IncomingMessage) =>
    secret === null || sameText(headers.authorization ?? '', `Bearer ${secret}`);
  app.addHook('onSend', async (request, reply) => {
    reply.headers(headersOf(request.raw));
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isAllowed(request.raw)) return;
    await reply
      .code(401)
      .send({ error: 'This subgraph answers its gateway only: send SUBGRAPH_SECRET as a bearer token.' });
  });
  addVersionStream(app, subgraph.version);
  const byApollo = fastifyApolloHandler(apollo, {
    context: async (request, reply) => contexts.of(request.raw, reply.raw),
  });
  const { execute } = subgraph;
  const onError = (error: unknown) => logCause(log, subgraph.name, error);
  const again = (asked: AskedAgain, request: IncomingMessage, response: ServerResponse) =>
    answerAgain({ execute, onError }, asked, contexts.of(request, response));
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    // A gateway asks in the same few forms again and again: only what is new in any way has to be looked at by Apollo.
    handler: async (request, reply) => {
      const asked = askedAgain(documents, request);
      const answer = asked && (await again(asked, request.raw, reply.raw));
      if (answer === null) return byApollo.call(app, request, reply);
      reply.type(answer.type);
      return answer.bytes;
    },
  });
  addWaves(app, { documents, read, isAllowed, answer: again, headersOf, mostBytes: MOST_BYTES, log });
  const close = () => apollo.stop().then(() => app.close());
  try {
    return { url: `${await app.listen({ host, port })}/graphql`, close };
  } catch (error) {
    await close();
    throw portError(error, { host, port, says: { host: '--host', port: '--port ' } });
  }
}

/**
 * What an error stands for is known here alone: the gateway gets its text. What sources did is in the log already, and that nobody
 * waits is no failure.
 */
function logCause(log: Logger, subgraph: string, error: unknown): void {
  let cause = error;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  if (cause && cause !== OVER && !(cause instanceof SourceError))
    log.error({ subgraph, err: cause }, 'a question failed');
}

/** Compares digests, so that the time taken tells nothing of the secret. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
