import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import { SourceError } from '../../subgraphs/core/errors.js';
import { guardSource } from '../../subgraphs/core/guard/guard.js';
import { httpClient, RateLimited } from '../../subgraphs/core/sources/http.js';
import { parseSettings } from '../../subgraphs/social-insurance/settings.js';
import { openSource } from '../../subgraphs/social-insurance/source.js';
import { type LoopbackServer, loopbackServer, send } from '../health/loopback-server.js';
import { block, call, log, sourceAt } from '../health/setting.js';
import { catalogue, figuresFor, MAIN, ONE, stage } from '../social-insurance/stage.js';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const one of open.splice(0)) await one.close();
});

const never = (): AbortSignal => new AbortController().signal;
const DOCTORS = [block(['DOCTORS'], ['CITY-01'], ['2023-S1'])];

async function server(listener: RequestListener): Promise<LoopbackServer> {
  const made = await loopbackServer(listener);
  open.push(made);
  return made;
}

function guarded(source: DepartmentSource, timeoutMs = 5_000) {
  open.push(source);
  return guardSource(source, 'health', { timeoutMs, pauseMs: 60_000, questionsPerMinute: 600, now: () => new Date() });
}

async function failure(question: Promise<unknown>): Promise<SourceError> {
  const error = await question.catch((reason: unknown) => reason);
  if (!(error instanceof SourceError)) throw new Error(`no SourceError but ${error}`);
  return error;
}

/** The error of a health source whose system answers so. */
async function health(listener: RequestListener, timeoutMs?: number): Promise<SourceError> {
  const { url } = await server(listener);
  return failure(guarded(sourceAt(url), timeoutMs).figures(DOCTORS, call()));
}

/** Resolves when a connection is closed, however. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Streams the same piece for ever, as fast as it is taken. */
function endless(response: ServerResponse, headers: Record<string, string>, piece: Buffer): void {
  response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
  const more = (): void => {
    while (response.write(piece)) if (response.destroyed) return;
    response.once('drain', more);
  };
  more();
}

describe('a body that does not end', () => {
  test('is cut off, and so is its connection', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const error = await health((request, response) => {
      closed = closing(request.socket);
      endless(response, {}, Buffer.alloc(100_000, ' '));
    }, 20_000);
    expect(error.code).toBe('SOURCE_UNREADABLE');
    await closed;
  });

  test('is cut off at the timeout when it drips a byte at a time', async () => {
    let drip: NodeJS.Timeout | undefined;
    let closed: Promise<unknown> = Promise.resolve();
    const error = await health((request, response) => {
      closed = closing(request.socket);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      drip = setInterval(() => response.write(' '), 5);
    }, 150);
    await closed;
    clearInterval(drip);
    expect(error.code).toBe('SOURCE_TIMEOUT');
  });

  test('is cut off at the timeout when its header drips', async () => {
    const error = await health((request) => {
      const drip = setInterval(() => request.socket.write('H'), 5);
      request.socket.on('close', () => clearInterval(drip));
    }, 150);
    expect(['SOURCE_TIMEOUT', 'SOURCE_UNREADABLE']).toContain(error.code);
  });

  test.each([
    ['gzip', (piece: Buffer) => gzipSync(piece)],
    ['br', (piece: Buffer) => brotliCompressSync(piece)],
  ])('but is small while it is packed (%s) is refused by what it unpacks to', async (encoding, pack) => {
    const body = pack(Buffer.alloc(25_000_000, ' '));
    expect(body.length).toBeLessThan(100_000);
    const error = await health((_, response) => send(response, 200, body, { 'Content-Encoding': encoding }), 20_000);
    expect(error.code).toBe('SOURCE_UNREADABLE');
  });
});

describe('JSON that costs more than its length', () => {
  test.each([
    ['millions of empty lists', `[${'[],'.repeat(3_000_000)}[]]`, /more than 1000000 values/],
    ['millions of numbers', `[${'1,'.repeat(3_000_000)}1]`, /more than 1000000 values/],
    ['lists in lists', '['.repeat(5_000_000), /nested more than 64 deep/],
    ['objects in objects', '{"a":'.repeat(1_000), /nested more than 64 deep/],
  ])('by %s is refused before it is parsed', async (_, body, why) => {
    const error = await health((_request, response) => send(response, 200, body), 20_000);
    expect([error.code, error.detail]).toEqual(['SOURCE_UNREADABLE', expect.stringMatching(why)]);
  });

  test('is not what stands in its texts', async () => {
    const text = `${'[{,'.repeat(1_000_000)}"[{\\\\`;
    const { url } = await server((_, response) => send(response, 200, JSON.stringify({ text })));
    const http = httpClient({ owner: 'health', baseUrl: url });
    open.push(http);
    expect((await http.get('/', { signal: never() })).body).toEqual({ text });
  });
});

