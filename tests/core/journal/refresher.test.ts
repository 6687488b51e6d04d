import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SourceError } from '../../../subgraphs/core/errors.js';
import type { SourceHealth } from '../../../subgraphs/core/guard/contract.js';
import type { Receipt, SliceKey } from '../../../subgraphs/core/journal/contract.js';
import { type Refresher, startRefresher } from '../../../subgraphs/core/journal/refresher.js';
import type { Logger } from '../../../subgraphs/core/log.js';

const KEEP = 900_000;
const BUDGET = 60;
const RECEIPT: Receipt = { position: 1, at: '', slices: [], taken: 0, withdrawn: 0, unchanged: 0, refused: 0 };
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];

let running: Refresher | null = null;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T00:00:00.000Z') });
});
afterEach(() => {
  running?.stop();
  vi.useRealTimers();
});

/** A journal whose slices were checked so many milliseconds ago (null: never), and that keeps who was asked for, when. */
function setting(ages: readonly (number | null)[], keep = KEEP) {
  const checked = new Map(
    ages.map((age, i) => [NAMES[i] ?? '', age === null ? null : new Date(Date.now() - age).toISOString()]),
  );
  const asked: { name: string; at: number }[] = [];
  const health: { -readonly [K in keyof SourceHealth]: SourceHealth[K] } = {
    ...{ asked: true, lastAnswer: null, lastError: null, openSince: null, budgetLeft: BUDGET, moves: 0 },
  };
  const state = { failing: (_name: string) => false, takesMs: 0, under: 0, most: 0, catchUps: 0 };
  const start = Date.now();
  const journal = {
    ages: () =>
      [...checked]
        .map(([indicator, checkedAt]) => ({ indicator, frequency: 'S' as const, checkedAt }))
        .sort((a, b) => Date.parse(a.checkedAt ?? '1970-01-01') - Date.parse(b.checkedAt ?? '1970-01-01')),
    async refresh(keys: readonly SliceKey[]): Promise<Receipt> {
      const [key] = keys;
      if (!key || keys.length > 1) throw new Error('one at a time');
      asked.push({ name: key.indicator, at: Date.now() - start });
      state.most = Math.max(state.most, ++state.under);
      const at = new Date().toISOString();
      if (state.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, state.takesMs));
      state.under -= 1;
      if (state.failing(key.indicator)) throw new SourceError('SOURCE_UNREACHABLE', 'health', 'scripted');
      checked.set(key.indicator, at);
      return RECEIPT;
    },
    catchUp: vi.fn(async () => undefined),
  };
  const warn = vi.fn();
  const info = vi.fn();
  const log = { warn, info, error: vi.fn(), debug: vi.fn() } as unknown as Logger;
  running = startRefresher({ journal, source: { health }, keep, budget: BUDGET, now: () => new Date(), log });
  const oldest = () => Math.max(...[...checked.values()].map((at) => Date.now() - Date.parse(at ?? '1970-01-01')));
  return { journal, asked, health, state, warn, info, oldest };
}

