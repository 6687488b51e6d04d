import { type Operation, textOf } from './graphql.js';

/** An error of the graph, as it says it. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly department?: string; readonly messageVi?: string };
}

/** What the graph answered; with errors beside it where a part could not be had. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly GraphError[];
  readonly requestId: string | null;
  /** When the answer came, by the clock of the browser. */
  readonly at: Date;
}

/** No answer at all: the graph was not reached, had no room, or refused the question. */
export class AskFailure extends Error {
  override readonly name = 'AskFailure';
  constructor(
    readonly kind: 'UNREACHABLE' | 'BUSY' | 'REFUSED',
    readonly status: number | null,
    readonly errors: readonly GraphError[],
    readonly requestId: string | null,
    options?: ErrorOptions,
  ) {
    super(errors.map(({ message }) => message).join(' ') || kind, options);
  }
}

/** Sends a question as text, as any client could. Throws AskFailure, and what the signal says when it is aborted. */
export async function askText(
  query: string,
  variables: Record<string, unknown>,
  options: { readonly signal?: AbortSignal; readonly operationName?: string | null } = {},
): Promise<Answer<unknown>> {
  const { signal, operationName } = options;
  const response = await send(JSON.stringify({ query, variables, operationName }), JSON_ANSWER, signal);
  return answerOf(response, await bodyOf(response, signal));
}

function answerOf(response: Response, { data, errors = [] }: Body): Answer<unknown> {
  if (response.status === 503 || !data) throw failureOf(response, errors);
  return { data, errors, requestId: response.headers.get('x-request-id'), at: new Date() };
}

/**
 * Sends a registered operation: by the hash of its text where the browser can make one, so that what it has already is not
 * sent again while it holds. Throws as `askText`.
 */
export async function ask<Data, Variables extends Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Answer<Data>> {
  const text = textOf(operation);
  const hash = await hashOf(text);
  if (hash !== null) {
    const response = await sendHash(hash, variables, signal);
    const body = await bodyOf(response, signal);
    // A page that was loaded before the gateway was renewed has texts of its own.
    const isUnknown = body.errors?.[0]?.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND';
    if (!isUnknown) return answerOf(response, body) as Answer<Data>;
  }
  return (await askText(text, variables, { signal })) as Answer<Data>;
}

/** Sends a registered operation whose answer is to be a table: any client gets the same by `Accept`. Throws AskFailure. */
export async function askCsv<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Blob> {
  const response = await send(JSON.stringify({ query: textOf(operation), variables }), 'text/csv');
  if (response.ok && response.headers.get('content-type')?.startsWith('text/csv')) return response.blob();
  throw failureOf(response, (await bodyOf(response)).errors ?? []);
}

const JSON_ANSWER = 'application/graphql-response+json, application/json';

async function send(body: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept };
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, ...(signal && { signal }) });
  } catch (error) {
    throw unreached(error, signal);
  }
}

/** The hash of a text in hexadecimal; null where the page came by a way that is not safe: browsers make none there. */
async function hashOf(text: string): Promise<string | null> {
  const { subtle } = globalThis.crypto;
  if (!subtle) return null;
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function sendHash(
  sha256Hash: string,
  variables: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Response> {
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
  const search = new URLSearchParams({ extensions, variables: JSON.stringify(variables) });
  const headers = { 'apollo-require-preflight': 'true', accept: JSON_ANSWER };
  try {
    return await fetch(`/graphql?${search}`, { headers, signal });
  } catch (error) {
    throw unreached(error, signal);
  }
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
}

/** What stands in between may answer something that is no JSON: then there is its status alone. */
async function bodyOf(response: Response, signal?: AbortSignal): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw unreached(error, signal);
  }
}

function unreached(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted ? error : new AskFailure('UNREACHABLE', null, [], null, { cause: error });
}

function failureOf({ status, headers }: Response, errors: readonly GraphError[]): AskFailure {
  return new AskFailure(status === 503 ? 'BUSY' : 'REFUSED', status, errors, headers.get('x-request-id'));
}
