import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosError, type AxiosResponse } from 'axios';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { SourceError, type SourceErrorCode } from '../errors.js';
import { isLoopback } from '../loopback.js';
import { JsonTooLarge, parseJson } from './json.js';

/** A client of one department's JSON service: the only place where the project speaks HTTP to a source. */
export interface HttpClient {
  /** Asks for a path below the base URL. Throws a SourceError unless the answer is JSON with a 2xx or an accepted status. */
  get(path: string, request: HttpRequest): Promise<HttpAnswer>;
  /** Sends a form, as a token endpoint wants it; answers and errors as for `get`. */
  postForm(path: string, form: Readonly<Record<string, string>>, request: HttpRequest): Promise<HttpAnswer>;
  /** Sends a question too long for an address as JSON; answers and errors as for `get`. */
  postJson(path: string, body: unknown, request: HttpRequest): Promise<HttpAnswer>;
  /** Ends the idle connections. */
  close(): void;
}

export interface HttpOptions {
  /** Whose source it is: named in every error. */
  readonly owner: OwnerName;
  /** Where the service is, with the path in front of every other one, if any. Credentials do not belong in it. */
  readonly baseUrl: string;
  /** Longest time of one request from connecting to the last byte, in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number;
  /** Longest answer in bytes, after unpacking; 20 MB unless told. */
  readonly maxContentLength?: number;
}

export interface HttpRequest {
  /** Ends the request, also one under way. */
  readonly signal: AbortSignal;
  /** Names and values in their order; a name may come more than once. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses outside 2xx that the caller wants to look at itself (409 of DHIS2, 401 of an expired token). */
  readonly accept?: readonly number[];
}

export interface HttpAnswer {
  readonly status: number;
  /** The parsed JSON; for an accepted status without JSON, undefined. */
  readonly body: unknown;
}

/** The source takes no more questions for now. */
export class RateLimited extends SourceError {
  constructor(
    owner: OwnerName,
    detail: string,
    /** Seconds to wait, as the source asks; null when it does not say. */
    readonly retryAfter: number | null,
  ) {
    super('SOURCE_RATE_LIMITED', owner, detail);
  }
}

const IDLE_MS = 4_000;

/** Makes a client. Nothing is asked until its first request. */
export function httpClient(options: HttpOptions): HttpClient {
  // Idle connections end before common servers end them (5 s): a request on a connection just closed would fail.
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, timeout: IDLE_MS }),
    httpsAgent: new HttpsAgent({ keepAlive: true, timeout: IDLE_MS }),
  };
  const base = options.baseUrl.replace(/\/+$/, '');
  const loopback = isLoopback(new URL(base).hostname);
  const client = axios.create({
    ...agents,
    responseType: 'arraybuffer',
    // The token goes to the address in the settings and nowhere else, so no redirect is ever followed.
    maxRedirects: 0,
    maxContentLength: options.maxContentLength ?? 20_000_000,
    validateStatus: () => true,
    headers: { Accept: 'application/json' },
    // A proxy variable of the machine must not carry a question for this machine elsewhere.
    ...(loopback ? { proxy: false } : {}),
  });

  async function send(method: 'GET' | 'POST', path: string, request: HttpRequest, sent?: Sent): Promise<HttpAnswer> {
    const what = `${method} ${path}`;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs ?? 10_000)]);
    try {
      const answer = await client.request<Buffer>({
        method,
        url: base + path + queryText(request.query ?? []),
        headers: { ...request.headers, ...(sent ? { 'Content-Type': sent.type } : {}) },
        signal,
        ...(sent ? { data: sent.text } : {}),
      });
      return read(options.owner, what, answer, request.accept ?? []);
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      // Without the cause: it holds the request's headers, and with them the token.
      throw new SourceError(
        signal.aborted ? 'SOURCE_TIMEOUT' : codeOf(error),
        options.owner,
        `${what}: ${error.code ?? 'no code'}`,
      );
    }
  }

  return {
    get: (path, request) => send('GET', path, request),
    postForm: (path, form, request) =>
      send('POST', path, request, { type: FORM, text: new URLSearchParams(form).toString() }),
    postJson: (path, body, request) =>
      send('POST', path, request, { type: 'application/json', text: JSON.stringify(body) }),
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  readonly type: string;
  readonly text: string;
}

/** The query's text. `:`, `;` and `,` are allowed as they are, and lists of codes would grow a lot without them. */
function queryText(query: readonly (readonly [string, string])[]): string {
  const encode = (text: string): string => encodeURIComponent(text).replace(/%(3A|3B|2C)/g, decodeURIComponent);
  return query.length === 0 ? '' : `?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;
}

function read(owner: OwnerName, what: string, answer: AxiosResponse<Buffer>, accept: readonly number[]): HttpAnswer {
  const { status } = answer;
  const good = status >= 200 && status < 300;
  if (!good && !accept.includes(status)) throw refusal(owner, what, answer);
  const type = String(answer.headers['content-type'] ?? 'none');
  const json = /^application\/(?:[\w.+-]+\+)?json\b/i.test(type);
  try {
    // No part of the answer goes into the detail: a text that is no JSON may be anything.
    if (!json) throw new TypeError('content type is not JSON');
    return { status, body: parseJson(answer.data) };
  } catch (error) {
    if (!good) return { status, body: undefined };
    const why = json ? faultOf(error) : 'not JSON by its type';
    throw new SourceError('SOURCE_UNREADABLE', owner, `${what}: HTTP ${status}, ${why}`);
  }
}

function faultOf(error: unknown): string {
  if (error instanceof JsonTooLarge) return `the body is too large: ${error.message}`;
  return error instanceof SyntaxError ? 'the body is not JSON' : 'the body is not UTF-8';
}

function refusal(owner: OwnerName, what: string, answer: AxiosResponse<Buffer>): SourceError {
  const detail = `${what}: HTTP ${answer.status}`;
  if (answer.status === 429) return new RateLimited(owner, detail, secondsOf(answer.headers));
  if (answer.status === 401 || answer.status === 403) return new SourceError('SOURCE_UNAUTHORIZED', owner, detail);
  if (answer.status >= 500) return new SourceError('SOURCE_FAILED', owner, detail);
  if (answer.status >= 400) return new SourceError('SOURCE_REFUSED', owner, detail);
  return new SourceError('SOURCE_UNREADABLE', owner, `${detail}, and redirects are not followed`);
}

/** Retry-After: seconds, or an instant by the source's own clock, which its Date tells: ours may be hours away from it. */
function secondsOf({ 'retry-after': text, date }: AxiosResponse['headers']): number | null {
  if (typeof text !== 'string') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const instant = Date.parse(text);
  const said = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  const now = Number.isNaN(said) ? Date.now() : said;
  return Number.isNaN(instant) ? null : Math.max(0, Math.ceil((instant - now) / 1000));
}

function codeOf(error: AxiosError): SourceErrorCode {
  const code = error.code ?? '';
  if (code === 'ETIMEDOUT') return 'SOURCE_TIMEOUT';
  // Too long, broken off half way, not unpackable, or no HTTP at all.
  if (code === 'ERR_BAD_RESPONSE' || /^(HPE_|Z_)/.test(code)) return 'SOURCE_UNREADABLE';
  return 'SOURCE_UNREACHABLE';
}
