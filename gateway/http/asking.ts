import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { refusal } from '../limits/refusal.js';
import type { Room } from '../limits/room.js';
import type { ShapeCheck } from '../limits/shape-check.js';
import { isRecord } from '../subgraphs/reading.js';
import { carriageRefusal } from './carriage.js';
import { contextOf } from './context.js';
import { endingOf } from './ending.js';
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
    const { left, over } = endingOf(request, reply);
    context.left = left;
    // Part of a question that has its place.
    if (context.inner) return handler(request, reply);
    const place = room.enter(context.requestId);
    if (!place) return refuseWith(refusal('BUSY', { status: 503, retryAfter: RETRY_AFTER }), request, reply);
    context.place = place;
    try {
      const refused = carriageRefusal(request) ?? textRefusal(request, check);
      return refused ? refuseWith(refused, request, reply) : await handler(request, reply);
    } finally {
      place.answered();
      const late = setTimeout(() => request.raw.socket.destroy(), TAKING_MS).unref();
      void over.then(() => {
        clearTimeout(late);
        place.leave();
      });
    }
  };
}

/** Why the question's text is refused, where there is one; whatever else there is instead, Apollo Server refuses. */
function textRefusal(request: FastifyRequest, check: ShapeCheck): GraphQLError | null {
  if (request.method === 'GET') return addressRefusal(request, check);
  const { body } = request;
  return isRecord(body) && typeof body.query === 'string' ? check(body.query, { readsOnly: false }) : null;
}

/**
 * The text in an address is read as Apollo Server reads it: what Fastify makes of it differs where a percent sign stands
 * alone, or where a fragment follows, and a text that is not looked at has no limits.
 */
function addressRefusal({ url }: FastifyRequest, check: ShapeCheck): GraphQLError | null {
  const texts = new URL(url, 'http://localhost').searchParams.getAll('query');
  for (const text of texts) {
    const refused = check(text, { readsOnly: true });
    if (refused) return refused;
  }
  return null;
}
