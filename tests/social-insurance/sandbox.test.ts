import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { type PlatformOptions, startPlatform } from '../../subgraphs/social-insurance/sandbox/platform.js';
import { catalogue, figuresFor, KeptLog, MAIN, StoppedClock } from './stage.js';

const SEARCH = { queries: [{ indicators: ['HUUTRI_HUONG'], areas: ['HN'], periods: ['2023H1'] }], page: 1, size: 100 };

interface Desk {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly clock: StoppedClock;
  ask(path: string, init?: RequestInit): Promise<Response>;
  search(body: unknown): Promise<Response>;
}

/** The platform and a client with a token. */
async function desk(options: Partial<PlatformOptions> = {}): Promise<Desk> {
  const clock = new StoppedClock();
  const log = new KeptLog();
  const sandbox = await startPlatform({
    port: 0,
    log,
    catalogue,
    figures: figuresFor(MAIN),
    now: clock.now,
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const url = sandbox.variables.SOCIAL_INSURANCE_URL ?? '';
  const issued = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('sandbox:sandbox')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token } = (await issued.json()) as { access_token: string };
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { Authorization: `Bearer ${access_token}` } });
  const search = (body: unknown) => ask('/v1/statistics/search', { method: 'POST', body: JSON.stringify(body) });
  return { sandbox, url, clock, ask, search };
}

describe('the platform in miniature', () => {
  it('answers a page with what it holds, in its own codes', async () => {
    const { search } = await desk();
    expect(await (await search(SEARCH)).json()).toMatchObject({
      page: 1,
      size: 100,
      total: 1,
      items: [{ indicator: 'HUUTRI_HUONG', area: 'HN', period: '2023H1', quality: 'FINAL', batch: 'CHOT-2023-06-25' }],
    });
  });

  it('prints rates with two decimals and the time of Hanoi', async () => {
    const { search } = await desk();
    const { items } = (await (await search(SEARCH)).json()) as { items: Record<string, unknown>[] };
    expect(String(items[0]?.rate)).toMatch(/^\d+(\.\d{1,2})?$/);
    expect(items[0]?.updatedAt).toBe('2023-06-30T10:00:00+07:00');
  });

  it.each([
    ['a size over 100', { ...SEARCH, size: 101 }],
    ['page 0', { ...SEARCH, page: 0 }],
    ['no query', { ...SEARCH, queries: [] }],
    ['an unknown indicator', { ...SEARCH, queries: [{ ...SEARCH.queries[0], indicators: ['X'] }] }],
    ['an unknown area', { ...SEARCH, queries: [{ ...SEARCH.queries[0], areas: ['HN-999'] }] }],
    ['a period that is none', { ...SEARCH, queries: [{ ...SEARCH.queries[0], periods: ['2023-S1'] }] }],
    ['a text instead of an object', 'rubbish'],
  ])('refuses %s with problem JSON', async (_, body) => {
    const { search } = await desk();
    const answer = await search(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ status: 422 });
  });

  it('refuses what is no JSON, what is too long and what it does not have', async () => {
    const { ask } = await desk();
    const path = '/v1/statistics/search';
    expect((await ask(path, { method: 'POST', body: '{' })).status).toBe(422);
    expect((await ask(path, { method: 'POST', body: ' '.repeat(1_000_001) })).status).toBe(413);
    expect((await ask('/v1/people')).status).toBe(404);
  });

  it('asks for a token, and takes it for as long as it said', async () => {
    const { url, ask, clock } = await desk({ tokenSeconds: 60 });
    const without = await fetch(`${url}/v1/metadata`);
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
    expect((await ask('/v1/metadata')).status).toBe(200);
    clock.time += 60_000;
    expect((await ask('/v1/metadata')).status).toBe(401);
  });

  it('gives a token for client credentials alone', async () => {
    const { url } = await desk();
    const ask = (basic: string, grant: string) =>
      fetch(`${url}/oauth/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(basic)}` },
        body: new URLSearchParams({ grant_type: grant }),
      });
    const wrong = await ask('sandbox:guess', 'client_credentials');
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }]);
    const other = await ask('sandbox:sandbox', 'password');
    expect([other.status, await other.json()]).toEqual([400, { error: 'unsupported_grant_type' }]);
  });

  it('serves 600 requests a minute, and says when to come again', async () => {
    const { ask, clock } = await desk();
    clock.time += 20_000;
    for (let i = 0; i < 13; i++) {
      await Promise.all(Array.from({ length: 46 }, async () => (await ask('/v1/metadata')).arrayBuffer()));
    }
    expect((await ask('/v1/metadata')).status).toBe(200);
    const refused = await ask('/v1/metadata');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    clock.time += 40_000;
    expect((await ask('/v1/metadata')).status).toBe(200);
  });

  it('says in one sentence that its port is taken', async () => {
    const { url } = await desk();
    const again = startPlatform({ port: Number(new URL(url).port), log: new KeptLog(), catalogue, figures: [] });
    await expect(again).rejects.toThrow(/^Cổng \d+ đang được .*Port \d+ is taken/);
  });

  it('ends although a client keeps its connection, in the midst of a question', async () => {
    const { url, sandbox } = await desk();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const slow = request(`${url}/v1/statistics/search`, { agent, method: 'POST', headers: { Expect: '100-continue' } });
    const ended = once(slow, 'error');
    slow.flushHeaders();
    // The platform has begun to read the question, which never ends.
    await once(slow, 'continue');
    await sandbox.close();
    await ended;
    await expect(fetch(`${url}/v1/metadata`)).rejects.toThrow();
  });
});
