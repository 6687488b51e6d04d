import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Room } from '../../../gateway/limits/room.js';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';
import { send, sendQuestion } from './sending.js';

const GOOD = '{ items { id } }';

describe('the room for questions', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

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
          const paid = [...inside.values()].map((one) => one.price);
          expect(sum(paid.filter((one) => one > 25))).toBeLessThanOrEqual(100);
          expect(sum(paid.filter((one) => one <= 25))).toBeLessThanOrEqual(50);
        }
        for (const { leave } of inside.values()) leave();
        vi.runAllTimers();
        expect(room.enter('last')?.pay(100)).toBe(true);
      }),
    );
  });

  test('holds one question whatever its price, and what is not dear beside it', () => {
    const room = new Room({ atOnce: 3, price: 100 });
    expect([room.enter('a')?.pay(100), room.enter('b')?.pay(26), room.enter('c')?.pay(25)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('lets the next dear question in when as much time has passed as the last one took', () => {
    const room = new Room({ atOnce: 3, price: 100 });
    const first = room.enter('first');
    first?.pay(100);
    vi.advanceTimersByTime(2_000);
    first?.leave();
    vi.advanceTimersByTime(1_999);
    expect(room.enter('second')?.pay(100)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(room.enter('third')?.pay(100)).toBe(true);
  });

  test('gives back once what leaves twice', () => {
    const room = new Room({ atOnce: 3, price: 100 });
    const first = room.enter('first');
    first?.pay(25);
    first?.leave();
    first?.leave();
    expect([room.enter('a')?.pay(25), room.enter('b')?.pay(25), room.enter('c')?.pay(1)]).toEqual([true, true, false]);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

describe('a gateway that is full', () => {
  let gateway: Asked | undefined;
  let release: () => void = () => undefined;
  afterEach(async () => {
    release();
    await gateway?.close();
  });

  /** A gateway over a graph whose `items` wait until they are released; `arrived` tells when a number of them wait, `answered` when a number are answered, and `closing` that it closes. */
  async function holding(settings: NonNullable<Parameters<typeof gatewayOver>[1]>) {
    const asked = counter();
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const items = async () => {
      asked.more();
      await held;
      return [];
    };
    gateway = await gatewayOver(inProcess(smallSchemas({ shop: { Query: { items } } })), settings);
    const { app } = gateway;
    const sent = counter();
    app.addHook('onSend', async () => sent.more());
    const closing = new Promise<void>((resolve) => {
      app.addHook('preClose', async () => resolve());
    });
    const url = `${await gateway.listen()}/graphql`;
    return { url, arrived: asked.reaches, answered: sent.reaches, closing };
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
    // Its price stays taken for as long as it took.
    await vi.waitFor(async () => expect((await sendQuestion(url, GOOD)).status).toBe(200), { timeout: 20_000 });
  });

  test('has back what questions took whose answers waited behind another one on a connection that breaks', async () => {
    const { url, arrived, answered } = await holding({ priceLimit: 640 });
    const connection = connect(Number(new URL(url).port), '127.0.0.1');
    const dear = `{ ${Array.from({ length: 10 }, (_, n) => `a${n}: item(id: "1") { id }`).join(' ')} }`;
    // More than Node keeps for a connection before it stops reading from it.
    connection.write(inHttp(GOOD) + inHttp(dear).repeat(30));
    await Promise.all([arrived(1), answered(30)]);
    connection.resetAndDestroy();
    await once(connection, 'close');
    release();
    const all = `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: items { id name kind }`).join(' ')} }`;
    await vi.waitFor(async () => expect((await sendQuestion(url, all)).codes).toEqual([]), 10_000);
  });

  test('that closes answers what is under way, and ends its connection with the answer', async () => {
    const { url, arrived, closing } = await holding({});
    const under = sendQuestion(url, GOOD, { connection: 'keep-alive' });
    await arrived(1);
    const closed = gateway?.close();
    await closing;
    release();
    const { status, headers } = await under;
    expect([status, headers.connection]).toEqual([200, 'close']);
    await closed;
    gateway = undefined;
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

/** Counts, and tells when a number is reached. */
function counter() {
  let count = 0;
  let told: () => void = () => undefined;
  const more = () => {
    count += 1;
    told();
  };
  const reaches = async (number: number) => {
    while (count < number) {
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  return { more, reaches };
}

/** A question as it stands on the wire. */
function inHttp(query: string): string {
  const body = JSON.stringify({ query });
  const head = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
  return `${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`;
}

/** Asks and reads no more than the head of the answer. */
async function untaken(url: string, query: string): Promise<IncomingMessage> {
  const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false });
  outgoing.end(JSON.stringify({ query }));
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return incoming;
}
