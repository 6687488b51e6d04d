import { expect, test } from 'vitest';
import { type Stage, Turns } from '../../subgraphs/core/turns.js';

/** Turns that end after every item, whatever the clock says. */
class ShortTurns extends Turns {
  #items = 0;

  override isOver(items: number): boolean {
    if (this.#items === 0 && items > 0) setImmediate(() => (this.#items = 0));
    this.#items += items;
    return this.#items > 0;
  }
}

const [LONG, OTHER, SHORT] = [{}, {}, {}];

function another(turns: Turns, question: object): Promise<void> {
  return new Promise((resolve) => turns.after(question, 'started', resolve));
}

test('a short question between the parts of a long one is next in its turn, not the last of all', async () => {
  const turns = new ShortTurns();
  const order: string[] = [];
  const part = (name: string, question: object, left: number): Promise<void> =>
    new Promise((resolve) => {
      turns.after(question, 'started', () => {
        order.push(name);
        if (left === 1) resolve();
        else part(name, question, left - 1).then(resolve);
      });
    });
  await Promise.all([part('long', LONG, 5), part('other', OTHER, 5), part('short', SHORT, 1)]);
  expect(order.indexOf('short')).toBe(2);
  expect(order.filter((name) => name === 'long')).toHaveLength(5);
});

test('a question of many parts has no more turns than one of a single part', async () => {
  const turns = new ShortTurns();
  const order: string[] = [];
  const wait = async (name: string, question: object) => {
    await another(turns, question);
    order.push(name);
  };
  await Promise.all([...Array.from({ length: 20 }, () => wait('long', LONG)), wait('short', SHORT)]);
  expect(order.indexOf('short')).toBeLessThan(3);
  expect(order).toHaveLength(21);
});

test('of one question what may ask goes first, then what was started, then the rest, each in its order', async () => {
  const turns = new ShortTurns();
  const order: string[] = [];
  const wait = (stage: Stage, name: string) =>
    new Promise<void>((resolve) => {
      turns.after(LONG, stage, () => {
        order.push(name);
        resolve();
      });
    });
  const lists = ['a', 'b'].map(async (name) => {
    await wait('asking', `${name} asks`);
    await wait('ready', `${name} starts`);
    await Promise.all([wait('started', `${name} goes on`), wait('asking', `${name} asks again`)]);
  });
  expect([turns.isAsking(LONG), turns.isAsking(OTHER)]).toEqual([true, false]);
  await Promise.all(lists);
  const [a, b] = ['a', 'b'].map((name) => [`${name} starts`, `${name} asks again`, `${name} goes on`]);
  expect(order).toEqual(['a asks', 'b asks', ...(a ?? []), ...(b ?? [])]);
  expect(turns.isAsking(LONG)).toBe(false);
});

test('what waits goes on one by one, so that a turn ends when it is over and not when all have gone on', async () => {
  const turns = new ShortTurns();
  let turn = 0;
  let done = false;
  const count = () => {
    turn += 1;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  const seen = await Promise.all(
    Array.from({ length: 5 }, async () => {
      await another(turns, LONG);
      return turn;
    }),
  );
  done = true;
  expect(new Set(seen).size).toBe(5);
});

test('items that are collected come in their order without those that are not there, with turns for others in between', async () => {
  const turns = new ShortTurns();
  let collected = 0;
  function* items() {
    for (const item of [1, null, null, 2, 3]) {
      collected += 1;
      yield item;
    }
  }
  const seen: number[] = [];
  const all = turns.collect(LONG, items(), new AbortController().signal);
  const count = () => {
    seen.push(collected);
    if (collected < 5) setImmediate(count);
  };
  setImmediate(count);
  expect(await all).toEqual([1, 2, 3]);
  expect(new Set(seen).size).toBeGreaterThan(2);
});

test('of two that collect much, neither is done long before the other', async () => {
  /** Turns of fifty items. */
  class CountedTurns extends Turns {
    #items = 0;

    override isOver(items: number): boolean {
      if (this.#items === 0 && items > 0) setImmediate(() => (this.#items = 0));
      this.#items += items;
      return this.#items >= 50;
    }
  }
  const turns = new CountedTurns();
  const made = [0, 0];
  function* items(which: 0 | 1) {
    for (let i = 1; i <= 1000; i++) {
      made[which] = i;
      yield i;
    }
  }
  const { signal } = new AbortController();
  const one = (question: object, which: 0 | 1) => turns.collect(question, items(which), signal).then(() => [...made]);
  const atEnds = await Promise.all([one(LONG, 0), one(OTHER, 1)]);
  expect(Math.min(...atEnds.flat())).toBeGreaterThan(800);
});

test('what is collected for nobody is not collected to its end', async () => {
  let collected = 0;
  function* items() {
    for (;;) {
      collected += 1;
      yield null;
    }
  }
  const over = new AbortController();
  const all = new ShortTurns().collect(LONG, items(), over.signal);
  over.abort(new Error('over'));
  await expect(all).rejects.toThrow('over');
  expect(collected).toBe(1);
});

test('few items are worked on in one go, however long they take', () => {
  const turns = new Turns();
  const until = performance.now() + 5;
  while (performance.now() < until);
  expect([turns.isOver(100), turns.isOver(100)]).toEqual([false, false]);
});
