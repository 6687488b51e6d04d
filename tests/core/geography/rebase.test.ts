import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, areaById, areasOn } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { classOf } from '../../../subgraphs/core/geography/moved.js';
import { type ReportedAt, rebased } from '../../../subgraphs/core/geography/rebase.js';
import type { Figure } from '../../../subgraphs/core/journal/served.js';
import { period } from '../../../subgraphs/core/period.js';

const catalogue = readCatalogue();
const of = (code: string) => catalogue.get(code) as CatalogueIndicator;
const DISTRICTS = areasOn('DISTRICT', '2024-12-31');
const OLD = areasOn('COMMUNE', '2024-12-31');
const COMMUNES = areasOn('COMMUNE', '2025-12-31');
const BA_DINH = areaById('COMMUNE-00004-2025-07-01') as Area;

function figure(numerator: number | null, denominator: number | null = null, rest: Partial<Figure> = {}): Figure {
  const value =
    numerator === null
      ? null
      : denominator === null
        ? numerator
        : denominator === 0
          ? null
          : (100 * numerator) / denominator;
  return {
    indicator: 'X',
    area: 'X',
    period: 'X',
    value,
    numerator,
    denominator,
    status: 'A',
    reason: null,
    note: null,
    document: null,
    place: null,
    publishedAt: null,
    position: 1,
    recordedAt: '2025-01-01T00:00:00.000Z',
    released: null,
    sample: { value: true, numerator: true, denominator: true },
    confidentiality: 'F',
    ...rest,
  };
}

/** Figures by area id, the same in every period. */
function reported(figures: ReadonlyMap<string, Figure>, only?: string): ReportedAt {
  return (area, text) => (only === undefined || text === only ? figures.get(area) : undefined);
}

const counts = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 30, maxLength: 30 });

