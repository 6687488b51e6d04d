import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Budget } from '../../subgraphs/social-insurance/budget.js';
import { StoppedClock } from './stage.js';

const signal = new AbortController().signal;

it('never lets more than the budget go in any minute, whenever the requests come', async () => {
  const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), gaps, async (perMinute, times) => {
      const clock = new StoppedClock();
      const budget = new Budget(perMinute, clock);
      const sent: number[] = [];
      for (const gap of times) {
        clock.time += gap;
        await budget.take(signal).then(
          () => sent.push(clock.time),
          () => 0,
        );
      }
      sent.forEach((time, i) => {
        expect((sent[i + perMinute] ?? Infinity) - time).toBeGreaterThanOrEqual(60_000);
      });
    }),
  );
});

it('lets the whole budget go at once, and again a minute later', async () => {
  const clock = new StoppedClock();
  const budget = new Budget(600, clock);
  for (let i = 0; i < 600; i++) await budget.take(signal);
  await expect(budget.take(signal)).rejects.toMatchObject({ code: 'SOURCE_RATE_LIMITED' });
  clock.time += 61_000;
  for (let i = 0; i < 600; i++) await budget.take(signal);
  expect(clock.waits).toEqual([]);
});

it('waits for the budget when the wait is short', async () => {
  const clock = new StoppedClock();
  const budget = new Budget(1, clock);
  await budget.take(signal);
  clock.time += 60_000;
  await budget.take(signal);
  expect(clock.waits).toEqual([1000]);
});

it('does not obey a pause of a year', async () => {
  const clock = new StoppedClock();
  const budget = new Budget(1, clock);
  budget.pause(365 * 86_400_000);
  clock.time += 300_000;
  await budget.take(signal);
  expect(clock.waits).toEqual([]);
});
