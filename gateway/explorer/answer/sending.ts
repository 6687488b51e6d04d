import type { GraphError } from '../../pages/browser/ask.js';

/** A question as it is sent. */
export interface Sent {
  readonly query: string;
  /** What was written as such; the graph says what is wrong with it. */
  readonly variables: unknown;
  readonly operationName: string | null;
}

/** An error as the graph says it; of one in the text of the question, where. */
export interface ReplyError extends GraphError {
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** What came back, with all that is to be told about it. */
export interface Reply {
  readonly sent: Sent;
  /** When it came, in milliseconds since the page was loaded: tells it from every other reply. */
  readonly at: number;
  /** Null where the question was refused. */
  readonly data: unknown;
  readonly errors: readonly ReplyError[];
  /** The answer as it came, for the download. */
  readonly text: string;
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly requestId: string | null;
  /** What the question cost by the graph's own count, where it says so. */
  readonly price: string | null;
  /** Seconds to wait, where the graph had no room. */
  readonly retryAfter: string | null;
}

/** Nothing that could be read came back: the graph was not reached, or something between answered in its place. */
export class NoReply extends Error {
  override readonly name = 'NoReply';
  constructor(
    /** Null where the graph was not reached. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(status === null ? 'The graph was not reached.' : `HTTP ${status} without a GraphQL answer.`, options);
  }
}

/** Sends a question as any client could. Throws NoReply, and what the signal says when it is aborted. */
export async function send(sent: Sent, signal: AbortSignal): Promise<Reply> {
  const began = performance.now();
  const response = await reach(JSON.stringify(sent), signal);
  const text = await response.text();
  const milliseconds = performance.now() - began;
  const { data = null, errors = [] } = read(text, response.status);
  const header = (name: string) => response.headers.get(name);
  return {
    sent,
    at: began + milliseconds,
    data,
    errors,
    text,
    status: response.status,
    bytes: new TextEncoder().encode(text).length,
    milliseconds,
    requestId: header('x-request-id'),
    price: header('x-price'),
    retryAfter: header('retry-after'),
  };
}

async function reach(body: string, signal: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new NoReply(null, { cause: error });
  }
}

function read(text: string, status: number): { data?: unknown; errors?: readonly ReplyError[] } {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NoReply(status, { cause: error });
  }
}
