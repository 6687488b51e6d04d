import type { FormattedExecutionResult } from 'graphql';
import type { AnswerBasis } from './answers/basis.js';
import type { Place } from './limits/room.js';
import type { Logger } from './log.js';

/** One question of one client while it is answered: what all parts of the answer share. */
export interface Question {
  readonly requestId: string;
  /** Epoch milliseconds when the request came in. */
  readonly receivedAt: number;
  /** Epoch milliseconds by which the answer is to be on its way. */
  readonly deadline: number;
  /** Aborted as soon as nobody waits for a part of the answer any more. */
  readonly signal: AbortSignal;
  /** True for a question that a subgraph asks of the graph: it must not lead to another such one. */
  readonly inner: boolean;
  readonly answer: Pick<AnswerState, 'takesText' | 'holdsText'>;
  /** What the answer rests on is gathered here; null: it is not kept. */
  readonly basis?: AnswerBasis | null;
  readonly log: Logger;
}

/** What is known of an answer while it is made. */
interface AnswerState {
  /** What the question costs. */
  price: number;
  /** Whether lists may stand in it as JSON text (WrittenList): where nobody reads it before it is written as JSON. */
  takesText: boolean;
  /** Whether such lists may be among what the subgraphs brought. */
  holdsText: boolean;
  /** The answer where it is written when it is sent, not by Apollo Server. */
  unwritten: FormattedExecutionResult | null;
}

/** What the HTTP side hands to Apollo Server with each request. */
export interface RequestContext {
  readonly requestId: string;
  readonly receivedAt: number;
  /** Epoch milliseconds by which the caller wants the answer, where that is before the graph's own deadline; null: not told. */
  readonly deadline: number | null;
  /** True for a question that a subgraph asks of the graph: a part of another one, within whose limits it is. */
  readonly inner: boolean;
  /** Aborted when the client goes away before it has its answer; null: nobody can. */
  left: AbortSignal | null;
  /** The place that the question takes while it is answered; null for a part of another one. */
  place: Place | null;
  readonly answer: AnswerState;
  /** What the answer rests on, for whoever keeps it; null: nobody does. */
  basis: AnswerBasis | null;
  /** What the caller may see, as one text: equal texts mean the same. Nobody's is restricted as yet. */
  readonly rights: string;
  readonly log: Logger;
  /** Filled while the request is answered, for its line in the log. */
  readonly summary: { operationName: string | null; codes: string[] };
}
