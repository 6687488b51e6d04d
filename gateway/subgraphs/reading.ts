import { linesOf, replaceAt, UnreadValue } from '../../schema/unread-value.js';
import { ANSWERS_TYPE } from '../../schema/wave.js';
import type { SubgraphAnswer, SubgraphError, SubgraphQuery } from './client.js';
import { SubgraphFailure } from './failure.js';

/** How much of a body that cannot be read the log gets. */
const SHOWN = 300;

/** An HTTP response as it came. */
export interface HttpBody {
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * The answers in an HTTP response, one for each question: one as an object, several as a list. Throws SubgraphFailure
 * (SUBGRAPH_FAILED) for any other status than 200, any other body than JSON, and JSON that is not GraphQL answers.
 */
export function readAnswers(
  name: string,
  { status, type, bytes }: HttpBody,
  asked: readonly Pick<SubgraphQuery, 'unreadAt'>[],
): SubgraphAnswer[] {
  const refuse = (why: string, cause?: unknown): never => {
    const shown = bytes.subarray(0, SHOWN).toString('utf8');
    throw new SubgraphFailure('SUBGRAPH_FAILED', name, `${why}: ${shown}`, { cause });
  };
  if (status !== 200) return refuse(`status ${status}`);
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return refuse(`content type ${type || 'missing'}`);
  const [first, ...texts] = type.startsWith(ANSWERS_TYPE) ? linesOf(bytes) : [bytes];
  let parsed: unknown;
  try {
    parsed = JSON.parse(first.toString('utf8'));
  } catch (error) {
    return refuse('not JSON', error);
  }
  const list: unknown = asked.length === 1 ? [parsed] : parsed;
  if (!Array.isArray(list) || list.length !== asked.length) return refuse(`not a list of ${asked.length} answers`);
  const answers = asked.map((_, index) => readAnswer(list[index], refuse));
  if (first === bytes) return answers;
  const placed = new Set<number>();
  const unread = (value: unknown, path: string) => {
    if (typeof value !== 'number') return value;
    const text = texts[value];
    // Once each: otherwise a short answer could be a long one when it is passed on.
    if (text === undefined || placed.has(value)) return refuse(`no line for the value at ${path}`);
    if (text[0] !== OBJECT && text[0] !== LIST) return refuse(`neither an object nor a list at ${path}`);
    placed.add(value);
    return new UnreadValue(text);
  };
  for (const [index, { data }] of answers.entries()) replaceAt(data, asked[index]?.unreadAt ?? [], unread);
  return placed.size === texts.length ? answers : refuse('a line without a place');
}

/** How the texts of objects and lists begin. */
const OBJECT = '{'.charCodeAt(0);
const LIST = '['.charCodeAt(0);

function readAnswer(parsed: unknown, refuse: (why: string) => never): SubgraphAnswer {
  if (!isRecord(parsed)) return refuse('not an object');
  const { data = null, errors = [] } = parsed;
  if (data !== null && !isRecord(data)) return refuse('data is not an object');
  if (!Array.isArray(errors) || !errors.every(isRecord)) return refuse('errors is not a list of objects');
  if (data === null && errors.length === 0) return refuse('neither data nor errors');
  return { data, errors: errors.map(errorOf) };
}

function errorOf({ message, path, extensions }: Record<string, unknown>): SubgraphError {
  return {
    message: typeof message === 'string' ? message : '',
    path: Array.isArray(path) && path.every(isStep) ? path : null,
    extensions: isRecord(extensions) ? extensions : {},
  };
}

function isStep(step: unknown): step is string | number {
  return typeof step === 'string' || (typeof step === 'number' && Number.isInteger(step) && step >= 0);
}

/** An object as JSON knows it: neither null nor a list, nor what has not been read. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnreadValue);
}
