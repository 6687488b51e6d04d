import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Asked } from '../asking.js';
import { sendQuestion } from '../limits/sending.js';
import { over, QUESTIONS, World } from './world.js';

describe('equal questions at the same time', () => {
  let world: World;
  let gateway: Asked;
  let url: string;
  let release: () => void;
  let aborted: boolean;
  let seen = 0;
  beforeEach(async () => {
    world = new World();
    aborted = false;
    seen = 0;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.before = (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return held;
    };
    ({ gateway, url } = await over(world, 32, { questionsAtOnce: 1 }));
    gateway.app.server.prependListener('request', (request) => request.once('end', () => setImmediate(() => seen++)));
  });
  afterEach(() => {
    release();
    return gateway.close();
  });

  /** Until the shop was asked so often; others have been sent behind it on connections of their own. */
  const asked = (times: number) => vi.waitFor(() => expect(world.asked.get('shop') ?? 0).toBe(times));

  /** A client that asks and can go away. */
  async function leaving(): Promise<Socket> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    const body = JSON.stringify({ query: QUESTIONS.shop });
    const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
    socket.write(`${head}\r\n\r\n${body}`);
    return socket;
  }

  /** Until so many requests have arrived in all. */
  const arrived = (count: number) => vi.waitFor(() => expect(seen).toBeGreaterThanOrEqual(count));

  test('are answered once, in the place of one, and all get the same bytes', async () => {
    const answers = Array.from({ length: 20 }, () => sendQuestion(url, QUESTIONS.shop));
    await arrived(20);
    release();
    const bodies = (await Promise.all(answers)).map(({ status, body }) => `${status} ${body}`);
    expect([new Set(bodies).size, bodies[0], world.asked.get('shop')]).toEqual([
      1,
      '200 {"data":{"shop":{"name":"shop 0"}}}\n',
      1,
    ]);
  });

  test('are answered anew for who asks after something moved', async () => {
    const first = sendQuestion(url, QUESTIONS.people.replace('keeper', 'id keeper'));
    await first;
    const one = sendQuestion(url, QUESTIONS.shop);
    await asked(1);
    world.move('figures', 'people');
    expect((await sendQuestion(url, QUESTIONS.shop)).codes).toEqual(['BUSY']);
    release();
    await one;
  });

  test('go on being answered while anybody waits, whoever asked first', async () => {
    const first = await leaving();
    await asked(1);
    const second = sendQuestion(url, QUESTIONS.shop);
    await arrived(2);
    const gone = once(first, 'close');
    first.destroy();
    await gone;
    await new Promise((resolve) => setImmediate(resolve));
    expect(aborted).toBe(false);
    release();
    expect([(await second).status, world.asked.get('shop')]).toEqual([200, 1]);
  });

  test('are given up when nobody waits any more', async () => {
    const [first, second] = [await leaving(), await leaving()];
    await asked(1);
    await arrived(2);
    first.destroy();
    second.destroy();
    await vi.waitFor(() => expect(aborted).toBe(true));
  });

  test('share what went wrong as well, each under the id of its own request', async () => {
    world.before = (() => {
      const before = world.before;
      return async (signal: AbortSignal) => {
        await before(signal);
        throw new Error('gone');
      };
    })();
    const answers = [sendQuestion(url, QUESTIONS.shop), sendQuestion(url, QUESTIONS.shop)];
    await arrived(2);
    release();
    for (const { body, headers } of await Promise.all(answers)) {
      expect(JSON.parse(body).extensions).toEqual({ requestId: headers['x-request-id'] });
    }
    expect(world.asked.get('shop')).toBe(1);
  });
});
