import { randomBytes } from 'node:crypto';
import { Problem } from './problem.js';

export interface GateOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Requests a minute. */
  readonly budget: number;
  /** Seconds that a token lives. */
  readonly tokenSeconds: number;
  /** Requests that a token is good for: lets it expire while a list is paged. */
  readonly tokenUses: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MINUTE_MS = 60_000;

/** What the platform lets through: known clients, live tokens, no more requests than the budget. */
export class Gate {
  readonly #tokens = new Map<string, { readonly until: number; uses: number }>();
  readonly #came: number[] = [];

  constructor(private readonly options: GateOptions) {}

  /** Counts a request. Throws a 429 with Retry-After when the last minute already holds the budget. */
  count(): void {
    const now = this.options.now();
    while (this.#came[0] !== undefined && this.#came[0] <= now - MINUTE_MS) this.#came.shift();
    const oldest = this.#came[0];
    if (oldest !== undefined && this.#came.length >= this.options.budget) {
      const seconds = String(Math.ceil((oldest + MINUTE_MS - now) / 1000));
      throw new Problem(429, 'Too Many Requests', `The budget is ${this.options.budget} requests a minute.`, {
        'Retry-After': seconds,
      });
    }
    this.#came.push(now);
  }

  /** The answer of the token endpoint (RFC 6749 4.4.3 and 5.2). */
  issue(authorization: string | undefined, form: URLSearchParams): { status: number; body: object } {
    const { clientId, clientSecret, tokenSeconds } = this.options;
    if (pairOf(authorization) !== `${clientId}:${clientSecret}`)
      return { status: 401, body: { error: 'invalid_client' } };
    if (form.get('grant_type') !== 'client_credentials') {
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
    this.#forgetExpired();
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, { until: this.options.now() + tokenSeconds * 1000, uses: 0 });
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds } };
  }

  /** All tokens live equally long, so the oldest come first. */
  #forgetExpired(): void {
    for (const [token, { until }] of this.#tokens) {
      if (until > this.options.now()) return;
      this.#tokens.delete(token);
    }
  }

  /** How many tokens are kept. */
  get tokens(): number {
    return this.#tokens.size;
  }

  /** Throws a 401 unless the header holds a live token. */
  admit(authorization: string | undefined): void {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const known = this.#tokens.get(token);
    if (known && this.options.now() < known.until && known.uses < this.options.tokenUses) {
      known.uses += 1;
      return;
    }
    this.#tokens.delete(token);
    throw new Problem(401, 'Unauthorized', 'The token is missing, unknown or has expired.', {
      'WWW-Authenticate': 'Bearer error="invalid_token"',
    });
  }
}

/** Id and secret of a basic authorization, each of which is sent as in a form. */
function pairOf(authorization: string | undefined): string {
  const basic = /^Basic ([\w+/=]+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  const form = new URLSearchParams(`id=${id}&secret=${secret}`);
  return `${form.get('id')}:${form.get('secret')}`;
}
