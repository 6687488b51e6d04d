import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { WAVE_TYPE } from '../schema/wave.js';
import { type AskedAgain, type Body, questionsAgain } from './asked-again.js';
import type { Logger } from './core/log.js';
import { OVER } from './core/request-scopes.js';
import type { KnownDocuments } from './known-documents.js';
import { readWave } from './wave-body.js';

interface WaveParts {
  readonly documents: KnownDocuments;
  /** Reads JSON, or throws. */
  readonly read: (text: string) => unknown;
  /** Whether who asks is the gateway. */
  readonly isAllowed: (request: IncomingMessage) => boolean;
  /** Null where Apollo Server has to say what is wrong. Rejects when the execution fails. */
  readonly answer: (asked: AskedAgain, request: IncomingMessage, response: ServerResponse) => Promise<Body | null>;
  /** Headers that are told with every answer. */
  readonly headersOf: (request: IncomingMessage) => Readonly<Record<string, string>>;
  /** Longer ones are left to Fastify, which refuses them. */
  readonly mostBytes: number;
  readonly log: Logger;
}

/** HTTP's status for a body of a type that is not taken: the gateway then asks in plain JSON. */
const UNSUPPORTED = 415;
const FAILED = 500;

/**
 * Answers what a gateway asks in one wave before Fastify sees it: of what Fastify does with a request nothing is of use here, and it
 * takes longer than answering from memory does. A wave that cannot be answered as it is (a document that nobody has found valid yet, a
 * variable that does not fit) is not taken: in plain JSON it is Apollo Server's.
 */
export function addWaves(app: FastifyInstance, parts: WaveParts): void {
  for (const goOn of app.server.listeners('request') as RequestListener[]) {
    app.server.off('request', goOn).on('request', (request, response) => {
      if (!isWave(request, parts.mostBytes) || !parts.isAllowed(request)) goOn(request, response);
      else whole(request, (body) => void answered(parts, body, request, response));
    });
  }
}

function isWave({ method, url, headers }: IncomingMessage, mostBytes: number): boolean {
  if (method !== 'POST' || url !== '/graphql' || headers['content-type'] !== WAVE_TYPE) return false;
  return Number(headers['content-length'] ?? Number.NaN) <= mostBytes;
}

/** Who goes away before the end is not waited for. */
function whole(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
}

async function answered(
  { documents, read, answer, headersOf, log }: WaveParts,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, type: string, bytes: Uint8Array | string) => {
    const length = String(Buffer.byteLength(bytes));
    response.writeHead(status, { ...headersOf(request), 'content-type': type, 'content-length': length });
    response.end(bytes);
  };
  const refuse = (status: number, why: string) => send(status, 'application/json', JSON.stringify({ message: why }));
  let asked: AskedAgain | null;
  try {
    asked = questionsAgain(documents, readWave(body, read));
  } catch (err) {
    log.warn({ err }, 'a wave could not be read');
    return refuse(UNSUPPORTED, 'The wave could not be read; ask in plain JSON.');
  }
  try {
    const made = asked && (await answer(asked, request, response));
    if (made) send(200, made.type, made.bytes);
    else refuse(UNSUPPORTED, 'A question of the wave is not known; ask in plain JSON.');
  } catch (err) {
    if (err !== OVER) log.error({ err }, 'a wave failed');
    refuse(FAILED, 'The wave could not be answered.');
  }
}
