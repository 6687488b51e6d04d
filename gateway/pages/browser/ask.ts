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
  const { data, errors = [] } = await bodyOf(response, signal);
  if (response.status === 503 || !data) throw failureOf(response, errors);
  return { data, errors, requestId: response.headers.get('x-request-id'), at: new Date() };
}

/** Sends a registered operation. Throws as `askText`. */
export async function ask<Data, Variables extends Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Answer<Data>> {
  return (await askText(textOf(operation), variables, { signal })) as Answer<Data>;
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
