/**
 * What a gateway and the subgraphs of this graph say to each other over HTTP beyond plain GraphQL; to and from any other subgraph
 * goes plain JSON. Both bodies are written as in unread-value.ts: a line of JSON, and the texts of values that were not read.
 */

/** What a question asks of a subgraph in one wave; a subgraph that takes such bodies says so in the head of its answers. */
export const WAVE_TYPE = 'application/vnd.wave+json';
export const TAKES = 'x-takes';

/** The first line of such a body. */
export interface Wave {
  /** One question or a list of them, as in a plain body. */
  readonly asked: unknown;
  /** Where a value stands that was left out (null stands there), by where it stands the first time: steps from `asked`. */
  readonly again: readonly (readonly [first: readonly string[], again: readonly string[]])[];
}

/** What a question of a wave says in its `extensions`: paths of response names joined by dots, which mean each item of lists. */
export interface WaveExtensions {
  /** Where in the data of the answer values may stand as text. */
  readonly unread?: readonly string[];
  /** Where in its own representations values stand as text. */
  readonly told?: readonly string[];
}

/** Answers to such a wave in which values stand as text. */
export const ANSWERS_TYPE = 'application/vnd.wave-answers+json';