describe('an answer that breaks off', () => {
  test('in its body is unreadable and not asked again: a part could be taken for the whole', async () => {
    const made = await server((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"headers":[],"rows":[', () => response.destroy());
    });
    const error = await failure(guarded(sourceAt(made.url)).figures(DOCTORS, call()));
    expect([error.code, made.requests.length]).toEqual(['SOURCE_UNREADABLE', 1]);
  });

  test('before it began is asked for once more, unnoticed by the caller', async () => {
    let times = 0;
    const made = await server((request, response) => {
      times += 1;
      if (times === 1) request.socket.destroy();
      else send(response, 200, JSON.stringify({ version: '2.40.1', systemName: 'DHIS2' }));
    });
    const source = guarded(sourceAt(made.url));
    await source.ping(call());
    expect(made.requests).toHaveLength(2);
    expect(source.health.lastError).toBeNull();
  });
});

describe('a redirect', () => {
  test('to another host gets nothing: no question, no token', async () => {
    const other = await server((_, response) => send(response, 200, '{}'));
    const error = await health((_, response) => send(response, 302, '', { Location: `${other.url}/api` }));
    expect([error.code, other.requests.length]).toEqual(['SOURCE_UNREADABLE', 0]);
  });
});

describe('credentials', () => {
  test('of a person that are refused are no matter for a second attempt', async () => {
    const made = await server((_, response) => send(response, 401, '{}'));
    const source = guarded(sourceAt(made.url));
    for (let i = 0; i < 10; i += 1) expect((await failure(source.ping(call()))).code).toBe('SOURCE_UNAUTHORIZED');
    expect(made.requests).toHaveLength(3);
    expect(source.health.openSince).not.toBeNull();
  });

  test('of a service are renewed without the caller noticing', async () => {
    const at = await stage({ figures: figuresFor(MAIN), tokenUses: 3 });
    const source = guarded(at.source);
    for (let i = 0; i < 5; i += 1) expect(await source.figures(MAIN, at.call)).toHaveLength(120);
    expect(at.sandbox.asked.filter((line) => line.startsWith('POST /oauth')).length).toBeGreaterThan(2);
    expect([source.health.lastError, at.log.lines]).toEqual([null, []]);
  });

  test.each([
    ['the service refuses every token', { tokenUses: 0 }, 4],
    ['the secret is wrong', { variables: { SOCIAL_INSURANCE_CLIENT_SECRET: 'wrong' } }, 3],
  ])('do not hammer the token endpoint when %s', async (_, options, most) => {
    const at = await stage(options);
    const source = guarded(at.source);
    for (let i = 0; i < 20; i += 1) {
      expect((await failure(source.figures(ONE, at.call))).code).toBe('SOURCE_UNAUTHORIZED');
    }
    expect(at.sandbox.asked.filter((line) => line.startsWith('POST /oauth')).length).toBeLessThanOrEqual(most);
  });
});

describe('a clock that is hours off', () => {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toUTCString();

  test.each([-7, 0, 7])('at the source (%i hours) does not lengthen the pause that it asks for', async (hours) => {
    const { url } = await server((_, response) => {
      const until = new Date(Date.parse(at(hours)) + 20_000).toUTCString();
      send(response, 429, '{}', { Date: at(hours), 'Retry-After': until });
    });
    const http = httpClient({ owner: 'health', baseUrl: url });
    open.push(http);
    const error = await failure(http.get('/', { signal: never() }));
    expect(error instanceof RateLimited && error.retryAfter).toBe(20);
  });

  test('at a source that does not tell its time silences it for minutes, not for hours', async () => {
    const { url } = await server((_, response) => {
      response.sendDate = false;
      send(response, 429, '{}', { 'Retry-After': at(7) });
    });
    const source = guarded(sourceAt(url));
    vi.useFakeTimers({ toFake: ['performance'] });
    expect((await failure(source.ping(call()))).code).toBe('SOURCE_RATE_LIMITED');
    vi.advanceTimersByTime(299_000);
    expect(source.health.budgetLeft).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(source.health.budgetLeft).toBeGreaterThan(0);
  });

  test.each([-7, 7])('here, set by %i hours while we run, spoils neither token nor budget', async (hours) => {
    const stood = await stage({ now: () => 0 });
    vi.useFakeTimers({ toFake: ['Date'] });
    const { sandbox } = stood;
    const settings = parseSettings(sandbox.variables, { catalogue });
    const source = guarded(openSource({ ...settings, budget: 10 }, { catalogue, log }));
    await source.figures(ONE, call());
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    await source.figures(ONE, call());
    expect(sandbox.asked.filter((line) => line.startsWith('POST /oauth'))).toHaveLength(1);
    expect(source.health.budgetLeft).toBe(7);
  });
});