describe('slices that are kept fresh', () => {
  test('stay within the maximum age, the questions spread over it', async () => {
    const { asked, oldest } = setting(NAMES.map(() => 0));
    let worst = 0;
    for (let second = 0; second < 3600 * 4; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      worst = Math.max(worst, oldest());
    }
    expect(worst).toBeLessThanOrEqual(KEEP);
    const lastHour = asked.filter(({ at }) => at > 3 * 3_600_000);
    const gaps = lastHour.slice(1).map(({ at }, i) => at - (lastHour[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(KEEP / NAMES.length / 3);
    // Each is asked for about once in 0.7 to 0.95 of the age.
    expect(lastHour.length).toBeLessThanOrEqual((3600 / (0.7 * 900)) * NAMES.length + 1);
  });

  test('are left alone while they are young', async () => {
    const { asked } = setting([0, 1000]);
    await vi.advanceTimersByTimeAsync(0.69 * KEEP);
    expect(asked).toEqual([]);
  });

  test('that were never checked, or too long ago, are asked for first and soon, one by one', async () => {
    const { asked } = setting([null, 0, KEEP + 1, null]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(asked.map(({ name }) => name)).toEqual(['A', 'D', 'C']);
    expect(asked.slice(1).map(({ at }, i) => at - (asked[i]?.at ?? 0))).toEqual([250, 250]);
  });

  test('that were checked at a time that the clock has yet to reach are asked for first', async () => {
    const { asked } = setting([0, -KEEP]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.map(({ name }) => name)).toEqual(['B']);
  });

  test('and failed are tried calmly also after the clock was set back', async () => {
    const { asked, state } = setting([null]);
    state.failing = () => true;
    await vi.advanceTimersByTimeAsync(1_000);
    vi.setSystemTime(Date.now() - 10 * KEEP);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(2 * KEEP);
    expect(asked.length).toBeGreaterThan(before);
    expect(asked.length).toBeLessThanOrEqual(before + 3);
  });

  test('are never asked for while a question is under way', async () => {
    const { state, asked } = setting([null, null, null]);
    state.takesMs = 10_000;
    await vi.advanceTimersByTimeAsync(35_000);
    expect(asked.length).toBeGreaterThan(2);
    expect(state.most).toBe(1);
  });

  test('wait while half of the budget is gone', async () => {
    const { asked, health } = setting([null]);
    health.budgetLeft = BUDGET / 2 - 1;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    health.budgetLeft = BUDGET / 2;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(1);
  });

  test('are none where nothing is to be kept', async () => {
    const { asked, journal } = setting([null], 0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    expect(journal.catchUp).toHaveBeenCalledTimes(12);
  });
});

describe('a source that fails', () => {
  test('is tried calmly, told of once, and caught up with when it answers again', async () => {
    const { asked, state, warn, info, oldest } = setting([KEEP, KEEP, KEEP, KEEP]);
    state.failing = () => true;
    await vi.advanceTimersByTimeAsync(KEEP);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(new Set(asked.map(({ name }) => name)).size).toBe(4);
    expect(warn).toHaveBeenCalledTimes(1);
    state.failing = () => false;
    await vi.advanceTimersByTimeAsync(0.2 * KEEP + 2_000);
    expect(oldest()).toBeLessThan(KEEP / 2);
    expect(info).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('with one slice does not keep the others from being asked for', async () => {
    const { asked, state, warn } = setting([null, 0, 0]);
    state.failing = (name) => name === 'A';
    await vi.advanceTimersByTimeAsync(4 * KEEP);
    const count = (name: string) => asked.filter((one) => one.name === name).length;
    expect(count('B')).toBeGreaterThanOrEqual(4);
    expect(count('C')).toBeGreaterThanOrEqual(4);
    expect(count('A')).toBeLessThanOrEqual(20);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('and is left alone is noticed within seconds when it is back', async () => {
    const { state, health, oldest } = setting([KEEP]);
    state.failing = () => true;
    health.openSince = '2026-03-01T00:00:00.000Z';
    await vi.advanceTimersByTimeAsync(60_000);
    state.failing = () => false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(oldest()).toBeLessThan(10_000);
  });
});

test('what other processes record is taken over every five seconds, also after a failure', async () => {
  const { journal, warn } = setting([0]);
  journal.catchUp.mockRejectedValueOnce(new Error('gone')).mockRejectedValueOnce(new Error('gone'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(journal.catchUp).toHaveBeenCalledTimes(4);
  expect(warn).toHaveBeenCalledTimes(1);
});

test('after it is stopped nothing happens any more, also when a question was under way', async () => {
  const { asked, journal, state, warn } = setting([null, null]);
  state.takesMs = 1_000;
  state.failing = () => true;
  await vi.advanceTimersByTimeAsync(300);
  running?.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
  expect(journal.catchUp).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
