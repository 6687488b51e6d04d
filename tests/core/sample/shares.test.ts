import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { period } from '../../../subgraphs/core/period.js';
import { type AnchoredSeries, amountAt } from '../../../subgraphs/core/sample/anchors.js';
import { distribute, seeded } from '../../../subgraphs/core/sample/shares.js';

const weights = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('splitting a whole number by weights', () => {
  it('gives whole parts that add up and lie within one of their proportional part', () => {
    fc.assert(
      fc.property(fc.nat(9_000_000), weights, (total, w) => {
        const parts = distribute(total, w);
        const sum = w.reduce((a, b) => a + b);
        expect(parts.reduce((a, b) => a + b)).toBe(total);
        parts.forEach((part, i) => {
          expect(Math.abs(part - (total * (w[i] as number)) / sum)).toBeLessThan(1.000001);
        });
      }),
    );
  });

  it('keeps every part within its cap and still adds up', () => {
    const cells = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), cap: fc.nat(500) }), { minLength: 1 });
    fc.assert(
      fc.property(cells, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const caps = list.map((c) => c.cap);
        const total = Math.floor(caps.reduce((a, b) => a + b) * share);
        const parts = distribute(
          total,
          list.map((c) => c.weight),
          caps,
        );
        expect(parts.reduce((a, b) => a + b)).toBe(total);
        parts.forEach((part, i) => {
          expect(part).toBeLessThanOrEqual(caps[i] as number);
        });
      }),
    );
  });

  it('gives nothing where the weight is zero, and refuses a total that nobody can take', () => {
    expect(distribute(10, [0, 1, 1])).toEqual([0, 5, 5]);
    expect(distribute(0, [0, 0])).toEqual([0, 0]);
    expect(() => distribute(1, [0, 0])).toThrow(/cannot be split/);
    expect(() => distribute(9, [1, 1], [4, 4])).toThrow(/cannot be split/);
  });
});

describe('seeded numbers', () => {
  it('are the same for a key, others for another, and lie from 0 up to 1', () => {
    const list = (key: string) => Array.from({ length: 200 }, seeded(key));
    expect(list('a')).toEqual(list('a'));
    expect(list('a')).not.toEqual(list('b'));
    expect(list('a').every((x) => x >= 0 && x < 1)).toBe(true);
    expect(new Set(list('a')).size).toBe(200);
  });
});

describe('an anchored series', () => {
  const anchor = (text: string, amount: number) => ({ period: period(text), amount, published: false });
  const series: AnchoredSeries = { name: 'X', as: 'value', anchors: [anchor('2020-S1', 10), anchor('2021-S1', 22)] };

  it('is exact at its anchors and straight between them', () => {
    expect(amountAt(series, period('2020-06').lastMonth)).toBe(10);
    expect(amountAt(series, period('2020-09').lastMonth)).toBe(13);
    expect(amountAt(series, period('2021-S1').lastMonth)).toBe(22);
  });

  it('is never drawn beyond its first and last anchor', () => {
    expect(() => amountAt(series, period('2020-05').lastMonth)).toThrow(/X has no anchor/);
    expect(() => amountAt(series, period('2021-07').lastMonth)).toThrow(/X has no anchor/);
  });
});
