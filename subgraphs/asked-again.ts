import type { FastifyRequest } from 'fastify';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { Following, replaceAt } from '../schema/unread-value.js';
import { ANSWERS_TYPE } from '../schema/wave.js';
import { lastJsonBytes } from '../schema/written-list.js';
import type { WrittenBelow } from './core/execution/compilation.js';
import type { KnownDocuments } from './known-documents.js';
import type { RunningSubgraph } from './start.js';

/** A question whose document was found valid before. */
interface Again {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variableValues: Readonly<Record<string, unknown>>;
  /** Where values of the answer are to stand as text. */
  readonly unread: readonly string[];
}

interface Answering {
  readonly execute: RunningSubgraph['execute'];
  /** Hears of each error of an answer before it is written, and of what ended an execution. */
  readonly onError: (error: unknown) => void;
}

/** Questions that were all found valid before. */
export interface AskedAgain {
  readonly questions: readonly Again[];
  /** Whether the answer is a list too. */
  readonly isList: boolean;
}

/**
 * The questions of a request (one, or a list of those of one wave), or null where Apollo Server has to look at them: at any
 * text that it has not found valid before, and at whatever else GraphQL over HTTP allows.
 */
export function askedAgain(
  documents: KnownDocuments,
  { method, headers, body }: Pick<FastifyRequest, 'method' | 'headers' | 'body'>,
): AskedAgain | null {
  return method === 'POST' && headers.accept === 'application/json' ? questionsAgain(documents, body) : null;
}

/** The same of a body alone. */
export function questionsAgain(documents: KnownDocuments, body: unknown): AskedAgain | null {
  const isList = Array.isArray(body);
  const questions: Again[] = [];
  for (const item of isList ? body : [body]) {
    const one = again(documents, item);
    if (!one) return null;
    questions.push(one);
  }
  return questions.length === 0 ? null : { questions, isList };
}

function again(documents: KnownDocuments, question: unknown): Again | null {
  if (!isRecord(question)) return null;
  const { query, operationName = null, variables = null, extensions = null } = question;
  const isPlain = typeof query === 'string' && (operationName === null || typeof operationName === 'string');
  const unread = extensions === null ? [] : unreadIn(extensions);
  if (!isPlain || !unread || (variables !== null && !isRecord(variables))) return null;
  const document = documents.get(query);
  return document ? { document, operationName, variableValues: variables ?? {}, unread } : null;
}

/** Where a gateway takes values as text; null where the extensions say anything else. */
function unreadIn(extensions: unknown): readonly string[] | null {
  if (!isRecord(extensions)) return null;
  const { unread = [], told: _, ...others } = extensions;
  if (Object.keys(others).length > 0 || !Array.isArray(unread)) return null;
  return unread.every((path) => typeof path === 'string') ? unread : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body of an answer and its type. */
export interface Body {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/**
 * Answers them as Apollo Server would. Null where a question was refused before anything was executed (a variable that does not
 * fit): how that is said is Apollo's. Rejects when the execution itself fails.
 */
export async function answerAgain(
  { execute, onError }: Answering,
  { questions, isList }: AskedAgain,
  contextValue: object,
): Promise<Body | null> {
  const following = new Following();
  const executed = async ({ unread, ...question }: Again) => {
    const result = await execute({
      ...{ ...question, contextValue },
      writtenBelow: unread.length === 0 ? ANYWHERE : unread,
    });
    replaceAt(result.data, unread, (value) => following.add(value));
    return result;
  };
  const results = await Promise.all(questions.map(executed)).catch((error: unknown) => {
    onError(error);
    throw error;
  });
  if (results.some(({ data }) => data === undefined)) return null;
  const answers = results.map((result) => written(result, onError));
  const answer = isList ? answers : answers[0];
  if (questions.every(({ unread }) => unread.length === 0)) return { bytes: lastJsonBytes(answer), type: JSON_TYPE };
  return { bytes: following.behind(answer), type: ANSWERS_TYPE };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Nobody reads the lists of an answer before it is written. */
const ANYWHERE: WrittenBelow = [''];

function written({ data, errors }: ExecutionResult, onError: Answering['onError']): object {
  if (!errors) return { data };
  for (const error of errors) onError(error);
  return { errors: errors.map(formatted), data };
}

/** As Apollo Server writes an error: one that says nothing of its kind is the subgraph's own. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const { extensions } = error;
  return { ...error.toJSON(), extensions: { ...extensions, code: extensions.code ?? 'INTERNAL_SERVER_ERROR' } };
}
