import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { question, type TestGraph, testGraph } from '../support/graph.js';

interface Shown {
  readonly value: number | null;
  readonly numerator: number | null;
}

describe('figures on the boundaries of another day', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  const sum = (rows: readonly Shown[]) => rows.reduce((total, { numerator }) => total + (numerator ?? 0), 0);

  test('the doctors of 2023 on the districts of 2024 and on the communes of today are the same doctors', async () => {
    const { then, now } = (await graph.answer(question('OnWhichBoundaries'))).indicator.series;
    expect(then).toHaveLength(30);
    expect(now).toHaveLength(126);
    expect(sum(now)).toBeCloseTo(sum(then), 6);
    for (const { value, status, movedBy, madeOf } of now) {
      expect(value).toBeGreaterThan(0);
      expect({ status, movedBy }).toEqual({ status: 'E', movedBy: 'AREA' });
      expect(madeOf.length).toBeGreaterThan(0);
    }
  });

  test('a count of people that was moved by area is of low reliability, and shown with its class', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "JOBS") { series {
      observations(level: COMMUNE, boundaries: "2025-07-01", periods: ["2023"]) { value status class { from to } changeOnYear vintages { value } provenance { system document } }
    } } }`);
    for (const row of indicator.series.observations) {
      expect(row).toMatchObject({ status: 'U', changeOnYear: null, vintages: [] });
      expect(row.class.from).toBeLessThanOrEqual(row.value);
      expect(row.class.to).toBeGreaterThan(row.value);
      expect(row.provenance.document).toMatch(/01-VL/);
    }
  });

  test('what cannot be moved is missing with the reason: surveys, counts of communes, areas without weights', async () => {
    const { indicators, old } = await graph.answer(`{
      indicators(codes: ["UNEMPLOYMENT", "CHILD_FRIENDLY_COMMUNES"]) { series {
        observations(level: COMMUNE, areas: ["COMMUNE-00004-2025-07-01"], boundaries: "2025-07-01", periods: ["2023"]) { value status reason(lang: EN) } } }
      old: indicator(code: "DOCTORS") { series {
        observations(areas: ["COMMUNE-00004"], boundaries: "2024-01-01", periods: ["2025-S2"]) { value status reason(lang: EN) } } }
    }`);
    for (const { series } of indicators) {
      expect(series.observations).toEqual([
        { value: null, status: 'M', reason: expect.stringMatching(/cannot be brought to other boundaries/) },
      ]);
    }
    expect(old.series.observations).toEqual([{ value: null, status: 'O', reason: expect.stringMatching(/no weight/) }]);
  });

  test('schools are counted by their place: the communes of today have those of 2023, exactly', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "NATIONAL_STANDARD_SCHOOLS") { series {
      reported: observations(level: COMMUNE, periods: ["2023"]) { value }
      moved: observations(level: COMMUNE, boundaries: "2025-07-01", periods: ["2023"]) { value numerator denominator status movedBy madeOf { weight } provenance { document } }
      city: observations(periods: ["2023"]) { numerator denominator } } } }`);
    const { reported, moved, city } = indicator.series;
    expect(reported.filter(({ value }: Shown) => value !== null)).toEqual([]);
    expect(moved).toHaveLength(126);
    expect(sum(moved)).toBe(city[0].numerator);
    for (const row of moved) {
      expect(row).toMatchObject({
        movedBy: 'PLACE',
        madeOf: [{ weight: 1 }],
        provenance: { document: expect.stringMatching(/2023/) },
      });
      expect(Number.isInteger(row.numerator)).toBe(true);
    }
  });

  test('a profile of a commune of today tells of earlier years on its own boundaries', async () => {
    const { area } = await graph.answer(`{ area(id: "COMMUNE-00004-2025-07-01") {
      health(period: "2023", boundaries: "2025-07-01") { doctors { value movedBy } doctorsPer10000 { value numerator movedBy madeOf { area { id } } } }
      reported: health(period: "2023") { doctors { value status } }
    } }`);
    expect(area.health.doctorsPer10000).toMatchObject({ movedBy: 'AREA', madeOf: [{ area: { id: 'DISTRICT-001' } }] });
    expect(area.health.doctors.value).toBeCloseTo(area.health.doctorsPer10000.numerator, 9);
    expect(area.reported.doctors).toEqual({ value: null, status: 'M' });
  });

  test.each([
    ['level: DISTRICT, boundaries: "2025-07-01"', /no DISTRICT stood on that day; there were CITY, COMMUNE/],
    ['areas: ["DISTRICT-001"], boundaries: "2025-07-01"', /Quận Ba Đình \(DISTRICT-001\) did not stand/],
    ['level: COMMUNE, boundaries: "2025-02-30"', /a day is written/],
    [
      'level: COMMUNE, areas: ["00004"]',
      /several areas had this code; use an id: COMMUNE-00004, COMMUNE-00004-2025-07-01/,
    ],
  ])('refuses %s, and says what can be asked', async (argument, message) => {
    const { errors } = await graph.ask(
      `{ indicator(code: "DOCTORS") { series { observations(${argument}, periods: ["2023"]) { value } } } }`,
    );
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('AS_REPORTED is the default, as a word or as a text', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "DOCTORS") { series {
      plain: observations(level: DISTRICT, periods: ["2023"]) { value movedBy }
      word: observations(level: DISTRICT, boundaries: AS_REPORTED, periods: ["2023"]) { value movedBy }
      text: observations(level: DISTRICT, boundaries: "AS_REPORTED", periods: ["2023"]) { value movedBy } } } }`);
    expect(indicator.series.word).toEqual(indicator.series.plain);
    expect(indicator.series.text).toEqual(indicator.series.plain);
    expect(indicator.series.plain[0].movedBy).toBeNull();
  });

  test('the communes of today say what they were made of, and a reused code never mixes', async () => {
    const { areas } = await graph.answer(question('Communes'));
    expect(areas).toHaveLength(126);
    const baDinh = areas.find(({ code }: { code: string }) => code === '00004');
    expect(baDinh).toMatchObject({ id: 'COMMUNE-00004-2025-07-01', name: 'Phường Ba Đình' });
    expect(baDinh.predecessors).toContainEqual({ area: { name: 'Phường Trúc Bạch' }, kind: 'FULL' });
    expect(baDinh.madeFrom).toEqual([{ area: { name: 'Quận Ba Đình' }, weight: expect.closeTo(0.31, 1) }]);
    const { area, before, ever } = await graph.answer(`{
      area(id: "COMMUNE-00004") { name validTo parent { name } successors { area { id name } kind } }
      before: areas(level: COMMUNE, on: "2025-06-30") { id }
      ever: areas { id } }`);
    expect(area).toMatchObject({ name: 'Phường Trúc Bạch', validTo: '2025-06-30', parent: { name: 'Quận Ba Đình' } });
    expect(area.successors).toContainEqual({ area: { id: baDinh.id, name: 'Phường Ba Đình' }, kind: 'FULL' });
    expect(before).toHaveLength(526);
    expect(ever).toHaveLength(1 + 30 + 526 + 126);
  });

  test('an old name is found', async () => {
    const { areas } = await graph.answer('{ areas(search: "truc bach") { id successors { area { name } } } }');
    expect(areas).toEqual([{ id: 'COMMUNE-00004', successors: [{ area: { name: 'Phường Ba Đình' } }] }]);
  });
});
