import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classAt, classesOf, colourOf, type Method } from '../../../gateway/dashboard/map/classes.js';

const method = fc.constantFrom<Method>('QUANTILES', 'EQUAL_STEPS');
function numbers(min: number, max: number) {
  return fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: 130 });
}

/** Values as they are printed, and with how many decimals. */
const printed = fc
  .tuple(fc.oneof(numbers(0, 30), numbers(-100_000, 10_000_000)), fc.nat(3))
  .map(([drawn, decimals]) => ({ values: drawn.map((one) => one / 10 ** decimals), decimals }));

describe('classes of the map', () => {
  test('hold each value in the one class whose bounds are around it, whatever the values', () => {
    fc.assert(
      fc.property(printed, method, ({ values, decimals }, how) => {
        const classes = classesOf(values, decimals, how);
        for (const value of values) {
          const index = classAt(value, classes);
          const { from, to } = classes[index] ?? { from: Number.NaN, to: Number.NaN };
          expect(value).toBeGreaterThanOrEqual(from);
          if (index === classes.length - 1) expect(value).toBeLessThanOrEqual(to);
          else expect(value).toBeLessThan(to);
        }
      }),
    );
  });

  test('are one to five, follow on each other without a gap, and have bounds no finer than the values', () => {
    fc.assert(
      fc.property(printed, method, ({ values, decimals }, how) => {
        const classes = classesOf(values, decimals, how);
        expect(classes.length).toBeGreaterThanOrEqual(1);
        expect(classes.length).toBeLessThanOrEqual(5);
        classes.slice(1).forEach(({ from }, index) => {
          expect(from).toBe(classes[index]?.to);
        });
        for (const { from, to } of classes) {
          expect(from).toBe(Number(from.toFixed(decimals)));
          expect(to).toBe(Number(to.toFixed(decimals)));
        }
      }),
    );
  });

  test('by quantiles hold about as many areas each', () => {
    const values = Array.from({ length: 100 }, (_, index) => index ** 2);
    const classes = classesOf(values, 0, 'QUANTILES');
    const counts = classes.map((_, place) => values.filter((value) => classAt(value, classes) === place).length);
    expect(counts).toHaveLength(5);
    for (const count of counts) expect(Math.abs(count - 20)).toBeLessThanOrEqual(2);
  });

  test('of equal steps are as wide as each other', () => {
    expect(classesOf([0, 3, 100], 0, 'EQUAL_STEPS')).toEqual([
      { from: 0, to: 20 },
      { from: 20, to: 40 },
      { from: 40, to: 60 },
      { from: 60, to: 80 },
      { from: 80, to: 100 },
    ]);
  });

  test('are a single one of a single value where all areas have the same, and none without values', () => {
    expect(classesOf([0, 0, 0], 3, 'QUANTILES')).toEqual([{ from: 0, to: 0 }]);
    expect(classesOf([], 3, 'QUANTILES')).toEqual([]);
  });

  test('use the scale of colours from end to end, and no colour twice', () => {
    for (const count of [2, 3, 4, 5]) {
      const colours = Array.from({ length: count }, (_, index) => colourOf(index, count));
      expect(colours[0]).toBe(0);
      expect(colours.at(-1)).toBe(6);
      expect(new Set(colours).size).toBe(count);
    }
  });
});
