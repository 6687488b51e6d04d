import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { question, type TestGraph, testGraph } from '../support/graph.js';

interface Row {
  readonly period: string;
  readonly breakdown: { readonly code: string; readonly item: { readonly code: string; readonly name: string } };
  readonly value: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly partsDiffer: string | null;
}

describe('figures by the items of a breakdown', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  test('women and men with a card are all people with a card, over all people', async () => {
    const { breakdowns, observations } = (await graph.answer(question('Breakdown'))).indicator.series;
    expect(breakdowns.map(({ code }: { code: string }) => code)).toEqual(['SEX', 'AGE', 'URBANISATION']);
    expect(breakdowns[0]).toEqual({
      ...{ code: 'SEX', name: 'Giới tính' },
      items: [
        { code: 'F', name: 'Nữ' },
        { code: 'M', name: 'Nam' },
      ],
    });
    expect(observations.map((row: Row) => row.breakdown.item.name)).toEqual(['Nữ', 'Nam']);
    const { indicator } = await graph.answer(
      '{ indicator(code: "HEALTH_INSURANCE") { series { observations(periods: ["2023"]) { numerator denominator breakdown { code } partsDiffer } } } }',
    );
    const [total] = indicator.series.observations;
    expect(total).toMatchObject({ breakdown: null, partsDiffer: null });
    const sum = (part: 'numerator' | 'denominator') =>
      observations.reduce((all: number, row: Row) => all + (row[part] ?? 0), 0);
    expect(sum('numerator')).toBe(total.numerator);
    expect(sum('denominator')).toBe(total.denominator);
  });

  const broken = readCatalogue().indicators.filter(({ breakdowns }) => breakdowns.length > 0);

  test.each(broken.flatMap(({ code, breakdowns }) => breakdowns.map((breakdown) => [code, breakdown] as const)))(
    'every department gives its own: %s',
    async (code, breakdown) => {
      const { indicator } = await graph.answer(`{ indicator(code: "${code}") { series {
        observations(from: "2023", to: "2023", frequency: A, breakdown: "${breakdown.code}") { period value breakdown { code item { code } } partsDiffer } } } }`);
      const rows: Row[] = indicator.series.observations;
      expect(rows.map((row) => row.breakdown.item.code)).toEqual(breakdown.items.map((item) => item.code));
      for (const row of rows) {
        expect(row).toMatchObject({ period: '2023', breakdown: { code: breakdown.code }, partsDiffer: null });
        expect(row.value).toBeGreaterThan(0);
      }
    },
  );

  test('rows stand by area, period and item; a district that has no parts says that nobody reported them', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "SCHOOLS") { series {
      observations(areas: ["CITY-01", "DISTRICT-001"], periods: ["2022", "2023"], breakdown: "SCHOOL_TYPE") {
        area { id } period value reason(lang: EN) breakdown { item { code } } partsDiffer(lang: EN) } } } }`);
    const rows = indicator.series.observations;
    expect(
      rows.map((row: Row & { area: { id: string } }) => `${row.area.id} ${row.period} ${row.breakdown.item.code}`),
    ).toEqual(
      ['CITY-01', 'DISTRICT-001'].flatMap((area) =>
        ['2022', '2023'].flatMap((period) => ['PUBLIC', 'PRIVATE'].map((item) => `${area} ${period} ${item}`)),
      ),
    );
    expect(rows[4]).toMatchObject({
      value: null,
      reason: expect.stringMatching(/not reported|nobody/i),
      partsDiffer: expect.stringMatching(/no figure, or none that is shown, of Public, Private/),
    });
  });

  test('a change on the year before, a source and its vintages are an item’s own', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "DOCTORS") { series {
      observations(periods: ["2023-S1"], breakdown: "FACILITY_TYPE") { value changeOnYear provenance { document } vintages { value } } } } }`);
    for (const row of indicator.series.observations) {
      expect(row.changeOnYear).not.toBeNull();
      expect(row.provenance.document).toMatch(/tuyến|tư nhân/);
      expect(row.vintages.at(-1).value).toBe(row.value);
    }
  });

  test.each([
    ['HEALTH_INSURANCE', 'SCHOOL_TYPE', /is broken down by SEX, AGE, URBANISATION/],
    ['LIFE_EXPECTANCY', 'SEX', /has no breakdown/],
  ])('refuses %s by %s, and says what there is', async (code, breakdown, message) => {
    const { errors } = await graph.ask(
      `{ indicator(code: "${code}") { series { observations(breakdown: "${breakdown}") { value } } } }`,
    );
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'breakdown' });
  });

  test('an item is no indicator of its own', async () => {
    const { errors } = await graph.ask('{ indicator(code: "HEALTH_INSURANCE:SEX:F") { name } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const { indicators, changes } = await graph.answer(
      '{ indicators(supporting: true) { code } changes(since: "2021-01-01T00:00:00Z", first: 20, indicators: ["HEALTH_INSURANCE"], areas: ["CITY-01"]) { indicator { code } item } }',
    );
    expect(indicators.filter(({ code }: { code: string }) => code.includes(':'))).toEqual([]);
    expect(changes.some(({ item }: { item: string | null }) => item !== null)).toBe(true);
  });
});
