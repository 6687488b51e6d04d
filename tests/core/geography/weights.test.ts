import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AREAS, type Area, areaById, areasOn } from '../../../schema/areas/areas.js';
import { AREA_OVERLAPS, predecessorsOf, SUCCESSIONS, successorsOf } from '../../../schema/areas/successions.js';
import { AREA_WEIGHTS, COMMUNE_WEIGHTS, Weights } from '../../../subgraphs/core/geography/weights.js';

const BEFORE = '2025-06-30';
const AFTER = '2025-07-01';

describe('the code list', () => {
  test('has the city, 30 districts, and the communes before and after the change', () => {
    expect(areasOn('DISTRICT', BEFORE)).toHaveLength(30);
    expect(areasOn('COMMUNE', BEFORE)).toHaveLength(526);
    expect(areasOn('DISTRICT', AFTER)).toHaveLength(0);
    expect(areasOn('COMMUNE', AFTER)).toHaveLength(126);
  });

  test('names every area once for ever, although codes were used twice', () => {
    expect(new Set(AREAS.map(({ id }) => id)).size).toBe(AREAS.length);
    const twice = areasOn('COMMUNE', AFTER).filter(({ code }) => areaById(`COMMUNE-${code}`));
    expect(twice).toHaveLength(126);
    for (const { code, id } of twice) expect(id).not.toBe(`COMMUNE-${code}`);
  });

  test('every area below the city stands in one that stood as long', () => {
    for (const { parent, validTo } of AREAS.filter(({ level }) => level !== 'CITY')) {
      const above = areaById(parent ?? '');
      expect(above).toBeDefined();
      expect(above?.validTo === null || above?.validTo === validTo).toBe(true);
    }
  });

  test('every commune of 2025 went somewhere, and every one of today came from somewhere', () => {
    for (const area of areasOn('COMMUNE', BEFORE)) {
      const after = successorsOf(area);
      expect(after.length).toBeGreaterThan(0);
      expect(after.length === 1 || after.every(({ kind }) => kind === 'PARTIAL')).toBe(true);
    }
    for (const area of areasOn('COMMUNE', AFTER)) expect(predecessorsOf(area).length).toBeGreaterThan(0);
    expect(SUCCESSIONS.filter(({ kind }) => kind === 'PARTIAL')).toHaveLength(470);
  });

  test('districts overlap only those communes that the resolution made of their communes', () => {
    const made = new Set(SUCCESSIONS.map(({ from, to }) => `${from.parent} ${to.id}`));
    for (const { from, to } of AREA_OVERLAPS) expect(made).toContain(`${from.id} ${to.id}`);
  });
});

describe('weights', () => {
  test.each([
    ['districts to communes', AREA_WEIGHTS, areasOn('COMMUNE', AFTER), BEFORE, areasOn('DISTRICT', BEFORE)],
    ['communes to districts', AREA_WEIGHTS, areasOn('DISTRICT', BEFORE), AFTER, areasOn('COMMUNE', AFTER)],
    ['old communes to new ones', COMMUNE_WEIGHTS, areasOn('COMMUNE', AFTER), BEFORE, areasOn('COMMUNE', BEFORE)],
  ] as const)(
    'of %s: what leaves an area is all of it, and what an area is made of is all of it',
    (_, weights, targets, day, sources) => {
      const left = new Map<string, number>();
      for (const target of targets) {
        const pieces = weights.pieces(target, day);
        expect(pieces.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(1, 12);
        for (const { area, weight } of pieces) left.set(area.id, (left.get(area.id) ?? 0) + weight);
      }
      expect(left.size).toBe(sources.length);
      for (const sum of left.values()) expect(sum).toBeCloseTo(1, 12);
    },
  );

  test('an area that stood on the day is made of itself', () => {
    const area = areaById('DISTRICT-001') as Area;
    expect(AREA_WEIGHTS.pieces(area, BEFORE)).toEqual([{ area, weight: 1, part: 1 }]);
  });

  test('a commune made of one district alone takes a share of it, and is all its own', () => {
    const [only] = AREA_WEIGHTS.pieces(areaById('COMMUNE-00004-2025-07-01') as Area, '2023-12-31');
    expect(only).toMatchObject({ area: { id: 'DISTRICT-001' }, part: 1 });
    expect(only?.weight).toBeCloseTo(0.31, 2);
  });

  test('over several changes nothing is lost, in either direction', () => {
    const count = fc.integer({ min: 1, max: 5 });
    const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(count, count, count, amounts, amounts, (a, b, c, first, second) => {
        const [old, middle, young] = [
          generation('A', a, null, '2020-12-31'),
          generation('B', b, '2021-01-01', '2022-12-31'),
          generation('C', c, '2023-01-01', null),
        ];
        const weights = new Weights('POPULATION', [...lists(old, middle, first), ...lists(middle, young, second)]);
        for (const [targets, day, sources] of [
          [young, '2020-06-30', old],
          [old, '2024-06-30', young],
        ] as const) {
          const left = new Map(sources.map(({ id }) => [id, 0]));
          for (const target of targets)
            for (const { area, weight } of weights.pieces(target, day))
              left.set(area.id, (left.get(area.id) ?? 0) + weight);
          for (const sum of left.values()) expect(sum).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

function generation(name: string, count: number, validFrom: string | null, validTo: string | null): Area[] {
  return Array.from({ length: count }, (_, i) => {
    const code = `${name}${i}`;
    return {
      id: `COMMUNE-${code}`,
      level: 'COMMUNE',
      code,
      name: { vi: code, en: code },
      validFrom,
      validTo,
      parent: 'CITY-01',
      tile: null,
    };
  });
}

function lists(from: readonly Area[], to: readonly Area[], amounts: readonly number[]) {
  return from.flatMap((f, i) => to.map((t, j) => ({ from: f, to: t, amount: amounts[(i * 5 + j) % 25] ?? 1 })));
}
