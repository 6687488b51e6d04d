import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Notes } from '../../schema/notes.js';
import type { Answers } from '../answers/answers.js';
import { MOST_BODY } from '../limits/shape-check.js';
import type { Logger } from '../log.js';
import { isAskedFirst } from './carriage.js';
import { type DoorSettings, usualCallers, varying } from './door.js';
import { takenInTime } from './ending.js';
import { SECURITY_HEADERS } from './headers.js';
import { keptReply, sentWords } from './kept.js';
import { rightsOf } from './rights.js';

export interface ShortcutParts {
  readonly answers: Answers;
  readonly door: DoorSettings;
  readonly log: Logger;
}

/**
 * Answers before Fastify sees the request what is kept for a question in the same words: most of what Fastify does with a
 * request is of no use then, and takes several times longer than sending the bytes. All that is out of the ordinary goes on
 * to Fastify, where what is kept is found as well: pages of other sites, what is refused, what nobody has asked before.
 */
export function addShortcut(app: FastifyInstance, parts: ShortcutParts): void {
  const bodies = new Notes<IncomingMessage, Buffer>();
  app.addHook('preParsing', async ({ raw }, _reply, payload) => {
    const body = bodies.of(raw);
    return body ? again(body) : payload;
  });
  const isUsual = usualCallers(parts.door);
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  for (const goOn of app.server.listeners('request') as RequestListener[]) {
    app.server.off('request', goOn).on('request', (request, response) => {
      if (closing || !isUsual(request.headers) || request.headers['x-inner-question'] !== undefined) {
        goOn(request, response);
      } else if (isPlainGet(request)) {
        if (!answered(parts, request, response, request.url ?? '')) goOn(request, response);
      } else if (isPlainPost(request)) {
        whole(request, (body) => {
          if (answered(parts, request, response, body.toString())) return;
          bodies.note(request, body);
          goOn(request, response);
        });
      } else goOn(request, response);
    });
  }
}

function isPlainGet({ method, url = '', headers }: IncomingMessage): boolean {
  return (
    method === 'GET' && url.startsWith('/graphql?') && headers['content-type'] === undefined && isAskedFirst(headers)
  );
}

/** A body of JSON whose length is told and allowed: whatever else Fastify judges before it is read. */
function isPlainPost({ method, url, headers }: IncomingMessage): boolean {
  const { 'content-type': type = '', 'content-length': length = '', 'content-encoding': encoding } = headers;
  if (method !== 'POST' || url !== '/graphql' || encoding !== undefined) return false;
  return (
    /^application\/json(; ?charset=utf-8)?$/i.test(type) && /^\d{1,9}$/.test(length) && Number(length) <= MOST_BODY
  );
}

/** Who goes away before the end is not waited for. */
function whole(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  });
}

function again(body: Buffer): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push(body);
  stream.push(null);
  return stream;
}

/** Names and values by turns. */
const SECURITY = SECURITY_HEADERS.flat();

/** Answers from what is kept for these words; false: it has to be computed. */
function answered(
  { answers, door, log }: ShortcutParts,
  request: IncomingMessage,
  response: ServerResponse,
  words: string,
): boolean {
  const began = performance.now();
  const key = answers.keyOf(sentWords(rightsOf(request.headers), request, words));
  const kept = key === undefined ? null : keptReply(answers, key, request);
  if (!kept) return false;
  const requestId = randomUUID();
  response.writeHead(kept.status, ['x-request-id', requestId, 'vary', varying(door), ...SECURITY, ...kept.headers]);
  response.end(kept.bytes);
  takenInTime(response);
  const { method } = request;
  const { status, operationName } = kept;
  const ms = Math.round(performance.now() - began);
  log.info(
    { requestId, method, path: '/graphql', status, ms, ...(operationName !== null && { operationName }), kept: true },
    'request',
  );
  return true;
}
