import { expect, test } from 'vitest';
import { Turns } from '../../subgraphs/core/turns.js';

/** Turns that end after every item, whatever the clock says. */
class ShortTurns extends Turns {
  #items = 0;

  override isOver(items: number): boolean {
    if (this.#items === 0 && items > 0) setImmediate(() => (this.#items = 0));
    this.#items += items;
    return this.#items > 0;
  }
}

test('a short question between the parts of a long one is next in its turn, not the last of all', async () => {
  const turns = new ShortTurns();
  const order: string[] = [];
  const part = (name: string, left: number): Promise<void> =>
    new Promise((resolve) => {
      turns.after(() => {
        order.push(name);
        turns.isOver(1);
        if (left === 1) resolve();
        else part(name, left - 1).then(resolve);
      });
    });
  await Promise.all([part('long', 5), part('other', 5), part('short', 1)]);
  expect(order.indexOf('short')).toBe(2);
  expect(order.filter((name) => name === 'long')).toHaveLength(5);
});

test('few items are worked on in one go, however long they take', () => {
  const turns = new Turns();
  const until = performance.now() + 5;
  while (performance.now() < until);
  expect([turns.isOver(100), turns.isOver(100)]).toEqual([false, false]);
});
