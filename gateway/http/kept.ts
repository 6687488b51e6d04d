import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answers, KeptAnswer } from '../answers/answers.js';
import { encodingsOf } from '../answers/bodies.js';
import type { Outcome } from '../answers/flights.js';
import { contextOf } from './context.js';

/** Browsers keep answers, and ask each time whether they still hold. */
export const REVALIDATED = 'private, no-cache';

/** As much of a request as decides on what is kept for it. */
export interface Asking {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** An answer from what is kept. */
export interface KeptReply {
  readonly status: 200 | 304;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly bytes: Buffer | null;
  readonly operationName: string | null;
}

/** The key of a question in the words in which it was sent: of its address for GET, else of its body. */
export function sentWords(rights: string, { method, headers }: Asking, words: string): string {
  return `${rights}\n${headers.accept ?? ''}\n${method}\n${words}`;
}

/** What is kept for a key, or that what the client shows still holds; null: it has to be computed. */
export function keptReply(answers: Answers, key: string, { method, headers }: Asking): KeptReply | null {
  const kept = answers.get(key);
  const shown = method === 'GET' ? headers['if-none-match'] : undefined;
  const tag = shown === undefined ? undefined : tagsOf(shown).find((one) => answers.isCurrent(key, one));
  const operationName = kept?.operationName ?? null;
  if (tag !== undefined) {
    return { status: 304, headers: ['etag', tag, 'cache-control', REVALIDATED], bytes: null, operationName };
  }
  return kept && { status: 200, ...answerOf(kept, headers['accept-encoding']), operationName };
}

/** Tags are compared weakly: an answer is the same one however it is compressed. */
function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

function answerOf({ bodies, type, tag, disposition }: KeptAnswer, accepted: string | undefined) {
  const { bytes, encoding } = bodies.best(encodingsOf(accepted));
  const headers = ['content-type', type, 'content-length', String(bytes.length), 'etag', tag];
  headers.push('cache-control', REVALIDATED);
  if (disposition !== null) headers.push('content-disposition', disposition);
  if (encoding) headers.push('content-encoding', encoding);
  return { bytes, headers };
}

/** Sends an answer from what is kept. */
export function sendKept({ status, headers, bytes, operationName }: KeptReply, reply: FastifyReply): void {
  contextOf(reply.request).summary.operationName = operationName;
  for (let i = 0; i < headers.length; i += 2) reply.header(headers[i] as string, headers[i + 1]);
  reply.code(status).send(bytes ?? undefined);
}

/** What somebody else was answered to the same question a moment ago; where it tells of errors, under this request's own id. */
export function outcomeFor(outcome: Outcome, request: FastifyRequest, reply: FastifyReply): string {
  const { status, headers, text, requestId, operationName, codes } = outcome;
  const { summary, requestId: own } = contextOf(request);
  summary.operationName = operationName;
  summary.codes = [...codes];
  reply.code(status).headers(headers);
  return codes.length > 0 ? text.replaceAll(requestId, own) : text;
}
