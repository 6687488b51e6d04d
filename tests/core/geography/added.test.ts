import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, areasOn, CITY } from '../../../schema/areas/areas.js';
import { GROUPS, placeById } from '../../../schema/areas/groups.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { added } from '../../../subgraphs/core/geography/rebase.js';
import type { Figure, ServedSlice } from '../../../subgraphs/core/journal/served.js';
import { movedFigure } from '../../../subgraphs/core/observations.js';
import { period } from '../../../subgraphs/core/period.js';

const catalogue = readCatalogue();
const of = (code: string) => catalogue.get(code) as CatalogueIndicator;
const DISTRICTS = areasOn('DISTRICT', '2024-12-31');
const P = period('2023-S1');
const NOW = { today: '2026-01-01', catalogue };
const reading = (code: string, known: ReturnType<typeof slices>) => ({
  ...{ indicator: of(code), slices: known, moment: NOW, boundaries: null },
});
const [A, B] = DISTRICTS as [Area, Area];

const told = (numerator: number | null, denominator: number | null = null, rest: object = {}) =>
  ({
    value:
      numerator === null || denominator === 0
        ? null
        : denominator === null
          ? numerator
          : (100 * numerator) / denominator,
    ...{ numerator, denominator, status: 'A', reason: null, confidentiality: 'F', ...rest },
  }) as Figure;

const at = (figures: Readonly<Record<string, Figure>>) => (area: string) => figures[area];

describe('the figure of several areas together', () => {
  test('of groups that share out the city is the city’s, above and below the line', () => {
    const pairs = fc.array(fc.tuple(fc.nat(900_000), fc.nat(900_000)), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (numbers) => {
        const figures = Object.fromEntries(
          DISTRICTS.map(({ id }, i) => {
            const [a = 0, b = 0] = numbers[i] ?? [];
            return [id, told(Math.min(a, b), Math.max(a, b))];
          }),
        );
        const whole = added(of('HEALTH_INSURANCE'), DISTRICTS, P, at(figures), null);
        const parts = ['INNER_DISTRICTS', 'OUTER_DISTRICTS'].map((code) =>
          movedFigure(reading('HEALTH_INSURANCE', slices(figures)), placeById(`GROUP-${code}`) as Area, P),
        );
        expect(parts.reduce((sum, part) => sum + (part?.numerator ?? 0), 0)).toBe(whole.numerator);
        expect(parts.reduce((sum, part) => sum + (part?.denominator ?? 0), 0)).toBe(whole.denominator);
        if (whole.denominator) expect(whole.value).toBe((100 * (whole.numerator as number)) / whole.denominator);
      }),
    );
  });

  test('is none while one of them has none, and says so', () => {
    const one = { [A.id]: told(5) };
    expect(added(of('JOBS'), [A, B], P, at(one), null)).toMatchObject({
      value: null,
      missing: 'MEMBER_MISSING',
      status: 'O',
    });
    const blank = { ...one, [B.id]: told(null, null, { status: 'O', reason: 'BLANK_AT_SOURCE' }) };
    expect(added(of('JOBS'), [A, B], P, at(blank), null)).toMatchObject({ missing: 'MEMBER_MISSING' });
  });

  test('takes in an area where the rate does not apply: it adds nothing on either side', () => {
    const figures = { [A.id]: told(5, 50), [B.id]: told(0, 0, { status: 'M' }) };
    expect(added(of('CLEAN_WATER'), [A, B], P, at(figures), null)).toMatchObject({
      value: 10,
      numerator: 5,
      denominator: 50,
    });
  });

  test('is withheld when one of them is', () => {
    const withheld = told(null, null, { status: 'Q', reason: 'SUPPRESSED', confidentiality: 'A' });
    const figures = { [A.id]: told(500), [B.id]: withheld };
    expect(added(of('JOBS'), [A, B], P, at(figures), null)).toMatchObject({
      value: null,
      numerator: null,
      status: 'Q',
    });
  });

  test('is as uncertain as the least certain of them', () => {
    const figures = { [A.id]: told(500), [B.id]: told(7, null, { status: 'P' }) };
    expect(added(of('JOBS'), [A, B], P, at(figures), null)).toMatchObject({ value: 507, status: 'P' });
  });

  test.each(['LIFE_EXPECTANCY', 'UNEMPLOYMENT', 'CHILD_MALNUTRITION'])('cannot be of %s', (code) => {
    expect(added(of(code), [A, B], P, at({ [A.id]: told(1), [B.id]: told(2) }), null)).toMatchObject({
      ...{ value: null, missing: 'NOT_ADDABLE', status: 'M' },
    });
  });
});

const slices = (figures: Readonly<Record<string, Figure>>, heldBack?: string) => ({
  S: { get: (area: string) => figures[area], heldBack: () => heldBack } as unknown as ServedSlice,
});

describe('the city where only its parts were reported', () => {
  const all = Object.fromEntries(DISTRICTS.map(({ id }) => [id, told(10)]));
  const ofCity = (figures: Readonly<Record<string, Figure>>, heldBack?: string, code = 'POLICY_CREDIT') =>
    movedFigure(reading(code, slices(figures, heldBack)), CITY, P);

  test('is made of all of them', () => {
    expect(ofCity(all)).toMatchObject({ value: 300, movedBy: 'WHOLE', status: 'A' });
    expect(ofCity(all)?.madeOf).toHaveLength(30);
  });

  test('is not made where it has a figure of its own, also a blank one, or one that is held back', () => {
    expect(ofCity({ ...all, [CITY.id]: told(301) })).toBeNull();
    expect(ofCity({ ...all, [CITY.id]: told(null) })).toBeNull();
    expect(ofCity(all, 'JUMP')).toBeNull();
  });

  test('is not made of some of them, nor where figures do not add up', () => {
    expect(ofCity({ ...all, [A.id]: told(null) })).toBeNull();
    expect(ofCity(all, undefined, 'UNEMPLOYMENT')).toBeNull();
  });
});

test('the members of the declared groups share out the city in their time, and stand as long as their group', () => {
  for (const day of ['2025-06-30', '2025-07-01']) {
    const standing = GROUPS.filter(({ validFrom, validTo }) => (validFrom ?? '') <= day && day <= (validTo ?? '9999'));
    const members = standing.flatMap(({ members }) => members.map(({ id }) => id));
    const level = day < '2025-07' ? 'DISTRICT' : 'COMMUNE';
    expect(members.sort()).toEqual(
      areasOn(level, day)
        .map(({ id }) => id)
        .sort(),
    );
  }
});