describe('a figure on other boundaries', () => {
  test('the city has the same total on either geography', () => {
    fc.assert(
      fc.property(counts, (numbers) => {
        const figures = new Map(DISTRICTS.map(({ id }, i) => [id, figure(numbers[i] ?? 0)]));
        const moved = COMMUNES.map((area) => rebased(of('JOBS'), area, period('2023-06'), reported(figures)));
        const total = moved.reduce((sum, one) => sum + (one?.value ?? Number.NaN), 0);
        expect(total).toBeCloseTo(
          numbers.reduce((sum, n) => sum + n, 0),
          4,
        );
      }),
    );
  });

  test('and so it has when communes of today are brought back to districts', () => {
    const figures = new Map(COMMUNES.map(({ id }, i) => [id, figure(100 + i)]));
    const moved = DISTRICTS.map((area) => rebased(of('JOBS'), area, period('2025-09'), reported(figures)));
    const total = moved.reduce((sum, one) => sum + (one?.value ?? Number.NaN), 0);
    expect(total).toBeCloseTo(
      COMMUNES.reduce((sum, _, i) => sum + 100 + i, 0),
      6,
    );
  });

  test('a rate is divided anew from moved parts: it is no mean of rates, and lies between those it was made of', () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 999_999 })), {
      minLength: 30,
      maxLength: 30,
    });
    fc.assert(
      fc.property(parts, (pairs) => {
        const figures = new Map(
          DISTRICTS.map(({ id }, i) => {
            const [permille, den] = pairs[i] ?? [0, 1];
            return [id, figure(Math.floor((den * permille) / 999), den)];
          }),
        );
        for (const area of COMMUNES) {
          const moved = rebased(of('HEALTH_INSURANCE'), area, period('2023-06'), reported(figures));
          const { numerator, denominator, value, madeOf } = moved ?? expect.fail('nothing was moved');
          expect(value).toBeCloseTo((100 * (numerator ?? Number.NaN)) / (denominator ?? Number.NaN), 9);
          const rates = madeOf.map((made) => made.figure.value ?? Number.NaN);
          expect(value).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...rates) + 1e-9);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('an area keeps the figure that was reported for it, also a stock of the year of the change', () => {
    expect(rebased(of('DOCTORS'), DISTRICTS[0] as Area, period('2023'), () => figure(1, 2))).toBeNull();
    expect(rebased(of('DOCTORS'), BA_DINH, period('2025'), () => figure(1, 2))).toBeNull();
  });

  test('whole communes go where they went, exactly; where one was split, it is an estimate', () => {
    const figures = new Map(OLD.map(({ id }) => [id, figure(1000)]));
    const all = COMMUNES.map((area) => rebased(of('POPULATION'), area, period('2023-S1'), reported(figures)));
    const whole = all.filter((moved) => moved?.movedBy === 'WHOLE');
    expect(whole.length).toBeGreaterThan(0);
    for (const moved of whole) {
      expect(moved?.value).toBe(1000 * (moved?.madeOf.length ?? Number.NaN));
      expect(moved?.status).toBe('A');
    }
    for (const moved of all) if (moved?.movedBy === 'AREA') expect(moved.status).toBe('U');
    expect(all.reduce((sum, moved) => sum + (moved?.value ?? Number.NaN), 0)).toBeCloseTo(526_000, 6);
  });

  test('a flow of the year of the change is its moved first half and its second half', () => {
    const figures = new Map(
      [...DISTRICTS, ...COMMUNES].map(({ id, level }) => [id, figure(level === 'DISTRICT' ? 1000 : 70)]),
    );
    const year = rebased(of('POLICY_CREDIT'), BA_DINH, period('2025'), reported(figures));
    const first = rebased(of('POLICY_CREDIT'), BA_DINH, period('2025-S1'), reported(figures));
    expect(year?.value).toBeCloseTo((first?.value ?? Number.NaN) + 70, 9);
    expect(year).toMatchObject({ status: 'U', movedBy: 'AREA' });
    expect(year?.madeOf.map((made) => [made.area.level, made.period])).toEqual([
      ['DISTRICT', '2025-S1'],
      ['COMMUNE', '2025-S2'],
    ]);
    const back = rebased(of('POLICY_CREDIT'), DISTRICTS[0] as Area, period('2025'), reported(figures));
    expect(back?.madeOf[0]).toMatchObject({ period: '2025-S1', weight: 1 });
  });

  test('a half of that year that is missing leaves the year missing', () => {
    const figures = new Map(DISTRICTS.map(({ id }) => [id, figure(1000)]));
    expect(rebased(of('POLICY_CREDIT'), BA_DINH, period('2025'), reported(figures))).toMatchObject({
      value: null,
      missing: 'NOT_REPORTED',
    });
  });

  test('with less than 95 % of an area known its figure is missing', () => {
    const mixed = COMMUNES.find(
      (area) => rebased(of('DOCTORS'), area, period('2023'), () => figure(1, 2))?.madeOf.length === 2,
    ) as Area;
    const [some] = rebased(of('DOCTORS'), mixed, period('2023'), () => figure(1, 2))?.madeOf ?? [];
    const known = new Map([[some?.area.id ?? '', figure(1, 2)]]);
    expect(rebased(of('DOCTORS'), mixed, period('2023'), reported(known))).toMatchObject({
      value: null,
      missing: 'TOO_LITTLE_KNOWN',
      status: 'O',
    });
  });

  test('what draws on a withheld figure is withheld', () => {
    const figures = new Map(DISTRICTS.map(({ id }) => [id, figure(1000)]));
    figures.set('DISTRICT-001', figure(null, null, { status: 'Q' }));
    expect(rebased(of('JOBS'), BA_DINH, period('2023-06'), reported(figures))).toMatchObject({
      value: null,
      numerator: null,
      status: 'Q',
    });
  });

  test.each(['LIFE_EXPECTANCY', 'UNEMPLOYMENT', 'CHILD_MALNUTRITION', 'CHILD_FRIENDLY_COMMUNES', 'MOUNTAIN_COMMUNES'])(
    '%s is not moved',
    (code) => {
      expect(rebased(of(code), BA_DINH, period('2023'), () => figure(1, 2))).toMatchObject({
        missing: 'NOT_MOVABLE',
        status: 'M',
      });
    },
  );

  test('a rate over nothing does not apply, and its parts are moved', () => {
    const figures = new Map(DISTRICTS.map(({ id }) => [id, figure(0, 0, { status: 'M', reason: 'DOES_NOT_APPLY' })]));
    expect(rebased(of('CLEAN_WATER'), BA_DINH, period('2023-S1'), reported(figures))).toMatchObject({
      value: null,
      missing: 'DOES_NOT_APPLY',
      denominator: 0,
    });
  });

  test.each([
    [0, 0, 1],
    [1, 1, 2],
    [4.9, 2, 5],
    [5, 5, 10],
    [999, 500, 1000],
    [1000, 1000, 2000],
  ])('the class of %d is %d to %d', (value, from, to) => expect(classOf(value)).toEqual({ from, to }));
});
