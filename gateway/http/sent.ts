import type { FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { hashOf, type Persisted } from '../answers/persisted.js';
import { refusal } from '../limits/refusal.js';
import { isRecord } from '../subgraphs/reading.js';

/** A question as it came, whichever way. */
export interface SentQuestion {
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  /** The hash that came with it; null: the text alone came. */
  readonly hash: string | null;
  /** True where the hash came without the text. */
  readonly isPersisted: boolean;
}

/** The parts of a question, read but not looked at. */
interface Parts {
  readonly query: unknown;
  readonly operationName: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

/**
 * The question of a request; an error where it comes by a hash that is not known or does not fit its text; null where it is
 * none that Apollo Server takes, which then says why.
 */
export function sentQuestion(request: FastifyRequest, persisted: Persisted): SentQuestion | GraphQLError | null {
  const parts = request.method === 'GET' ? partsOfAddress(request) : partsOfBody(request.body);
  if (!parts) return null;
  const { query, operationName, variables, extensions } = parts;
  if (!isTextOrNone(query) || !isTextOrNone(operationName)) return null;
  if (!isRecordOrNone(variables) || !isRecordOrNone(extensions)) return null;
  const rest = { operationName: operationName ?? null, variables: variables ?? null };
  const asked = extensions?.persistedQuery;
  if (asked === undefined) return query ? { ...rest, text: query, hash: null, isPersisted: false } : null;
  const hash = hashAsked(asked);
  if (hash === null || (query && hashOf(query) !== hash)) return refusal('PERSISTED_QUERY_UNFIT');
  const text = query || persisted.textOf(hash);
  // As clients of this protocol expect it: they send the text at once.
  if (text === undefined) return refusal('PERSISTED_QUERY_NOT_FOUND', { status: 200 });
  return { ...rest, text, hash, isPersisted: !query };
}

function partsOfBody(body: unknown): Parts | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  return { query, operationName, variables, extensions };
}

const NAMES = ['query', 'operationName', 'variables', 'extensions'] as const;

/** Read as Apollo Server reads it: what Fastify makes of an address differs where a percent sign stands alone. */
function partsOfAddress({ url, headers }: FastifyRequest): Parts | null {
  const type = headers['content-type'];
  if (type !== undefined && type !== 'application/json') return null;
  const { searchParams } = new URL(url, 'http://localhost');
  if (NAMES.some((name) => searchParams.getAll(name).length > 1)) return null;
  try {
    return {
      query: searchParams.get('query'),
      operationName: searchParams.get('operationName'),
      variables: parsed(searchParams.get('variables')),
      extensions: parsed(searchParams.get('extensions')),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Where it is there it has to be an object: what is none is kept as a text, which is refused. */
function parsed(text: string | null): unknown {
  return text === null ? undefined : (JSON.parse(text) ?? text);
}

function isTextOrNone(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}

function isRecordOrNone(value: unknown): value is Record<string, unknown> | null | undefined {
  return value === undefined || value === null || (isRecord(value) && !Array.isArray(value));
}

function hashAsked(asked: unknown): string | null {
  if (!isRecord(asked) || asked.version !== 1 || typeof asked.sha256Hash !== 'string') return null;
  return /^[0-9a-f]{64}$/.test(asked.sha256Hash) ? asked.sha256Hash : null;
}

/** A request that carries the text of a question that came by its hash, as Apollo Server takes it. */
export function asText(
  { text, operationName, variables }: SentQuestion,
  { headers, graph, server }: FastifyRequest,
): FastifyRequest {
  const body = { query: text, operationName, variables };
  const request = {
    body,
    method: 'POST',
    headers,
    graph,
    server,
    url: '/graphql',
    protocol: 'http',
    hostname: 'graph',
  };
  // The adapter of Apollo Server looks at nothing else.
  return request as unknown as FastifyRequest;
}
