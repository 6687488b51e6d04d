import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SourceError } from '../../subgraphs/core/errors.js';
import { type HttpClient, type HttpOptions, httpClient, RateLimited } from '../../subgraphs/core/sources/http.js';
import { type LoopbackServer, loopbackServer, send } from '../health/loopback-server.js';

const TOKEN = 'token-that-nobody-may-see';
const SAID = 'what-the-source-said';
const open: { close(): unknown }[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0)) await one.close();
});

async function server(listener: RequestListener): Promise<LoopbackServer> {
  const made = await loopbackServer(listener);
  open.push(made);
  return made;
}

function client(baseUrl: string, options: Partial<HttpOptions> = {}): HttpClient {
  const made = httpClient({ owner: 'health', baseUrl, ...options });
  open.push(made);
  return made;
}

const headers = { Authorization: `Bearer ${TOKEN}` };
const never = (): AbortSignal => new AbortController().signal;

async function failure(question: Promise<unknown>): Promise<SourceError> {
  const error = await question.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`no SourceError but ${inspect(error)}`);
  return error;
}

async function codeFrom(listener: RequestListener, options: Partial<HttpOptions> = {}): Promise<string> {
  const { url } = await server(listener);
  const error = await failure(client(url, options).get('/x', { signal: never(), headers }));
  const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
  expect(shown).not.toContain(TOKEN);
  expect(shown).not.toContain(SAID);
  return error.code;
}

describe('an answer', () => {
  test('in JSON is parsed, and the question keeps its path, query and headers', async () => {
    const { url, requests } = await server((_, response) => send(response, 200, '{"a":"ệ"}'));
    const query = [
      ['dimension', 'dx:A;B'],
      ['dimension', 'pe:2023'],
      ['name', 'Hà Nội & more'],
    ] as const;
    const answer = await client(`${url}/dhis/`).get('/api/x.json', { signal: never(), headers, query });
    expect(answer).toEqual({ status: 200, body: { a: 'ệ' } });
    expect(requests[0]?.url).toBe(
      '/dhis/api/x.json?dimension=dx:A;B&dimension=pe:2023&name=H%C3%A0%20N%E1%BB%99i%20%26%20more',
    );
    expect(requests[0]?.headers).toMatchObject({ accept: 'application/json', authorization: headers.Authorization });
  });

  test('to what was sent, a form or JSON, is read in the same way', async () => {
    const { url } = await server(async (request, response) => {
      const chunks = await request.toArray();
      send(response, 200, JSON.stringify([request.headers['content-type'], Buffer.concat(chunks).toString()]));
    });
    const http = client(url);
    const form = await http.postForm('/x', { grant_type: 'client_credentials', scope: 'a b' }, { signal: never() });
    expect(form.body).toEqual(['application/x-www-form-urlencoded', 'grant_type=client_credentials&scope=a+b']);
    const json = await http.postJson('/x', { name: 'Hà Nội' }, { signal: never() });
    expect(json.body).toEqual(['application/json', '{"name":"Hà Nội"}']);
  });

  test('comes over one connection for many questions, until close', async () => {
    const made = await server((_, response) => send(response, 200, '{}'));
    const http = client(made.url);
    for (let i = 0; i < 3; i++) await http.get('/x', { signal: never() });
    expect(made.connections()).toBe(1);
    const socket = made.requests[0]?.socket;
    http.close();
    if (socket && !socket.closed) await once(socket, 'close');
    await http.get('/x', { signal: never() });
    expect(made.connections()).toBe(2);
  });

  test('with an accepted status is handed over, its body too where it is JSON', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/json') send(response, 409, '{"errorCode":"E7124"}');
      else send(response, 409, '<p>no</p>', { 'Content-Type': 'text/html' });
    });
    const http = client(url);
    expect(await http.get('/json', { signal: never(), accept: [409] })).toEqual({
      status: 409,
      body: { errorCode: 'E7124' },
    });
    expect(await http.get('/html', { signal: never(), accept: [409] })).toEqual({ status: 409, body: undefined });
  });
});

