import { Readable } from 'node:stream';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf } from '../http/context.js';
import type { RequestContext } from '../question.js';
import { jsonPieces } from './pieces.js';
import { isWritten, written } from './written.js';

/** The price of a question from which on its answer may be long: tens of thousands of values, and more. */
const LONG = 100_000;

const NOT_ACCEPTABLE = 406;

/** Milliseconds after which others have their turn. */
const TURN_MS = 2;

/**
 * Writes answers in which lists stand as text, and takes a long answer out of the response before it is written, for
 * `streamed` to write it. The last to look at an answer; what is not JSON is left as it is. Needs `writtenAnswer`.
 */
export function writingPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response: { body, http } }) {
          const isJson = (http.headers.get('content-type') ?? 'json').includes('json');
          if (body.kind !== 'single' || contextValue.inner || !isJson || isWritten(body.singleResult)) return;
          const { answer } = contextValue;
          if (answer.price >= LONG) {
            answer.long = body.singleResult;
            body.singleResult = {};
          } else if (answer.holdsText) {
            body.singleResult = written([...jsonPieces(body.singleResult), '\n'].join(''));
          }
        },
      };
    },
  };
}

/** A hook that sends a long answer piece by piece, as fast as it is taken, and lets others have their turn in between. */
export async function streamed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { answer } = contextOf(request);
  const { long } = answer;
  if (!long) return payload;
  answer.long = null;
  // Apollo Server finds only now that the client takes no format of ours.
  if (reply.statusCode === NOT_ACCEPTABLE) return payload;
  reply.removeHeader('content-length');
  return Readable.from(inTurns(jsonPieces(long)), { objectMode: false });
}

async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  let began = performance.now();
  for (const piece of pieces) {
    yield piece;
    if (performance.now() - began < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  yield '\n';
}
