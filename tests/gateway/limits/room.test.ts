import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Room } from '../../../gateway/limits/room.js';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';
import { send, sendQuestion } from './sending.js';

const GOOD = '{ items { id } }';

describe('the room for questions', () => {
  test('never holds more questions, or more than one of a higher price together, than it may; and all of it is given back', () => {
    const steps = fc.array(
      fc.record({ leave: fc.boolean(), which: fc.nat(9), price: fc.integer({ min: 1, max: 100 }) }),
    );
    fc.assert(
      fc.property(steps, (list) => {
        const room = new Room({ atOnce: 4, price: 100 });
        const inside = new Map<number, { price: number; leave: () => void }>();
        for (const { leave, which, price } of list) {
          const there = inside.get(which);
          if (there && leave) {
            there.leave();
            inside.delete(which);
          } else if (!there) {
            const place = room.enter(String(which));
            expect(place === null).toBe(inside.size >= 4);
            if (place) inside.set(which, { price: place.pay(price) ? price : 0, leave: place.leave });
          }
          const paid = [...inside.values()].reduce((sum, one) => sum + one.price, 0);
          expect(paid).toBeLessThanOrEqual(100);
        }
        for (const { leave } of inside.values()) leave();
        expect(room.enter('last')?.pay(100)).toBe(true);
      }),
    );
  });

  test('holds one question whatever its price', () => {
    const room = new Room({ atOnce: 2, price: 10 });
    expect([room.enter('a')?.pay(10), room.enter('b')?.pay(1)]).toEqual([true, false]);
  });
});

describe('a gateway that is full', () => {
  let gateway: Asked | undefined;
  let release: () => void = () => undefined;
  afterEach(async () => {
    release();
    await gateway?.close();
  });

  /** A gateway over a graph whose `items` wait until they are released; `arrived` tells when a number of them wait. */
  async function holding(settings: NonNullable<Parameters<typeof gatewayOver>[1]>) {
    let waiting = 0;
    let told: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const items = async () => {
      waiting += 1;
      told();
      await held;
      return [];
    };
    gateway = await gatewayOver(inProcess(smallSchemas({ shop: { Query: { items } } })), settings);
    const url = `${await gateway.listen()}/graphql`;
    const arrived = async (count: number) => {
      while (waiting < count) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    };
    return { url, arrived };
  }

  test('refuses the next question at once with 503, and answers again when one has left', async () => {
    const { url, arrived } = await holding({ questionsAtOnce: 2 });
    const under = [sendQuestion(url, GOOD), sendQuestion(url, GOOD)];
    await arrived(2);
    const refused = await sendQuestion(url, GOOD);
    expect([refused.status, refused.codes, refused.headers['retry-after']]).toEqual([503, ['BUSY'], '2']);
    const health = await send(url.replace('graphql', 'health'), { method: 'GET' });
    expect(health.status).toBe(200);
    release();
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await sendQuestion(url, GOOD)).status).toBe(200);
  });

  test('refuses what would be too much together with what is under way, and answers what is cheap', async () => {
    // The small graph says nothing of its lists: they count as 10.
    const { url, arrived } = await holding({ priceLimit: 30 });
    const under = sendQuestion(url, GOOD);
    await arrived(1);
    const refused = await sendQuestion(url, GOOD);
    expect([refused.status, refused.codes, refused.headers['retry-after']]).toEqual([503, ['BUSY'], '2']);
    expect((await sendQuestion(url, '{ item(id: "1") { id } }')).status).toBe(200);
    release();
    expect((await under).status).toBe(200);
    expect((await sendQuestion(url, GOOD)).status).toBe(200);
  });

  test('is not entered by who only says that it is a part of another question', async () => {
    const { url, arrived } = await holding({ questionsAtOnce: 1, priceLimit: 25 });
    const expensive = '{ items { id name kind } }';
    const liar = { 'x-inner-question': '1', 'x-request-id': '00000000-0000-4000-8000-000000000000' };
    expect((await sendQuestion(url, expensive, liar)).codes).toEqual(['TOO_EXPENSIVE']);
    const under = sendQuestion(url, GOOD);
    await arrived(1);
    expect((await sendQuestion(url, GOOD, liar)).codes).toEqual(['BUSY']);
    release();
    const { headers } = await under;
    // The id of a question that is over opens nothing either.
    const late = { ...liar, 'x-request-id': String(headers['x-request-id']) };
    expect((await sendQuestion(url, expensive, late)).codes).toEqual(['TOO_EXPENSIVE']);
  });

  test('is not entered by the id that comes with an answer which is not taken, and keeps the place of that one', async () => {
    const items = () => Array.from({ length: 100 }, (_, n) => ({ id: `${n}${'x'.repeat(200_000)}` }));
    const schemas = smallSchemas({ shop: { Query: { items } } });
    gateway = await gatewayOver(inProcess(schemas), { questionsAtOnce: 2, priceLimit: 35 });
    const url = `${await gateway.listen()}/graphql`;
    const slow = await untaken(url, GOOD);
    const known = { 'x-inner-question': '1', 'x-request-id': String(slow.headers['x-request-id']) };
    expect((await sendQuestion(url, '{ items { id name kind } }', known)).codes).toEqual(['TOO_EXPENSIVE']);
    expect((await sendQuestion(url, GOOD, known)).codes).toEqual(['BUSY']);
    slow.destroy();
  });
});

/** Asks and reads no more than the head of the answer. */
async function untaken(url: string, query: string): Promise<IncomingMessage> {
  const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false });
  outgoing.end(JSON.stringify({ query }));
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return incoming;
}