describe('a refusal', () => {
  test.each([
    [400, 'SOURCE_REFUSED'],
    [401, 'SOURCE_UNAUTHORIZED'],
    [403, 'SOURCE_UNAUTHORIZED'],
    [404, 'SOURCE_REFUSED'],
    [409, 'SOURCE_REFUSED'],
    [429, 'SOURCE_RATE_LIMITED'],
    [500, 'SOURCE_FAILED'],
    [503, 'SOURCE_FAILED'],
  ])('with status %i is %s, without what the source said', async (status, code) => {
    expect(await codeFrom((_, response) => send(response, status, `{"message":"${SAID}"}`))).toBe(code);
  });

  test.each([
    ['7', 7],
    ['soon', null],
    [new Date(Date.now() - 5000).toUTCString(), 0],
    [undefined, null],
  ])('for too many questions says how long to wait: Retry-After %s', async (text, seconds) => {
    const { url } = await server((_, response) =>
      send(response, 429, '{}', text === undefined ? {} : { 'Retry-After': text }),
    );
    const error = await failure(client(url).get('/x', { signal: never() }));
    expect(error instanceof RateLimited && error.retryAfter).toBe(seconds);
  });

  test('by redirect is not followed, neither to another host nor to the same', async () => {
    const other = await server((_, response) => send(response, 200, '{}'));
    const code = await codeFrom((request, response) => {
      if (request.url === '/x') send(response, 302, '', { Location: `${other.url}/y` });
      else send(response, 200, '{}');
    });
    expect(code).toBe('SOURCE_UNREADABLE');
    expect(other.requests).toHaveLength(0);
    expect(await codeFrom((_, response) => send(response, 307, '', { Location: '/y' }))).toBe('SOURCE_UNREADABLE');
  });
});

describe('rubbish is unreadable', () => {
  test.each<[string, RequestListener]>([
    ['a page', (_, response) => send(response, 200, `<p>${SAID}</p>`, { 'Content-Type': 'text/html' })],
    ['JSON that claims to be a page', (_, response) => send(response, 200, '{}', { 'Content-Type': 'text/html' })],
    ['a page that claims to be JSON', (_, response) => send(response, 200, `<p>${SAID}</p>`)],
    ['JSON cut off', (_, response) => send(response, 200, `{"rows":[["${SAID}"`)],
    ['nothing', (_, response) => send(response, 204, '')],
    ['bytes that are not UTF-8', (_, response) => send(response, 200, Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
    ['gzip that is none', (_, response) => send(response, 200, SAID, { 'Content-Encoding': 'gzip' })],
    [
      'a connection that breaks off half way',
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
        response.write('{"a":', () => response.destroy());
      },
    ],
    ['something that is not HTTP', (request) => request.socket.end('SSH-2.0-x\r\n')],
  ])('%s', async (_, listener) => {
    expect(await codeFrom(listener)).toBe('SOURCE_UNREADABLE');
  });

  test.each([
    ['plain', {}, (text: string) => Buffer.from(text)],
    ['packed', { 'Content-Encoding': 'gzip' }, (text: string) => gzipSync(text)],
  ])('an answer longer than allowed, %s', async (_, extra, pack) => {
    const body = pack(JSON.stringify('x'.repeat(5_000)));
    const listener: RequestListener = (_request, response) => send(response, 200, body, extra);
    expect(await codeFrom(listener, { maxContentLength: 4_000 })).toBe('SOURCE_UNREADABLE');
    const { url } = await server(listener);
    expect((await client(url, { maxContentLength: 6_000 }).get('/x', { signal: never() })).status).toBe(200);
  });
});

describe('a source', () => {
  test('that is not there is unreachable', async () => {
    const made = await loopbackServer(() => undefined);
    await made.close();
    expect((await failure(client(made.url).get('/x', { signal: never(), headers }))).code).toBe('SOURCE_UNREACHABLE');
  });

  test('that closes the connection without a word is unreachable', async () => {
    expect(await codeFrom((request) => request.socket.destroy())).toBe('SOURCE_UNREACHABLE');
  });

  test('that never answers is timed out', async () => {
    expect(await codeFrom(() => undefined, { timeoutMs: 60 })).toBe('SOURCE_TIMEOUT');
  });

  test('that answers a byte at a time is timed out as a whole', async () => {
    const code = await codeFrom(
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 120 },
    );
    expect(code).toBe('SOURCE_TIMEOUT');
  });

  test('sees the connection end when the question is aborted', async () => {
    const leave = new AbortController();
    let closed: Promise<unknown> | null = null;
    const { url } = await server((request) => {
      closed = once(request.socket, 'close');
      leave.abort();
    });
    const error = await failure(client(url).get('/x', { signal: leave.signal, headers }));
    expect(error.code).toBe('SOURCE_TIMEOUT');
    expect(closed).not.toBeNull();
    await closed;
  });

  test('is not asked at all when the question was aborted before', async () => {
    const made = await server((_, response) => send(response, 200, '{}'));
    const error = await failure(client(made.url).get('/x', { signal: AbortSignal.abort() }));
    expect(error.code).toBe('SOURCE_TIMEOUT');
    expect(made.requests).toHaveLength(0);
  });

  test('on this machine is asked directly, whatever proxy the machine names', async () => {
    const proxy = await server((_, response) => send(response, 200, '"proxy"'));
    const made = await server((_, response) => send(response, 200, '"direct"'));
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.url);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    expect((await client(made.url).get('/x', { signal: never() })).body).toBe('direct');
    expect(proxy.requests).toHaveLength(0);
  });
});
