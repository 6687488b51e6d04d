import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Answers } from '../../../gateway/answers/answers.js';
import { AnswerBasis } from '../../../gateway/answers/basis.js';
import { Bodies, encodingsOf } from '../../../gateway/answers/bodies.js';
import { Lru } from '../../../gateway/executor/lru.js';
import type { Asked } from '../asking.js';
import { over, QUESTIONS, World } from './world.js';

describe('the bytes of what is kept', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['identity', []],
    ['gzip, deflate, br, zstd', ['br', 'gzip']],
    ['GZIP;q=0.5, br;q=0', ['gzip']],
    ['br;q=0.000, *', ['gzip']],
    ['*;q=0', []],
    ['x-gzip', ['gzip']],
  ])('Accept-Encoding: %s allows %j', (header, allowed) => {
    expect(encodingsOf(header)).toEqual(allowed);
  });

  test('are compressed when somebody has asked for that, once, and are the same behind it', async () => {
    const text = Buffer.from('Hà Nội, '.repeat(2_000));
    const grown = vi.fn();
    const bodies = new Bodies(text, grown);
    expect(bodies.best(['br', 'gzip'])).toEqual({ bytes: text, encoding: null });
    bodies.best(['br', 'gzip']);
    bodies.best(['gzip']);
    await vi.waitFor(() => expect(grown).toHaveBeenCalledTimes(2));
    const [br, gzip] = [bodies.best(['br', 'gzip']), bodies.best(['gzip'])];
    expect([br.encoding, gzip.encoding]).toEqual(['br', 'gzip']);
    expect([brotliDecompressSync(br.bytes), gunzipSync(gzip.bytes)]).toEqual([text, text]);
    expect(bodies.size).toBe(text.length + br.bytes.length + gzip.bytes.length);
    expect(bodies.best([])).toEqual({ bytes: text, encoding: null });
  });

  test('are sent as they are where there are few of them', () => {
    const few = Buffer.from('{"data":{}}\n');
    expect(new Bodies(few, () => undefined).best(['br'])).toEqual({ bytes: few, encoding: null });
  });
});

test('what is weighed never weighs more than it may, and what was asked for last is still there', () => {
  const step = fc.record({ key: fc.nat(8), weight: fc.integer({ min: 1, max: 12 }), set: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const memory = new Lru<number, number>(30, (weight) => weight);
      let model: [key: number, weight: number][] = [];
      for (const { key, weight, set } of steps) {
        const known = model.find(([one]) => one === key);
        if (set || known) model = model.filter(([one]) => one !== key);
        if (set) model.push([key, weight]);
        else if (known) model.push(known);
        while (model.reduce((sum, [, one]) => sum + one, 0) > 30) model.shift();
        if (set) memory.set(key, weight);
        else expect(memory.get(key)).toBe(known?.[1]);
        expect([memory.size, memory.weight]).toEqual([model.length, model.reduce((sum, [, one]) => sum + one, 0)]);
      }
    }),
  );
});

describe('all that is kept', () => {
  const versions = new Map([['shop', { version: () => ({ figures: '1', confirmed: '1', status: '1' }) }]]);
  let release = 'a';
  const answers = (mostBytes: number) =>
    new Answers({ mostBytes, subgraphs: versions, release: () => release, now: () => new Date(0) });
  const basis = new AnswerBasis(0);
  basis.touch('shop');
  const head = { type: 'application/json', disposition: null, operationName: null };

  function keep(kept: Answers, key: string, bytes: number): void {
    const ground = kept.ground(kept.begin(), basis);
    if (!ground) throw new Error('It holds.');
    kept.keep(key, `sent ${key}`, { ...head, ...ground, tag: kept.tag(key, ground) }, Buffer.alloc(bytes));
  }

  test('stays within its bytes, and one that is larger than an eighth of them is not kept', () => {
    const kept = answers(100_000);
    for (let i = 0; i < 50; i++) keep(kept, `${i}`, 5_000);
    keep(kept, 'large', 12_000);
    const { bytes, entries } = kept.state;
    expect([bytes <= 100_000, entries > 5, kept.get('49') !== null, kept.get('0'), kept.get('large')]).toEqual([
      ...[true, true, true, null, null],
    ]);
  });

  test('is of one release: after another one is loaded nothing of it is sent', () => {
    const kept = answers(100_000);
    keep(kept, 'q', 10);
    expect(kept.get('q')).not.toBeNull();
    const begun = kept.begin();
    release = 'b';
    expect([kept.get('q'), kept.ground(begun, basis)]).toEqual([null, null]);
  });
});

describe('who has an answer already', () => {
  let world: World;
  let gateway: Asked;
  let url: string;
  beforeEach(async () => {
    world = new World();
    ({ gateway, url } = await over(world, 0.02));
  });
  afterEach(() => gateway.close());

  const get = (question: keyof typeof QUESTIONS, tag?: string) =>
    fetch(`${url}?${new URLSearchParams({ query: QUESTIONS[question] })}`, {
      headers: { 'apollo-require-preflight': '1', ...(tag === undefined ? {} : { 'if-none-match': tag }) },
    });
  const tagOf = async (question: keyof typeof QUESTIONS) => (await get(question)).headers.get('etag') ?? '';

  test('is told that it holds, without the answer, until it does not', async () => {
    const tag = await tagOf('shop');
    const again = await get('shop', `"other", ${tag}`);
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
    expect(again.headers.get('cache-control')).toBe('private, no-cache');
    world.move('figures', 'people');
    expect((await get('shop', tag)).status).toBe(304);
    world.move('figures', 'shop');
    const moved = await get('shop', tag);
    expect([moved.status, moved.headers.get('etag') === tag]).toEqual([200, false]);
  });

  test('is told so also when the answer itself is gone, and nobody is asked', async () => {
    const tag = await tagOf('shop');
    for (let i = 0; i < 30; i++) {
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `{ items { id${' '.repeat(i)} } }` }),
      });
    }
    expect((await get('shop', tag)).status).toBe(304);
    expect(world.asked.get('shop')).toBe(1);
  });

  test('is told so for as long as the answer holds, and for no other question', async () => {
    const tag = await tagOf('seconds');
    expect((await get('seconds', tag)).status).toBe(304);
    expect((await get('shop', tag)).status).toBe(200);
    world.now += 1000;
    expect((await get('seconds', tag)).status).toBe(200);
    expect((await get('shop', 'W/"/shop/forged"')).status).toBe(200);
  });

  test('by POST is answered: what was kept is not asked for', async () => {
    const tag = await tagOf('shop');
    const headers = { 'content-type': 'application/json', 'if-none-match': tag };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: QUESTIONS.shop }) });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, tag]);
  });

  test('has no tag for what is not to be kept', async () => {
    world.broken = true;
    expect(await tagOf('fails')).toBe('');
    world.unknown.add('shop');
    expect(await tagOf('shop')).toBe('');
  });
});
