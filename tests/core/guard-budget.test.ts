import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../subgraphs/core/guard/budget.js';

/** A clock that is moved by hand. */
function stopped(): { time: number; readonly now: () => number } {
  const clock = { time: 5_000, now: () => clock.time };
  return clock;
}

describe('a budget', () => {
  test('never lets more go in any minute than it holds, whenever requests come, wait or are told to pause', () => {
    const step = fc.record({
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })),
      wait: fc.constantFrom(0, 0, 1_500, 30_000),
      pause: fc.constantFrom(0, 0, 0, 5_000, 100_000),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 80 }), (perMinute, steps) => {
        const clock = stopped();
        const budget = new Budget('health', perMinute, clock.now);
        const sent: number[] = [];
        for (const { gap, wait, pause } of steps) {
          clock.time += gap;
          if (pause > 0) budget.pause(pause);
          try {
            sent.push(clock.time + budget.take(wait));
          } catch {
            expect(wait).toBeLessThan(61_000 + 100_000);
          }
        }
        expect(sent).toEqual([...sent].sort((a, b) => a - b));
        sent.forEach((time, i) => {
          expect((sent[i + perMinute] ?? Infinity) - time).toBeGreaterThanOrEqual(60_000);
        });
      }),
    );
  });

  test('says how much is left, and lets exactly so much go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: 0, max: 30_000 })), (perMinute, gaps) => {
        const clock = stopped();
        const budget = new Budget('health', perMinute, clock.now);
        for (const gap of gaps) {
          clock.time += gap;
          const left = budget.left();
          const take = () => budget.take(0);
          if (left === 0) expect(take).toThrow('our own budget');
          else expect(take()).toBe(0);
          expect(budget.left()).toBe(Math.max(0, left - 1));
        }
      }),
    );
  });

  test('goes whole at once, and again a minute later', () => {
    const clock = stopped();
    const budget = new Budget('health', 600, clock.now);
    for (let i = 0; i < 600; i++) expect(budget.take(0)).toBe(0);
    expect(() => budget.take(0)).toThrow(expect.objectContaining({ code: 'SOURCE_RATE_LIMITED', owner: 'health' }));
    clock.time += 61_000;
    expect(budget.left()).toBe(600);
  });

  test('takes nothing for what would wait too long, and says how long', () => {
    const clock = stopped();
    const budget = new Budget('health', 1, clock.now);
    budget.take(0);
    clock.time += 60_000;
    expect(() => budget.take(999)).toThrow(
      'our own budget of 1 requests a minute is used up; the next request may go in 1 s',
    );
    expect(budget.take(1_000)).toBe(1_000);
    expect(() => budget.take(1_000)).toThrow('62 s');
  });

  test('is nothing while the source wants a pause, which is the longest one asked for', () => {
    const clock = stopped();
    const budget = new Budget('health', 10, clock.now);
    budget.pause(30_000);
    budget.pause(1_000);
    expect(budget.left()).toBe(0);
    expect(() => budget.take(0)).toThrow('the source asked for a pause; the next request may go in 30 s');
    clock.time += 30_000;
    expect(budget.left()).toBe(10);
  });

  test('does not obey a pause of a year', () => {
    const clock = stopped();
    const budget = new Budget('health', 1, clock.now);
    budget.pause(365 * 86_400_000);
    clock.time += 300_000;
    expect(budget.take(0)).toBe(0);
  });
});
