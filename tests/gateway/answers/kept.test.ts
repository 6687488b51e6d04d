import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../asking.js';
import { send, sendQuestion } from '../limits/sending.js';
import { over, QUESTIONS, World } from './world.js';

describe('an answer that is kept', () => {
  let world: World;
  let gateway: Asked;
  let url: string;
  beforeEach(async () => {
    world = new World();
    ({ gateway, url } = await over(world));
  });
  afterEach(() => gateway.close());

  const ask = async (question: keyof typeof QUESTIONS) => (await sendQuestion(url, QUESTIONS[question])).body;
  const times = () => world.asked.get('shop') ?? 0;

  test('is sent again, byte for byte, and nobody is asked', async () => {
    const first = await ask('shop');
    expect([await ask('shop'), await ask('shop'), times()]).toEqual([first, first, 1]);
    expect(first).toBe('{"data":{"shop":{"name":"shop 0"}}}\n');
  });

  test('holds until a subgraph moves that it rests on, whatever all others do', async () => {
    await ask('shop');
    for (const other of ['people', 'north', 'south', 'marks'] as const) world.move('figures', other);
    world.move('status', 'shop');
    expect([await ask('shop'), times()]).toEqual(['{"data":{"shop":{"name":"shop 0"}}}\n', 1]);
    world.move('figures', 'shop');
    expect([await ask('shop'), times()]).toEqual(['{"data":{"shop":{"name":"shop 1"}}}\n', 2]);
  });

  test('rests on all subgraphs whose parts it was made of', async () => {
    await ask('total');
    world.move('figures', 'south');
    await ask('total');
    world.move('figures', 'marks');
    await ask('total');
    expect(times()).toBe(3);
  });

  test('that tells of a source goes with the state of that source', async () => {
    await ask('status');
    world.move('status', 'people');
    await ask('status');
    expect(times()).toBe(1);
    world.move('status', 'shop');
    expect(await ask('status')).toContain('shop 0, 1');
  });

  test('holds no longer than one of its parts', async () => {
    const first = await ask('seconds');
    world.now += 999;
    expect(await ask('seconds')).toBe(first);
    world.now += 1;
    expect(await ask('seconds')).not.toBe(first);
  });

  test('is none that was wanted earlier than others want it, for it may have less in it', async () => {
    const headers = { 'content-type': 'application/json', 'x-time-left': '5000' };
    await send(url, { headers, body: JSON.stringify({ query: QUESTIONS.shop }) });
    await ask('shop');
    expect(times()).toBe(2);
  });

  test('is not believed by a clock that was set back', async () => {
    await ask('shop');
    world.now -= 1;
    await ask('shop');
    expect(times()).toBe(2);
  });

  test('is none where an error is in it', async () => {
    world.broken = true;
    const { codes } = await sendQuestion(url, QUESTIONS.fails);
    world.broken = false;
    expect([codes, JSON.parse(await ask('fails')).errors]).toEqual([['INTERNAL_SERVER_ERROR'], undefined]);
  });

  test('is none where something moved while it was made', async () => {
    world.before = async () => world.move('figures', 'shop');
    expect([await ask('shop'), await ask('shop')]).toEqual([
      '{"data":{"shop":{"name":"shop 0"}}}\n',
      '{"data":{"shop":{"name":"shop 1"}}}\n',
    ]);
  });

  test('is one for all who ask the same, in whatever words they send it, and for nobody else', async () => {
    const query = 'query ($lang: Language!, $id: ID!) { item(id: $id) { name(lang: $lang) } }';
    const sent = (body: object, headers = {}) =>
      send(url, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    await sent({ query, variables: { lang: 'VI', id: '1' } });
    await sent({ variables: { id: '1', lang: 'VI' }, query });
    const search = `?${new URLSearchParams({ query, variables: '{"id":"1","lang":"VI"}' })}`;
    await send(url, { method: 'GET', search, headers: { 'apollo-require-preflight': '1' } });
    expect(times()).toBe(1);
    await sent({ query, variables: { lang: 'EN', id: '1' } });
    await sent({ query, variables: { lang: 'VI', id: '1' } }, { accept: 'text/csv' });
    await sent({ query: `${query} `, variables: { lang: 'VI', id: '1' } });
    expect(times()).toBe(4);
  });

  test('has the name of its question in the log, with an id of its own and one that no other request has', async () => {
    const [first, second] = [await sendQuestion(url, QUESTIONS.shop), await sendQuestion(url, QUESTIONS.shop)];
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    const lines = gateway.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(lines.map(({ requestId, operationName, status }) => [requestId, operationName, status])).toEqual(
      [first, second].map(({ headers }) => [headers['x-request-id'], 'Shop', 200]),
    );
  });
});

describe('the door before what is kept', () => {
  const world = new World();
  let gateway: Asked;
  let url: string;
  beforeEach(async () => {
    ({ gateway, url } = await over(world, 32, { corsOrigins: ['https://friend.example.vn'] }));
  });
  afterEach(() => gateway.close());

  const JSON_BODY = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: QUESTIONS.shop });
  const search = `?${new URLSearchParams({ query: QUESTIONS.shop })}`;

  test.each([
    ['a name that is not ours', { headers: { ...JSON_BODY, host: 'evil.example' }, body }],
    ['a page of another site', { headers: { ...JSON_BODY, origin: 'https://evil.example' }, body }],
    ['a page that is welcome', { headers: { ...JSON_BODY, origin: 'https://friend.example.vn' }, body }],
    ['a form', { headers: { 'content-type': 'text/plain' }, body }],
    ['a form that is asked for by its address', { method: 'GET', search }],
    ['a list', { headers: JSON_BODY, body: `[${body}]` }],
    [
      'an address with a type',
      { method: 'GET', search, headers: { 'content-type': 'text/html', 'x-apollo-operation-name': 'a' } },
    ],
    ['too long a body', { headers: JSON_BODY, body: body + ' '.repeat(200_000) }],
  ])('does the same to %s, kept or not', async (_, sent) => {
    const before = await send(url, sent);
    await sendQuestion(url, QUESTIONS.shop);
    const shown = { 'apollo-require-preflight': '1' };
    await send(url, { method: 'GET', search, headers: shown });
    const after = await send(url, sent);
    const told = ({ status, codes, headers }: typeof after) => [status, codes, headers['access-control-allow-origin']];
    expect(told(after)).toEqual(told(before));
  });

  test('lets what is kept out with the headers of all answers', async () => {
    const [made, kept] = [await sendQuestion(url, QUESTIONS.shop), await sendQuestion(url, QUESTIONS.shop)];
    const own = ({ headers }: typeof made) => ({ ...headers, date: '', 'x-request-id': '' });
    expect(own(kept)).toEqual(own(made));
    expect(kept.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'private, no-cache' });
  });
});
