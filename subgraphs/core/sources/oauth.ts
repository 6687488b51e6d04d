import { z } from 'zod';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { SourceError } from '../errors.js';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.js';
import { SharedWork } from './shared-work.js';

export interface ClientCredentials {
  /** Whose source it is: named in every error. */
  readonly owner: OwnerName;
  /** The door to the token endpoint, and its path there. */
  readonly http: Pick<HttpClient, 'postForm'>;
  readonly path: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds from any start; it never jumps. The life of a token is a span, whatever the time of day is there. */
  readonly now: () => number;
}

/** What goes with a request that needs a token: its header, and the status that the caller leaves to be looked at here. */
export type Bearer = Required<Pick<HttpRequest, 'headers' | 'accept'>>;

interface Token {
  readonly header: string;
  readonly until: number;
}

const MARGIN_MS = 30_000;
const UNSAID_LIFE_S = 300;
/** The error words of RFC 6749 5.2: no other word of the endpoint gets into the log. */
const ERRORS = /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/;

// What may stand in a header: anything else would end the header, or the request, at a place of the endpoint's choosing.
const ANSWER = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
});

/**
 * A token by client credentials (RFC 6749 4.4, client_secret_basic), kept until shortly before it expires. However many
 * wait for it, one request is under way. The secret and the token are in no message.
 */
export class OAuthTokens {
  #token: Token | null = null;
  readonly #pending: SharedWork<Token>;

  constructor(private readonly client: ClientCredentials) {
    this.#pending = new SharedWork((signal) => this.#ask(signal));
  }

  /**
   * Asks with a token. A 401 renews the token, once, and asks again; a second one is SOURCE_UNAUTHORIZED: a new token
   * would not help, and asking on would lock the client out at some services.
   */
  async ask(signal: AbortSignal, question: (bearer: Bearer) => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const token = await this.#current(signal);
    const answer = await question(bearerOf(token));
    if (answer.status !== 401) return answer;
    // Another page may have renewed it meanwhile: then its token serves.
    if (this.#token === token) this.#token = null;
    const again = await question(bearerOf(await this.#current(signal)));
    if (again.status === 401) throw this.#refused('401 with a fresh token');
    return again;
  }

  async #current(signal: AbortSignal): Promise<Token> {
    if (this.#token && this.client.now() < this.#token.until) return this.#token;
    try {
      return await this.#pending.wait(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new SourceError('SOURCE_TIMEOUT', this.client.owner, 'the token did not come in time');
    }
  }

  async #ask(signal: AbortSignal): Promise<Token> {
    const { http, path, clientId, clientSecret, owner, now } = this.client;
    const asked = now();
    const basic = Buffer.from(`${formText(clientId)}:${formText(clientSecret)}`).toString('base64');
    const headers = { Authorization: `Basic ${basic}` };
    const form = { grant_type: 'client_credentials' };
    const answer = await http.postForm(path, form, { signal, headers, accept: [400, 401] });
    if (answer.status >= 400) throw this.#refused(`the token endpoint: ${errorWord(answer)}`);
    const read = ANSWER.safeParse(answer.body);
    // Without the cause: what cannot be read as a token may still be one.
    if (!read.success) throw new SourceError('SOURCE_UNREADABLE', owner, 'the token endpoint gave no bearer token');
    const life = (read.data.expires_in ?? UNSAID_LIFE_S) * 1000;
    const until = asked + life - Math.min(MARGIN_MS, life / 10);
    this.#token = { header: `Bearer ${read.data.access_token}`, until };
    return this.#token;
  }

  #refused(detail: string): SourceError {
    return new SourceError('SOURCE_UNAUTHORIZED', this.client.owner, detail);
  }
}

function bearerOf(token: Token): Bearer {
  return { headers: { Authorization: token.header }, accept: [401] };
}

/** A text as in a form, which RFC 6749 2.3.1 wants of id and secret: a colon or an umlaut would else spoil the pair. */
function formText(text: string): string {
  return new URLSearchParams({ _: text }).toString().slice(2);
}

function errorWord(answer: HttpAnswer): string {
  const said = z.object({ error: z.string().regex(ERRORS) }).safeParse(answer.body);
  return said.success ? said.data.error : `HTTP ${answer.status}`;
}
