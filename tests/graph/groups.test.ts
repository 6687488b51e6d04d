import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

interface Row {
  readonly period: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

describe('figures of declared groups of areas', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  const sum = (rows: readonly Row[], part: 'numerator' | 'denominator') =>
    rows.reduce((all, row) => all + (row[part] ?? 0), 0);

  test('groups are listed with their members, and are no areas otherwise', async () => {
    const { areas, ever } = await graph.answer(
      '{ areas(level: GROUP) { id code name validTo members { id } parent { id } madeFrom { weight } } ever: areas { id } }',
    );
    expect(areas.map(({ code, members }: { code: string; members: unknown[] }) => [code, members.length])).toEqual([
      ['INNER_DISTRICTS', 12],
      ['OUTER_DISTRICTS', 18],
      ['WARDS', 51],
      ['RURAL_COMMUNES', 75],
    ]);
    expect(areas[0]).toMatchObject({ name: 'Các quận', validTo: '2025-06-30', parent: { id: 'CITY-01' } });
    expect(ever.filter(({ id }: { id: string }) => id.startsWith('GROUP'))).toEqual([]);
  });

  test('counts add up, rates are divided anew: inner and outer districts are the city', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "DOCTORS") { series {
      groups: observations(level: GROUP, periods: ["2023"]) { area { name } value numerator denominator status movedBy madeOf { area { id } weight } provenance { system document } }
      members: observations(areas: ["DISTRICT-001", "DISTRICT-002"], periods: ["2023"]) { numerator }
      city: observations(periods: ["2023"]) { value numerator denominator } } } }`);
    const { groups, city } = indicator.series;
    expect(groups.map(({ area }: { area: { name: string } }) => area.name)).toEqual([
      'Các quận',
      'Các huyện và thị xã',
    ]);
    expect(sum(groups, 'numerator')).toBe(city[0].numerator);
    expect(sum(groups, 'denominator')).toBeCloseTo(city[0].denominator, 9);
    for (const { value, numerator, denominator, status, movedBy, madeOf } of groups) {
      expect(value).toBeCloseTo(numerator / denominator, 12);
      expect({ status, movedBy }).toEqual({ status: 'A', movedBy: 'WHOLE' });
      expect(madeOf.every(({ weight }: { weight: number }) => weight === 1)).toBe(true);
    }
    expect(groups[0].madeOf).toHaveLength(12);
  });

  test('a group of today’s communes has earlier years on its own boundaries', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "HOSPITAL_BEDS") { series {
      moved: observations(level: GROUP, boundaries: "2025-07-01", periods: ["2023", "2025"]) { area { id } period value numerator status movedBy changeOnYear }
      city: observations(periods: ["2023", "2025"]) { period numerator } } } }`);
    const { moved, city } = indicator.series;
    for (const { period, numerator } of city) {
      const ofPeriod = moved.filter((row: Row) => row.period === period);
      expect(ofPeriod).toHaveLength(2);
      expect(sum(ofPeriod, 'numerator')).toBeCloseTo(numerator, 4);
    }
    expect(moved[0]).toMatchObject({ period: '2023', status: 'E', movedBy: 'AREA' });
    expect(moved[1]).toMatchObject({ period: '2025', status: 'A', movedBy: 'WHOLE' });
  });

  test('what cannot be added is refused with the reason', async () => {
    const { indicators } =
      await graph.answer(`{ indicators(codes: ["LIFE_EXPECTANCY", "UNEMPLOYMENT", "CHILD_MALNUTRITION"]) { series {
      observations(areas: ["GROUP-INNER_DISTRICTS"], periods: ["2023"]) { value status reason(lang: EN) } } } }`);
    for (const { series } of indicators) {
      expect(series.observations).toEqual([
        { value: null, status: 'M', reason: expect.stringMatching(/cannot be added up from areas/) },
      ]);
    }
  });

  test('a group draws on what is shown: one that holds a withheld figure is withheld', async () => {
    const { indicators } =
      await graph.answer(`{ indicators(codes: ["POOR_HOUSEHOLDS", "NEAR_POOR_HOUSEHOLDS"]) { series {
      groups: observations(level: GROUP, from: "2021", to: "2025-S1", frequency: S) { period area { id } value status confidentiality madeOf { status } }
      named: observations(areas: ["GROUP-INNER_DISTRICTS"], periods: ["2021-S1", "2021-S2", "2022-S1", "2022-S2", "2023-S1", "2023-S2", "2024-S1", "2024-S2"]) { value status confidentiality madeOf { status } } } } }`);
    const rows = indicators.flatMap(({ series }: { series: { named: unknown[] } }) => series.named);
    const withheld = rows.filter(({ madeOf }: { madeOf: { status: string }[] }) =>
      madeOf.some(({ status }) => status === 'Q'),
    );
    expect(withheld.length).toBeGreaterThan(0);
    for (const row of withheld) expect(row).toMatchObject({ value: null, status: 'Q', confidentiality: 'D' });
  });

  test('a group is judged by the target of the city, and has a profile', async () => {
    const { indicator, area } = await graph.answer(`{
      indicator(code: "DOCTORS") { assessments(level: GROUP, periods: ["2023-S1"]) { area { id name } state missing { value denominator } } }
      area(id: "GROUP-INNER_DISTRICTS") { name health(period: "2023") { doctors { value } doctorsPer10000 { value numerator } } } }`);
    expect(indicator.assessments.map(({ area: { name } }: { area: { name: string } }) => name)).toEqual([
      'Các quận',
      'Các huyện và thị xã',
    ]);
    expect(area.health.doctors.value).toBe(area.health.doctorsPer10000.numerator);
  });

  test('a group stands when its members do', async () => {
    const { indicator } = await graph.answer(
      '{ indicator(code: "DOCTORS") { series { observations(areas: ["GROUP-WARDS"], periods: ["2023"]) { value reason(lang: EN) } } } }',
    );
    expect(indicator.series.observations).toEqual([{ value: null, reason: expect.stringMatching(/did not stand/) }]);
    const { errors } = await graph.ask(
      '{ indicator(code: "DOCTORS") { series { observations(areas: ["GROUP-INNER_DISTRICTS"], boundaries: "2025-07-01", periods: ["2023"]) { value } } } }',
    );
    expect(errors?.[0]?.message).toMatch(/Các quận \(GROUP-INNER_DISTRICTS\) did not stand/);
  });
});
