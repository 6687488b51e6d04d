import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { KnownDocuments } from './known-documents.js';
import type { RunningSubgraph } from './start.js';

/** A question whose document was found valid before. */
interface Again {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

interface Answering {
  readonly execute: RunningSubgraph['execute'];
  /** Hears of each error of an answer before it is written. */
  readonly onError: (error: GraphQLError) => void;
}

/**
 * The questions in the body of a request (one, or a list of those of one wave), or null where Apollo Server has to look at
 * them: at any text that it has not found valid before, and at whatever else GraphQL over HTTP allows.
 */
export function askedAgain(documents: KnownDocuments, body: unknown): readonly Again[] | null {
  if (!Array.isArray(body)) {
    const one = again(documents, body);
    return one && [one];
  }
  const all: Again[] = [];
  for (const item of body) {
    const one = again(documents, item);
    if (!one) return null;
    all.push(one);
  }
  return all.length === 0 ? null : all;
}

function again(documents: KnownDocuments, question: unknown): Again | null {
  if (!isRecord(question)) return null;
  const { query, operationName = null, variables = null, extensions = null } = question;
  const isPlain = typeof query === 'string' && (operationName === null || typeof operationName === 'string');
  if (!isPlain || extensions !== null || (variables !== null && !isRecord(variables))) return null;
  const document = documents.get(query);
  return document ? { document, operationName, variableValues: variables ?? {} } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Answers them as Apollo Server would, and gives the texts. Null where a question was refused before anything was
 * executed (a variable that does not fit): how that is said is Apollo's. Rejects when the execution itself fails.
 */
export async function answerAgain(
  { execute, onError }: Answering,
  asked: readonly Again[],
  contextValue: object,
): Promise<readonly string[] | null> {
  const results = await Promise.all(asked.map((question) => execute({ ...question, contextValue })));
  if (results.some(({ data }) => data === undefined)) return null;
  return results.map((result) => written(result, onError));
}

function written({ data, errors }: ExecutionResult, onError: (error: GraphQLError) => void): string {
  if (!errors) return `${JSON.stringify({ data })}\n`;
  for (const error of errors) onError(error);
  return `${JSON.stringify({ errors: errors.map(formatted), data })}\n`;
}

/** As Apollo Server writes an error: one that says nothing of its kind is the subgraph's own. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const { extensions } = error;
  return { ...error.toJSON(), extensions: { ...extensions, code: extensions.code ?? 'INTERNAL_SERVER_ERROR' } };
}
