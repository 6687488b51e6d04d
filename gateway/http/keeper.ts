import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answers } from '../answers/answers.js';
import { AnswerBasis } from '../answers/basis.js';
import { Flights } from '../answers/flights.js';
import { keyOf } from '../answers/key.js';
import { contextOf } from './context.js';
import { takenSoon } from './ending.js';
import { keptReply, outcomeFor, sendKept, sentWords } from './kept.js';
import type { SentQuestion } from './sent.js';

/** Instead of an answer to send: it is sent already. A reply itself cannot be told by a promise, which would wait for it. */
export const SENT = Symbol('sent');

/** Answers questions from what is kept, and lets equal ones that are asked at the same time share one answer. */
export class Keeper {
  readonly #flights = new Flights();
  /** By request id: what the answers rest on that are being made. */
  readonly #bases = new Map<string, AnswerBasis>();

  /** `deadlineMs`: milliseconds within which a question is answered. */
  constructor(
    readonly answers: Answers,
    private readonly deadlineMs: number,
  ) {}

  /** What an answer in the making rests on, for a question that is a part of it; null: it is not kept. */
  basisOf(requestId: string): AnswerBasis | null {
    return this.#bases.get(requestId) ?? null;
  }

  /** Answers a question that was sent in the same words before, without reading it; false: it has to be read. */
  answerSent(request: FastifyRequest, reply: FastifyReply): boolean {
    const sent = sentText(request);
    const key = sent === null ? undefined : this.answers.keyOf(sent);
    return key !== undefined && this.#send(key, request, reply);
  }

  /** Answers a question from what is kept; false: it has to be computed. */
  answer(question: SentQuestion, request: FastifyRequest, reply: FastifyReply): boolean {
    const key = this.#keyOf(question, request);
    const sent = sentText(request);
    if (!this.#send(key, request, reply)) return false;
    // Who sends a text with its hash wants the text to be known by it.
    if (sent !== null && (question.hash === null || question.isPersisted)) this.answers.alsoSent(key, sent);
    return true;
  }

  /**
   * What is answered to an equal question that is being asked, when that is there; null: this one has to be computed, and is
   * then the one whose answer others get and that is kept. SENT: it is sent already.
   */
  async share(
    question: SentQuestion,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | typeof SENT | null> {
    const context = contextOf(request);
    const { left, requestId, deadline, receivedAt } = context;
    const key = this.#keyOf(question, request);
    const flightOf = `${request.method} ${key}`;
    const beginning = this.answers.begin();
    const basis = new AnswerBasis(beginning.since);
    // Who wants an answer earlier than others gets one with less in it; and where something may have moved since the first
    // one asked, nobody gets the same.
    const shared =
      beginning.stands !== null && deadline === null && left
        ? this.#flights.of(`${flightOf} ${beginning.stands}`)
        : null;
    if (shared && !shared.isFirst && left) {
      const outcome = await shared.flight.wait(left, receivedAt + this.deadlineMs - Date.now());
      // What is kept by now is one text for all.
      if (outcome && this.#send(key, request, reply)) return SENT;
      if (outcome) {
        takenSoon(reply.raw);
        return outcomeFor(outcome, request, reply);
      }
    }
    const flight = shared?.isFirst ? shared.flight : null;
    const sent = question.hash === null || question.isPersisted ? sentText(request) : null;
    request.making = { key, sent, beginning, basis, flight };
    context.basis = basis;
    this.#bases.set(requestId, basis);
    if (flight) {
      if (left?.aborted) flight.leave();
      left?.addEventListener('abort', () => flight.leave(), { once: true });
      context.left = flight.signal;
    }
    return null;
  }

  /** Nothing more can become a part of the answer. */
  over(request: FastifyRequest): void {
    this.#bases.delete(contextOf(request).requestId);
  }

  #send(key: string, request: FastifyRequest, reply: FastifyReply): boolean {
    const kept = keptReply(this.answers, key, request);
    if (kept) {
      sendKept(kept, reply);
      takenSoon(reply.raw);
    }
    return kept !== null;
  }

  #keyOf({ text, operationName, variables }: SentQuestion, request: FastifyRequest): string {
    const { rights } = contextOf(request);
    return keyOf({ rights, accept: request.headers.accept ?? '', text, operationName, variables });
  }
}

/** The question in the words in which it was sent; null where there is more to it than words. */
function sentText(request: FastifyRequest): string | null {
  const { method, headers, sent, url } = request;
  // A type of what is not there: Apollo Server looks at it.
  const words = method === 'GET' ? (headers['content-type'] === undefined ? url : null) : sent;
  return words === null ? null : sentWords(contextOf(request).rights, request, words);
}
