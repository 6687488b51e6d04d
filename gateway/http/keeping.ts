import { Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answers, Beginning } from '../answers/answers.js';
import type { AnswerBasis } from '../answers/basis.js';
import type { Flight } from '../answers/flights.js';
import { compressed, isStream, through } from './compressing.js';
import { contextOf } from './context.js';
import { REVALIDATED } from './kept.js';

/** An answer in the making that may be kept. */
interface Making {
  readonly key: string;
  /** The question in the words in which it was sent; null: these are not enough to know it by. */
  readonly sent: string | null;
  readonly beginning: Beginning;
  readonly basis: AnswerBasis;
  /** For those who ask the same meanwhile; null: they cannot wait for this one. */
  readonly flight: Flight | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it is read as JSON. */
    sent: string | null;
    /** The answer in the making, where it may be kept. */
    making: Making | null;
  }
}

/** Headers that belong to an answer, whoever gets it. */
const OF_ANSWER = ['content-type', 'content-disposition', 'etag', 'cache-control', 'retry-after', 'x-errors', 'allow'];

type Hook = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => Promise<unknown>;

/** A hook for what is sent to a question: keeps and tags what holds, hands it to others who wait, and compresses it. */
export function keeping(answers: Answers | null): Hook {
  return async (request, reply, payload) => {
    const { making } = request;
    // Was kept already, or is a part of another answer, for somebody near.
    if (reply.hasHeader('etag') || contextOf(request).inner) return payload;
    const sent = answers && making ? kept(answers, making, request, reply, payload) : payload;
    // What is not known to hold is nobody's to keep.
    if (!reply.hasHeader('etag')) reply.header('cache-control', 'no-store');
    const flight = making?.flight;
    flight?.land(flight.isAwaited && !isStream(sent) ? outcomeOf(request, reply, String(sent)) : null);
    return compressed(request, reply, sent);
  };
}

/** Keeps the answer if it holds; a stream is kept when it has gone through. */
function kept(
  answers: Answers,
  { key, sent, beginning, basis }: Making,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): unknown {
  const { codes, operationName } = contextOf(request).summary;
  if (reply.statusCode !== 200 || codes.length > 0) return payload;
  // Who wants an answer earlier than others gets one with less in it.
  if (contextOf(request).deadline !== null) return payload;
  const ground = answers.ground(beginning, basis);
  if (!ground) return payload;
  const tag = answers.tag(key, ground);
  reply.headers({ etag: tag, 'cache-control': REVALIDATED });
  const type = String(reply.getHeader('content-type'));
  const file = reply.getHeader('content-disposition');
  const head = { ...ground, tag, type, disposition: file === undefined ? null : String(file), operationName };
  if (isStream(payload)) {
    return through(
      payload,
      collected(answers.largest, (bytes) => answers.keep(key, sent, head, bytes)),
    );
  }
  if (typeof payload === 'string') answers.keep(key, sent, head, Buffer.from(payload));
  if (Buffer.isBuffer(payload)) answers.keep(key, sent, head, payload);
  return payload;
}

/** Lets everything through, and hands it over at the end unless it was more than can be kept. */
function collected(most: number, done: (bytes: Buffer) => void): Transform {
  let chunks: Buffer[] = [];
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else chunks = [];
      next(null, chunk);
    },
    flush(end) {
      if (size <= most) done(Buffer.concat(chunks));
      end();
    },
  });
}

function outcomeOf(request: FastifyRequest, reply: FastifyReply, text: string) {
  const { requestId, summary } = contextOf(request);
  const told = OF_ANSWER.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(told), text, requestId, ...summary };
}
