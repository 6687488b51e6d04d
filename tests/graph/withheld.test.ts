import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

/** A district of the sample in which four households were poor at the end of 2021. */
const DISTRICT = 'DISTRICT-002';

describe('a count that is too small to be shown', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  test('is missing with a status, a reason and a code, and its vintages too', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "POOR_HOUSEHOLDS") { series {
      observations(areas: ["${DISTRICT}"], periods: ["2021-S2"]) {
        value numerator denominator note changeOnYear status confidentiality reason(lang: EN)
        vintages { value numerator denominator status confidentiality } provenance { document }
      } } } }`);
    const [{ vintages, provenance, ...row }] = indicator.series.observations;
    const nothing = { value: null, numerator: null, denominator: null };
    expect(row).toEqual({
      ...nothing,
      ...{ note: null, changeOnYear: null, status: 'Q', confidentiality: 'A' },
      reason: expect.stringMatching(/withheld/),
    });
    expect(provenance.document).toBeTruthy();
    expect(vintages.length).toBeGreaterThan(0);
    for (const vintage of vintages) expect(vintage).toEqual({ ...nothing, status: 'Q', confidentiality: 'A' });
  });

  test('is missing as of any instant, in the profile of its area, and among the changes', async () => {
    const { then, areas, departments } = await graph.answer(`{
      then: indicator(code: "POOR_HOUSEHOLDS", asOf: "2022-06-01T00:00:00Z") { series {
        observations(areas: ["${DISTRICT}"], periods: ["2021-S2"]) { value numerator status } } }
      areas(level: DISTRICT) { id labour(period: "2021-S2") { poorHouseholds { value numerator status confidentiality } } }
      departments { code source { changes(after: 0, indicators: ["POOR_HOUSEHOLDS"], areas: ["${DISTRICT}"], first: 500) {
        period before { value numerator } after { value numerator confidentiality } } } }
    }`);
    expect(then.series.observations).toEqual([{ value: null, numerator: null, status: 'Q' }]);
    const profile = areas.find(({ id }: { id: string }) => id === DISTRICT).labour.poorHouseholds;
    expect(profile).toEqual({ value: null, numerator: null, status: 'Q', confidentiality: 'A' });
    const labour = departments.find(({ code }: { code: string }) => code === 'labour');
    const rows = labour.source.changes.filter(({ period }: { period: string }) => period === '2021-S2');
    expect(rows.length).toBeGreaterThan(0);
    for (const { after } of rows) expect(after).toEqual({ value: null, numerator: null, confidentiality: 'A' });
  });

  test('gives nothing to a figure on other boundaries that draws on it', async () => {
    const { indicator } = await graph.answer(`{ indicator(code: "POOR_HOUSEHOLDS") { series {
      observations(level: COMMUNE, boundaries: "2025-07-01", periods: ["2021-S2"]) {
        value numerator denominator status confidentiality madeOf { area { id } value numerator denominator status } } } } }`);
    const drawing = indicator.series.observations.filter(({ madeOf }: { madeOf: { area: { id: string } }[] }) =>
      madeOf.some(({ area }) => area.id === DISTRICT),
    );
    expect(drawing.length).toBeGreaterThan(0);
    for (const row of drawing) {
      expect(row).toMatchObject({ value: null, numerator: null, denominator: null, status: 'Q', confidentiality: 'D' });
      const part = row.madeOf.find(({ area }: { area: { id: string } }) => area.id === DISTRICT);
      expect(part).toMatchObject({ value: null, numerator: null, denominator: null, status: 'Q' });
    }
  });
});
