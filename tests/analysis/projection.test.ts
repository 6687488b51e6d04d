import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { project } from '../../subgraphs/analysis/projection.js';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { studentWithin } from '../../subgraphs/analysis/student.js';
import { period } from '../../subgraphs/core/period.js';
import { type Figures, handedOver, target } from './indicator.js';

function projected(figures: Figures, changes: Readonly<Record<string, unknown>> = {}, text = '2023-S1') {
  const projection = project(readIndicator(handedOver(figures, changes)), period(text));
  if (!projection) throw new Error('There is no projection.');
  return projection;
}

/** A value for each half-year from 2020-S2 on. */
const halves = (...values: number[]): Figures =>
  Object.fromEntries(values.map((value, i) => [`${2020 + Math.floor((i + 1) / 2)}-S${((i + 1) % 2) + 1}`, value]));

describe("Student's t", () => {
  // Percentage points for 80 % on both sides, as printed tables have them.
  test.each([
    [1, 3.078],
    [2, 1.886],
    [3, 1.638],
    [4, 1.533],
    [10, 1.372],
    [30, 1.31],
    [120, 1.289],
  ])('with %i degrees of freedom is %f', (freedom, t) => {
    expect(studentWithin(0.8, freedom)).toBeCloseTo(t, 3);
  });
});

describe('a projection', () => {
  test('goes on along a line that the figures lie on, to the end of the programme, without any width', () => {
    const { points, reason, method } = projected(halves(80, 81, 82, 83, 84, 85));
    expect(reason).toBeNull();
    expect(points.map((point) => point.period)).toEqual(['2023-S2', '2024-S1', '2024-S2', '2025-S1', '2025-S2']);
    expect(points.map(({ value }) => value)).toEqual([86, 87, 88, 89, 90].map((value) => expect.closeTo(value, 9)));
    for (const { value, low, high, status } of points) {
      expect([low, high]).toEqual([expect.closeTo(value, 6), expect.closeTo(value, 6)]);
      expect(status).toBe('F');
    }
    expect(method?.en).toMatch(/6 comparable figures from 2020-S2 to 2023-S1; 80% .* 4 degrees/);
  });

  test('has the interval of the textbook: t, the residual error, and the distance from the middle', () => {
    // Values 1, 3, 2, 4 at 0, 1, 2, 3: slope 0.8, mean 2.5, residual sum of squares 1.8.
    const [next] = projected(halves(1, 3, 2, 4), {}, '2022-S1').points;
    const half = 1.8856 * Math.sqrt(1.8 / 2) * Math.sqrt(1 + 1 / 4 + 2.5 ** 2 / 5);
    expect(next?.value).toBeCloseTo(4.5, 9);
    expect(next?.high).toBeCloseTo(4.5 + half, 3);
    expect(next?.low).toBeCloseTo(4.5 - half, 3);
  });

  test('stays between the smallest and the largest value that there can be, and is wider the further it looks', () => {
    const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(values, (six) => {
        const bounds = { minimum: 0, maximum: 100 };
        for (const { value, low, high } of projected(halves(...six), bounds).points) {
          expect(0 <= low && low <= value && value <= high && high <= 100).toBe(true);
        }
        const widths = projected(halves(...six)).points.map(({ low, high }) => high - low);
        expect(widths).toEqual([...widths].sort((a, b) => a - b));
      }),
    );
  });

  test('takes no figure of an older definition', () => {
    const broken = projected(halves(1, 1, 1, 80, 81, 82), { breaks: ['2022-01'] });
    expect(broken).toMatchObject({ reason: 'TOO_FEW_FIGURES', points: [], method: null });
    const enough = projected(halves(1, 80, 81, 82, 83, 84), { breaks: ['2021-01'] });
    expect(enough.points[0]?.value).toBeCloseTo(85, 9);
  });

  test('of a seasonal indicator rests on the same part of the year and tells of it alone', () => {
    const figures = Object.fromEntries(
      [2020, 2021, 2022, 2023].flatMap((year, i) => [
        [`${year}-S1`, 80 + i],
        [`${year}-S2`, 50],
      ]),
    );
    const { points } = projected(figures, { seasonal: true });
    expect(points.map((point) => [point.period, point.value])).toEqual([
      ['2024-S1', expect.closeTo(84, 1)],
      ['2025-S1', expect.closeTo(85, 1)],
    ]);
  });

  test('looks at nothing that came after the period', () => {
    expect(projected(halves(80, 81, 82, 83, 84, 85, 10, 10)).points[0]?.value).toBeCloseTo(86, 9);
  });

  test.each([
    ['TOO_FEW_FIGURES', projected(halves(80, 81, 82))],
    ['ENDED', projected({ ...halves(80, 81, 82, 83), '2025-S2': 90 }, {}, '2025-S2')],
    ['WITHDRAWN', projected(halves(1, 2, 3, 4, 5), { targets: [target(90), target(null, '2022-01')] })],
  ])('is not made, and says why: %s', (reason, projection) => {
    expect(projection).toMatchObject({ reason, points: [] });
  });

  test('of an owner that did not answer there is none', () => {
    expect(project(readIndicator(handedOver(null)), period('2023-S1'))).toBeNull();
  });
});
