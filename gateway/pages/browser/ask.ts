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
  const response = await send(JSON.stringify({ query, variables, operationName }), signal);
  const requestId = response.headers.get('x-request-id');
  const body = (await response.json().catch(() => ({}))) as { data?: unknown; errors?: readonly GraphError[] };
  const { errors = [] } = body;
  if (response.status === 503) throw new AskFailure('BUSY', 503, errors, requestId);
  if (!body.data) throw new AskFailure('REFUSED', response.status, errors, requestId);
  return { data: body.data, errors, requestId, at: new Date() };
}

/** Sends a registered operation. Throws as `askText`. */
export async function ask<Data, Variables extends Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Answer<Data>> {
  return (await askText(textOf(operation), variables, { signal })) as Answer<Data>;
}

async function send(body: string, signal: AbortSignal | undefined): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskFailure('UNREACHABLE', null, [], null, { cause: error });
  }
}
