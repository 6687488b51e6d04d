import { Readable } from 'node:stream';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastJsonBytes } from '../../schema/written-list.js';
import { contextOf } from '../http/context.js';
import type { RequestContext } from '../question.js';
import { jsonPieces } from './pieces.js';

/** The price of a question from which on its answer may be long: tens of thousands of values, and more. */
const LONG = 100_000;

const NOT_ACCEPTABLE = 406;

/** Milliseconds after which others have their turn. */
const TURN_MS = 0.25;

/**
 * Takes an answer out of the response that Apollo Server is not to write, for `writtenOut` to write it: one that may be long,
 * or one in which lists stand as JSON already. The last to look at an answer; what is not JSON is left as it is.
 */
export function writingPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response: { body, http } }) {
          const { answer, inner } = contextValue;
          const isJson = (http.headers.get('content-type') ?? 'json').includes('json');
          if (body.kind !== 'single' || inner || !isJson || !(answer.holdsText || answer.price >= LONG)) return;
          if (body.singleResult.extensions && 'csv' in body.singleResult.extensions) return;
          answer.unwritten = body.singleResult;
          body.singleResult = {};
        },
      };
    },
  };
}

/**
 * A hook that writes what Apollo Server was not to write: a long answer piece by piece, as fast as it is taken, with turns for
 * others in between.
 */
export async function writtenOut(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { answer } = contextOf(request);
  const { unwritten, price } = answer;
  if (!unwritten) return payload;
  answer.unwritten = null;
  // Apollo Server finds only now that the client takes no format of ours.
  if (reply.statusCode === NOT_ACCEPTABLE) return payload;
  reply.removeHeader('content-length');
  if (price < LONG) return lastJsonBytes(unwritten, END);
  return Readable.from(withPauses(jsonPieces(unwritten)), { objectMode: false });
}

const END = '\n';

async function* withPauses(pieces: Iterable<Buffer>): AsyncGenerator<Buffer | string> {
  let began = performance.now();
  for (const piece of pieces) {
    yield piece;
    if (performance.now() - began < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  yield END;
}
