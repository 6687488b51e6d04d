import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HttpAnswer, httpClient } from '../../subgraphs/core/sources/http.js';
import { type Bearer, OAuthTokens } from '../../subgraphs/core/sources/oauth.js';

const open = (): AbortSignal => new AbortController().signal;
const GOOD = { token_type: 'Bearer', expires_in: 300 };

interface Issuer {
  readonly tokens: OAuthTokens;
  /** Authorization and form of every request for a token. */
  readonly asked: string[];
  /** Lets the answers go that are held back. */
  release(): void;
  readonly clock: { time: number };
  /** Resolves when the client of the held request has gone. */
  readonly gone: Promise<void>;
  /** Resolves when so many requests have come. */
  came(count: number): Promise<void>;
}

interface IssuerOptions {
  readonly answer?: (time: number) => object;
  readonly status?: number;
  readonly hold?: boolean;
  readonly secret?: string;
}

/** A real token endpoint that numbers its tokens. */
async function issuer({ answer, status = 200, hold = false, secret = 'geheim' }: IssuerOptions = {}): Promise<Issuer> {
  const asked: string[] = [];
  const clock = { time: 1_000_000 };
  const held: (() => void)[] = [];
  const arrivals = new EventEmitter();
  let went = (): void => {};
  const gone = new Promise<void>((resolve) => {
    went = resolve;
  });
  const came = async (count: number): Promise<void> => {
    while (asked.length < count) await once(arrivals, 'one');
  };
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const part of request) form += String(part);
    const basic = (request.headers.authorization ?? '').replace('Basic ', '');
    asked.push(`${request.method} ${request.url} ${Buffer.from(basic, 'base64')} ${form}`);
    const body = answer?.(asked.length) ?? { ...GOOD, access_token: `token-${asked.length}` };
    response.once('close', went);
    const send = (): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (hold) held.push(send);
    else send();
    arrivals.emit('one');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = httpClient({
    owner: 'social-insurance',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  onTestFinished(() => {
    http.close();
    server.close();
    server.closeAllConnections();
  });
  const client = { owner: 'social-insurance', http, path: '/oauth/token', clientId: 'graph' } as const;
  const tokens = new OAuthTokens({ ...client, clientSecret: secret, now: () => clock.time });
  return {
    tokens,
    asked,
    clock,
    gone,
    came,
    release: () =>
      held.splice(0).forEach((send) => {
        send();
      }),
  };
}

/** A service that takes only these tokens, and keeps which it was asked with. */
function service(...good: string[]) {
  const used: string[] = [];
  const question = async ({ headers }: Bearer): Promise<HttpAnswer> => {
    const token = String(headers.Authorization).replace('Bearer ', '');
    used.push(token);
    return { status: good.length === 0 || good.includes(token) ? 200 : 401, body: token };
  };
  return { used, question };
}

describe('a token by client credentials', () => {
  it('is asked for with id and secret as basic authorization, and kept', async () => {
    const { tokens, asked } = await issuer();
    const { used, question } = service();
    await tokens.ask(open(), question);
    await tokens.ask(open(), question);
    expect(asked).toEqual(['POST /oauth/token graph:geheim grant_type=client_credentials']);
    expect(used).toEqual(['token-1', 'token-1']);
  });

  it('sends a secret with any characters as RFC 6749 2.3.1 wants it', async () => {
    const { tokens, asked } = await issuer({ secret: 'a:b c+ü' });
    await tokens.ask(open(), service().question);
    expect(asked[0]).toContain('graph:a%3Ab+c%2B%C3%BC ');
  });

  it('is asked for once, however many wait for it', async () => {
    const { tokens, asked, release, came } = await issuer({ hold: true });
    const { used, question } = service();
    const all = Array.from({ length: 20 }, () => tokens.ask(open(), question));
    await came(1);
    release();
    await Promise.all(all);
    expect([asked.length, used.length]).toEqual([1, 20]);
  });

  it('is renewed shortly before it expires', async () => {
    const { tokens, asked, clock } = await issuer();
    const { question } = service();
    await tokens.ask(open(), question);
    clock.time += 269_999;
    await tokens.ask(open(), question);
    expect(asked).toHaveLength(1);
    clock.time += 1;
    await tokens.ask(open(), question);
    expect(asked).toHaveLength(2);
  });

  it('that lives for seconds only is used for most of them', async () => {
    const { tokens, asked, clock } = await issuer({
      answer: (n) => ({ ...GOOD, access_token: `t${n}`, expires_in: 10 }),
    });
    const { question } = service();
    await tokens.ask(open(), question);
    clock.time += 8_999;
    await tokens.ask(open(), question);
    expect(asked).toHaveLength(1);
  });

  it('that is refused is renewed once for all who were refused, each of whom asks again', async () => {
    const { tokens, asked } = await issuer();
    const { used, question } = service('token-2');
    const answers = await Promise.all(Array.from({ length: 8 }, () => tokens.ask(open(), question)));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['token-2']));
    expect([asked.length, used.length]).toEqual([2, 16]);
  });

  it('that was renewed meanwhile is not renewed again by one whose refusal comes late', async () => {
    const { tokens, asked } = await issuer();
    const { used, question } = service('token-2');
    let refuse = (): void => {};
    const refused = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    const late = tokens.ask(open(), async (bearer) => {
      const answer = await question(bearer);
      if (answer.status === 401) await refused;
      return answer;
    });
    await tokens.ask(open(), question);
    refuse();
    expect((await late).body).toBe('token-2');
    expect([asked.length, used.length]).toEqual([2, 4]);
  });

  it('that is refused when it is fresh ends the question', async () => {
    const { tokens, asked } = await issuer();
    const { used, question } = service('another');
    await expect(tokens.ask(open(), question)).rejects.toMatchObject({ code: 'SOURCE_UNAUTHORIZED' });
    expect([asked.length, used]).toEqual([2, ['token-1', 'token-2']]);
  });

  it('is not waited for by one who leaves, and comes for those who stay', async () => {
    const { tokens, asked, release, came } = await issuer({ hold: true });
    const { question } = service();
    const leaving = new AbortController();
    const left = tokens.ask(leaving.signal, question);
    const stays = tokens.ask(open(), question);
    await came(1);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    release();
    expect((await stays).body).toBe('token-1');
    expect(asked).toHaveLength(1);
  });

  it('is asked for no longer when all have left, and asked for anew by the next', async () => {
    const { tokens, release, came, gone } = await issuer({ hold: true });
    const { question } = service();
    const leaving = new AbortController();
    const left = tokens.ask(leaving.signal, question);
    await came(1);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    const next = tokens.ask(open(), question);
    await gone;
    await came(2);
    release();
    expect((await next).body).toBe('token-2');
  });

  it('that did not come is asked for again by the next question', async () => {
    const { tokens, asked } = await issuer({ status: 500 });
    const { question } = service();
    for (let i = 0; i < 2; i++) {
      await expect(tokens.ask(open(), question)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    }
    expect(asked).toHaveLength(2);
  });

  it.each([
    [401, { error: 'invalid_client' }, 'SOURCE_UNAUTHORIZED', /invalid_client/],
    [400, { error: 'unauthorized_client' }, 'SOURCE_UNAUTHORIZED', /unauthorized_client/],
    [400, { error: 'geheim was wrong' }, 'SOURCE_UNAUTHORIZED', /HTTP 400/],
    [403, {}, 'SOURCE_UNAUTHORIZED', /HTTP 403/],
    [200, {}, 'SOURCE_UNREADABLE', /no bearer token/],
    [200, { ...GOOD, access_token: 'a\r\nHost: elsewhere' }, 'SOURCE_UNREADABLE', /no bearer token/],
    [200, { ...GOOD, access_token: 'secret-token', token_type: 'mac' }, 'SOURCE_UNREADABLE', /no bearer token/],
    [200, { ...GOOD, access_token: 'secret-token', expires_in: -1 }, 'SOURCE_UNREADABLE', /no bearer token/],
  ])('that is answered %i %j is %s', async (status, body, code, detail) => {
    const { tokens } = await issuer({ status, answer: () => body });
    const error: unknown = await tokens.ask(open(), service().question).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, detail: expect.stringMatching(detail) });
    const said = error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : '';
    expect(said).not.toMatch(/geheim|secret-token|elsewhere|Basic/);
    expect(error).not.toHaveProperty('cause');
  });
});
