import { finished } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { refusal } from '../limits/refusal.js';
import type { Room } from '../limits/room.js';
import type { ShapeCheck } from '../limits/shape-check.js';
import { isRecord } from '../subgraphs/reading.js';
import { carriageRefusal } from './carriage.js';
import { contextOf } from './context.js';
import { refuseWith } from './refusing.js';

/** Seconds after which to ask again when all places are taken: an answer takes no longer than a few. */
export const RETRY_AFTER = 2;
/** Milliseconds in which a client has to take its answer, which holds a place meanwhile. */
const TAKING_MS = 30_000;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface AskingRules {
  readonly room: Room;
  /** Why a text is refused, or null. */
  readonly check: ShapeCheck;
}

/**
 * What a question has to pass before Apollo Server sees it: a free place, and the limits of its shape. It keeps the place
 * until the work is over and the answer taken, whichever is later: who goes away while we work frees nothing.
 */
export function asked({ room, check }: AskingRules, handler: Handler): Handler {
  return async (request, reply) => {
    const context = contextOf(request);
    context.left = leaving(reply);
    // Part of a question that has its place.
    if (context.inner) return handler(request, reply);
    const place = room.enter(context.requestId);
    if (!place) return refuseWith(refusal('BUSY', { status: 503, retryAfter: RETRY_AFTER }), request, reply);
    context.place = place;
    const taken = finished(reply.raw, { readable: false }).catch(() => undefined);
    try {
      const refused = carriageRefusal(request) ?? textRefusal(request, check);
      return refused ? refuseWith(refused, request, reply) : await handler(request, reply);
    } finally {
      place.answered();
      const late = setTimeout(() => reply.raw.destroy(), TAKING_MS).unref();
      void taken.then(() => {
        clearTimeout(late);
        place.leave();
      });
    }
  };
}

/** Aborts when the client goes away before it has its answer. */
function leaving(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}

/** Why the question's text is refused, where there is one; whatever else there is instead, Apollo Server refuses. */
function textRefusal({ body, query, method }: FastifyRequest, check: ShapeCheck): GraphQLError | null {
  const readsOnly = method === 'GET';
  const from = readsOnly ? query : body;
  return isRecord(from) && typeof from.query === 'string' ? check(from.query, { readsOnly }) : null;
}
