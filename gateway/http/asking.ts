import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Persisted } from '../answers/persisted.js';
import { refusal } from '../limits/refusal.js';
import type { Place, Room } from '../limits/room.js';
import type { ShapeCheck } from '../limits/shape-check.js';
import { isRecord } from '../subgraphs/reading.js';
import { carriageRefusal } from './carriage.js';
import { contextOf } from './context.js';
import { type Ending, endingOf, TAKING_MS } from './ending.js';
import { type Keeper, SENT } from './keeper.js';
import { refuseWith } from './refusing.js';
import { asText, type SentQuestion, sentQuestion } from './sent.js';

/** Seconds after which to ask again when all places are taken: an answer takes no longer than a few. */
export const RETRY_AFTER = 2;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface AskingRules {
  readonly room: Room;
  /** Why a text is refused, or null. */
  readonly check: ShapeCheck;
  readonly persisted: Persisted;
  /** Answers from what is kept; null: every answer is computed. */
  readonly keeper: Keeper | null;
}

/**
 * What a question has to pass before Apollo Server sees it: the way it is sent, a free place, and the limits of its shape.
 * What is kept is answered without a place. A question keeps its place until the work is over and the answer taken,
 * whichever is later: who goes away while we work frees nothing.
 */
export function asked(rules: AskingRules, handler: Handler): Handler {
  return async (request, reply) => {
    const context = contextOf(request);
    if (context.inner) {
      context.left = endingOf(request, reply).left;
      context.basis = rules.keeper?.basisOf(String(request.headers['x-request-id'])) ?? null;
      // Part of a question that has its place.
      return handler(request, reply);
    }
    const refused = carriageRefusal(request);
    if (refused) return refuseWith(refused, request, reply);
    const keeper = request.method === 'GET' || request.method === 'POST' ? rules.keeper : null;
    if (keeper?.answerSent(request, reply)) return reply;
    const question = sentQuestion(request, rules.persisted);
    if (question instanceof GraphQLError) return refuseWith(question, request, reply);
    if (question && keeper?.answer(question, request, reply)) return reply;
    const ending = endingOf(request, reply);
    context.left = ending.left;
    const shared = question && (await keeper?.share(question, request, reply));
    if (shared) return shared === SENT ? reply : shared;
    const work = async () => {
      const wrong = question ? questionRefusal(question, request, rules) : textRefusal(request, rules.check);
      if (wrong) return refuseWith(wrong, request, reply);
      return handler(question?.hash ? asText(question, request) : request, reply);
    };
    return inPlace(rules.room, ending, request, reply, work).finally(() => keeper?.over(request));
  };
}

/** Works in a place of the room; without one the question is refused. */
async function inPlace(
  room: Room,
  { over }: Ending,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const context = contextOf(request);
  const place = room.enter(context.requestId);
  if (!place) return refuseWith(refusal('BUSY', { status: 503, retryAfter: RETRY_AFTER }), request, reply);
  context.place = place;
  try {
    return await work();
  } finally {
    leaveWhenOver(place, over, request);
  }
}

function leaveWhenOver(place: Place, over: Promise<void>, request: FastifyRequest): void {
  place.answered();
  const late = setTimeout(() => request.raw.socket.destroy(), TAKING_MS).unref();
  void over.then(() => {
    clearTimeout(late);
    place.leave();
  });
}

/** Why a question is refused, or null; a text that came with its hash and is not refused can then be asked by the hash. */
function questionRefusal(
  { text, hash }: SentQuestion,
  { method }: FastifyRequest,
  { check, persisted }: AskingRules,
): GraphQLError | null {
  const refused = check(text, { readsOnly: method === 'GET' });
  if (!refused && hash) persisted.add(hash, text);
  return refused;
}

/** The same of what Apollo Server is going to refuse, but may read first. */
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
