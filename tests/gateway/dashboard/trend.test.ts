import { describe, expect, test } from 'vitest';
import { halfYears, lastDayOf, monthsOf } from '../../../gateway/dashboard/chart/periods.js';
import { type Figure, runsOf, type TrendParts, trendOf } from '../../../gateway/dashboard/indicator/trend.js';

function figure(period: string, value: number | null, more: Partial<Figure> = {}): Figure {
  return { period, value, status: value === null ? 'O' : 'A', class: null, ...more };
}

const NOTHING: TrendParts = { figures: [], projected: [], targets: [], breaks: [], minimum: null, maximum: null };
const periodsOf = (runs: Figure[][]) => runs.map((run) => run.map(({ period }) => period));

describe('the line of a trend', () => {
  test('is broken where a figure is missing, and where only a class is known', () => {
    const figures = [
      figure('2021', 1),
      figure('2022', null),
      figure('2023', 3),
      figure('2024', 4, { class: { from: 3, to: 5 } }),
      figure('2025', 5),
    ];
    expect(periodsOf(runsOf({ figures, breaks: [] }))).toEqual([['2021'], ['2023'], ['2025']]);
  });

  test('is broken where the definition changed, by the month of the catalogue or the status of the figure', () => {
    const figures = [figure('2021', 1), figure('2022', 2), figure('2023', 3), figure('2024', 4, { status: 'B' })];
    const breaks = [monthsOf('2022-03').from];
    expect(periodsOf(runsOf({ figures, breaks }))).toEqual([['2021'], ['2022', '2023'], ['2024']]);
  });
});

describe('the chart of a trend', () => {
  const figures = [figure('2021', 10), figure('2025', 20)];
  const version = (from: string, value: number | null, withdrawn = false) => ({ from, value, upper: null, withdrawn });

  test('shows each version of a target in its months alone, and where one was withdrawn', () => {
    const targets = [version('2021-03', 15), version('2024-01', 18), version('2025-01', null, true)];
    const { steps } = trendOf({ ...NOTHING, figures, targets }) ?? { steps: [] };
    expect(steps).toEqual([
      { from: monthsOf('2021-03').from, to: monthsOf('2024').from, low: 15, high: 15, withdrawnAfter: false },
      { from: monthsOf('2024').from, to: monthsOf('2025').from, low: 18, high: 18, withdrawnAfter: true },
    ]);
  });

  test('has room for figures, targets and the interval of the projection, yet none past what there can be', () => {
    const projected = [{ period: '2026', value: 25, low: 5, high: 99.9 }];
    const { ticks } = trendOf({ ...NOTHING, figures, projected, minimum: 0, maximum: 100 }) ?? { ticks: [] };
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBe(100);
  });

  test('is none without figures', () => {
    expect(trendOf(NOTHING)).toBeNull();
  });
});

describe('periods', () => {
  test.each([
    ['2024', '2024-12-31'],
    ['2024-S1', '2024-06-30'],
    ['2024-Q1', '2024-03-31'],
    ['2024-02', '2024-02-29'],
  ])('%s ends on %s', (period, day) => {
    expect(lastDayOf(period)).toBe(day);
  });

  test('that can be chosen are the half-years that have ended', () => {
    expect(halfYears(2024, 2025, '2025-06-30')).toEqual(['2024-S1', '2024-S2']);
    expect(halfYears(2024, 2025, '2025-07-01')).toEqual(['2024-S1', '2024-S2', '2025-S1']);
  });

  test('that are none are an error that names them', () => {
    expect(() => monthsOf('2024-13x')).toThrow('"2024-13x" is no period.');
  });
});
