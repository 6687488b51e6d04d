import { randomUUID } from 'node:crypto';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { cataloguedError } from '../errors.js';
import { refusal } from '../limits/refusal.js';
import type { Room } from '../limits/room.js';
import { MOST_BODY } from '../limits/shape-check.js';
import type { Logger } from '../log.js';
import { contextOf } from './context.js';
import { type DoorSettings, door } from './door.js';
import { setSecurityHeaders } from './headers.js';
import { refuseWith } from './refusing.js';
import { rightsOf } from './rights.js';

/** Connections at once: each may hold a body of the largest size. */
const MOST_CONNECTIONS = 1_000;

/** Milliseconds in which a request has to be sent. */
const SENDING_MS = 10_000;
/** Milliseconds after which connections are looked at whether they are late. */
const LOOKING_MS = 2_000;

export interface AppParts {
  readonly log: Logger;
  readonly door: DoorSettings;
  /** Where the questions under way are. */
  readonly room: Pick<Room, 'has'>;
}

/**
 * Fastify with what holds for every route: who may ask, what browsers are told, an id made by us in each answer and log line,
 * errors and 404 as JSON.
 */
export function makeApp({ log, door: settings, room }: AppParts): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BODY,
    requestTimeout: SENDING_MS,
    // Node exchanges the two limits where that of the head is the longer one, and its own is a minute.
    http: { headersTimeout: SENDING_MS, connectionsCheckingInterval: LOOKING_MS },
    // Never the caller's: an id of theirs could be anything, and could be used twice.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // Connections without a request under way are closed at once, the others after their answer.
    forceCloseConnections: 'idle',
    // An address that cannot be read gets past all hooks.
    frameworkErrors: (error, request, reply) => {
      takeUp(request, reply, log, room);
      refuse(error, request, reply);
      logRequest(request, reply);
    },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  app.decorateRequest('graph', null);
  keepText(app);
  // A form of any page can send it.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => takeUp(request, reply, log, room));
  app.addHook('onRequest', door(settings));
  closeWithAnswer(app);
  app.addHook('onSend', async (request, reply, payload) =>
    reply.statusCode >= 400 && typeof payload === 'string' && isJson(reply) ? identified(request, payload) : payload,
  );
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply));
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ error: 'There is nothing here; questions go to /graphql.', extensions: { requestId: request.id } }),
  );
  app.setErrorHandler(async (error: FastifyError, request, reply) => refuse(error, request, reply));
  return app;
}

/** Keeps the text of a body beside what is read of it: equal texts are equal questions. */
function keepText(app: FastifyInstance): void {
  app.decorateRequest('sent', null);
  app.decorateRequest('making', null);
  const read = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.sent = String(body);
    read(request, request.sent, done);
  });
}

/** While the server closes, an answer ends its connection: kept for a next question, it would keep the server. */
function closeWithAnswer(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

/** A page that says that there is nothing is none. */
function isJson(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).includes('json');
}

function takeUp(request: FastifyRequest, reply: FastifyReply, log: Logger, room: AppParts['room']): void {
  const summary = { operationName: null, codes: [] };
  const receivedAt = Date.now();
  request.graph = {
    requestId: request.id,
    receivedAt,
    deadline: deadlineOf(request.headers['x-time-left'], receivedAt),
    inner: isInner(request, room),
    left: null,
    place: null,
    answer: { price: 0, takesText: true, holdsText: false, unwritten: null },
    basis: null,
    rights: rightsOf(request.headers),
    log: log.child({ requestId: request.id }),
    summary,
  };
  reply.header('x-request-id', request.id);
  setSecurityHeaders(reply);
}

/**
 * A question that a subgraph asks of the graph names the question that it takes part in, by the id that the subgraph was
 * given. Only until that one is answered does it count as a part of it: its answer tells the id to whoever asked.
 */
function isInner({ headers }: FastifyRequest, room: AppParts['room']): boolean {
  const within = headers['x-request-id'];
  return headers['x-inner-question'] === '1' && typeof within === 'string' && room.has(within);
}

/** A caller may want its answer earlier than the graph's deadline, and says so by the milliseconds left, for clocks differ. */
function deadlineOf(header: string | string[] | undefined, receivedAt: number): number | null {
  return typeof header === 'string' && /^\d{1,7}$/.test(header) ? receivedAt + Number(header) : null;
}

/** What can stand in a refusal's body. */
interface Refusal {
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: object;
}

/**
 * A refusal with the request's id in it. Apollo Server refuses what is no question at all (a form that a page elsewhere
 * could send, a list of questions) before any plugin sees it, so the id and the line in the log come from here.
 */
function identified(request: FastifyRequest, payload: string): string {
  const body: Refusal = JSON.parse(payload);
  const { requestId, summary } = contextOf(request);
  if (!body.errors || (body.extensions && 'requestId' in body.extensions)) return payload;
  summary.codes = [...new Set(body.errors.map((error) => String(error.extensions?.code)))];
  return JSON.stringify({ ...body, extensions: { ...body.extensions, requestId } });
}

/** To have no room is no fault of ours, and comes in floods. */
function levelOf(status: number): 'error' | 'warn' | 'info' {
  if (status === 503) return 'warn';
  return status >= 500 ? 'error' : 'info';
}

function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { log, summary } = contextOf(request);
  const { operationName, codes } = summary;
  const [path] = request.url.split('?');
  const line = { method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
  const graph = { ...(operationName === null ? {} : { operationName }), ...(codes.length > 0 ? { codes } : {}) };
  log[levelOf(reply.statusCode)]({ ...line, ...graph }, 'request');
}

/** What fails before a question is read: the body is not JSON, too long, of a wrong type; or a fault of ours. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuseWith(tooLarge(request), request, reply);
  if (error.statusCode === 415) return refuseWith(refusal('MEDIA_TYPE', { status: 415 }), request, reply);
  const { log, requestId, summary } = contextOf(request);
  const status = error.statusCode ?? 500;
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  if (status >= 500) log.error({ err: error }, 'a request failed');
  summary.codes = [code];
  const formatted = cataloguedError(code, null).toJSON();
  const message = status >= 500 ? formatted.message : error.message;
  return reply.code(status).send({ errors: [{ ...formatted, message }], extensions: { requestId } });
}

function tooLarge({ headers }: FastifyRequest) {
  const length = Number(headers['content-length']);
  // What comes in pieces is not read to its end.
  const excess = length > MOST_BODY ? { excess: { asked: length, allowed: MOST_BODY } } : {};
  return refusal('BODY_TOO_LARGE', { status: 413, ...excess });
}
