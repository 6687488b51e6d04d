import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  comparePeriods,
  type Frequency,
  firstDay,
  hanoiDay,
  hasEnded,
  lastDay,
  lastEnded,
  parsePeriod,
  period,
  periodArgument,
  periodOf,
  periodsBetween,
  yearBefore,
} from '../../subgraphs/core/period.js';

const PARTS: Record<Frequency, number> = { A: 1, S: 2, Q: 4, M: 12 };
const anyPeriod = fc
  .tuple(fc.constantFrom<Frequency>('A', 'S', 'Q', 'M'), fc.integer({ min: 1990, max: 2090 }), fc.nat(1000))
  .map(([f, year, n]) => periodOf(f, year, (n % PARTS[f]) + 1));

describe('a period', () => {
  test('is read back from its own text', () => {
    fc.assert(
      fc.property(anyPeriod, (p) => {
        expect(parsePeriod(p.text)).toBe(p);
      }),
    );
  });

  test.each([
    '',
    '23',
    '2023-S3',
    '2023-Q0',
    '2023-13',
    '2023-00',
    '2023-6',
    '2023-H1',
    '2023-S1 ',
    ' 2023',
    '2023-01-01',
  ])('"%s" is none, and is refused by name in an argument', (text) => {
    expect(parsePeriod(text)).toBeNull();
    expect(() => periodArgument('from', text)).toThrow(/"from".*2023-S1/);
    expect(() => period(text)).toThrow();
  });

  test.each([
    ['2023', '2023-01-01', '2023-12-31'],
    ['2024-S1', '2024-01-01', '2024-06-30'],
    ['2023-Q4', '2023-10-01', '2023-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2023-02', '2023-02-01', '2023-02-28'],
  ])('%s is from %s to %s', (text, first, last) => {
    expect([firstDay(period(text)), lastDay(period(text))]).toEqual([first, last]);
  });

  test('is parted by the periods of a finer frequency without gap or overlap', () => {
    fc.assert(
      fc.property(anyPeriod, fc.constantFrom<Frequency>('A', 'S', 'Q', 'M'), (p, frequency) => {
        const parts = periodsBetween(frequency, p, p);
        const months = parts.reduce((sum, part) => sum + part.lastMonth - part.firstMonth + 1, 0);
        const finer = PARTS[frequency] >= PARTS[p.frequency];
        expect(months).toBe(finer ? p.lastMonth - p.firstMonth + 1 : 0);
        expect(parts.map((x) => x.firstMonth)).toEqual([...parts.map((x) => x.firstMonth)].sort((a, b) => a - b));
      }),
    );
  });

  test('a year before has the same part and frequency', () => {
    expect(yearBefore(period('2023-S1')).text).toBe('2022-S1');
    expect(yearBefore(period('2023-02')).text).toBe('2022-02');
  });

  test('sorts by its last day, the longer one last of those that end together', () => {
    const sorted = ['2023', '2023-12', '2023-S1', '2023-Q4', '2023-S2']
      .map(period)
      .sort(comparePeriods)
      .map((p) => p.text);
    expect(sorted).toEqual(['2023-S1', '2023-12', '2023-Q4', '2023-S2', '2023']);
  });

  test('has ended on the day after its last day, in Hanoi', () => {
    expect(hasEnded(period('2023-S1'), '2023-06-30')).toBe(false);
    expect(hasEnded(period('2023-S1'), '2023-07-01')).toBe(true);
    expect(hanoiDay(new Date('2023-06-30T16:59:59Z'))).toBe('2023-06-30');
    expect(hanoiDay(new Date('2023-06-30T17:00:00Z'))).toBe('2023-07-01');
  });

  test('the last one that has ended lies before the day, and the next one does not', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
      .map(hanoiDay);
    fc.assert(
      fc.property(day, fc.constantFrom<Frequency>('A', 'S', 'Q', 'M'), (today, frequency) => {
        const p = lastEnded(frequency, today);
        expect(hasEnded(p, today)).toBe(true);
        const next = parsePeriod(p.text) && periodsBetween(frequency, p, periodOf('A', p.year + 2, 1))[1];
        expect(next && hasEnded(next, today)).toBe(false);
      }),
    );
  });
});
