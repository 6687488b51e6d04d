import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answers, KeptAnswer } from '../answers/answers.js';
import { encodingsOf } from '../answers/bodies.js';
import type { Outcome } from '../answers/flights.js';
import { contextOf } from './context.js';
import { REVALIDATED } from './keeping.js';

/** Sends what is kept, or says that what the client shows still holds; false: there is nothing. */
export function sendKept(answers: Answers, key: string, request: FastifyRequest, reply: FastifyReply): boolean {
  const kept = answers.get(key);
  const shown = request.method === 'GET' ? request.headers['if-none-match'] : undefined;
  const tag = shown === undefined ? undefined : tagsOf(shown).find((one) => answers.isCurrent(key, one));
  if (tag !== undefined) reply.code(304).headers({ etag: tag, 'cache-control': REVALIDATED }).send();
  else if (kept) sendAnswer(kept, request, reply);
  return tag !== undefined || kept !== null;
}

/** Tags are compared weakly: an answer is the same one however it is compressed. */
function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

function sendAnswer(kept: KeptAnswer, request: FastifyRequest, reply: FastifyReply): void {
  const { bodies, operationName, type, tag, disposition } = kept;
  const { bytes, encoding } = bodies.best(encodingsOf(request.headers['accept-encoding']));
  contextOf(request).summary.operationName = operationName;
  reply.headers({ 'content-type': type, etag: tag, 'cache-control': REVALIDATED });
  if (disposition !== null) reply.header('content-disposition', disposition);
  if (encoding) reply.header('content-encoding', encoding);
  reply.send(bytes);
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
