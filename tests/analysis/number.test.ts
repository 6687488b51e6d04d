import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixed, round, short } from '../../subgraphs/analysis/number.js';

const decimals = fc.integer({ min: 0, max: 8 });
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.integer(),
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((n) => n / 1000),
  fc.constantFrom(0, -0, 0.0005, -0.04, 999.995, 999_999.5, 1e15, -1e15, 1e21, 123_456_789_012.125),
);

const inBoth = (value: number, digits: Intl.NumberFormatOptions) => ({
  vi: new Intl.NumberFormat('vi-VN', digits).format(value),
  en: new Intl.NumberFormat('en-GB', digits).format(value),
});

describe('a number in a sentence', () => {
  test('is written as Intl writes it in both languages, with exactly these decimals', () => {
    fc.assert(
      fc.property(numbers, decimals, (value, count) => {
        const digits = { minimumFractionDigits: count, maximumFractionDigits: count };
        expect(fixed(value, count)).toEqual(inBoth(round(value, count), digits));
      }),
      { numRuns: 2000 },
    );
  });

  test('or with as many as it needs and no more than these', () => {
    fc.assert(
      fc.property(numbers, decimals, (value, most) => {
        expect(short(value, most)).toEqual(inBoth(round(value, most), { maximumFractionDigits: most }));
      }),
      { numRuns: 2000 },
    );
  });
});
