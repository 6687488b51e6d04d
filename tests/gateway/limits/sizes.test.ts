import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { priceList } from '../../../gateway/limits/price-list.js';
import { readProjectFile } from '../../../schema/files.js';
import { type TestGraph, testGraph } from '../../support/graph.js';

const prices = priceList(readProjectFile('schema', 'supergraph.graphql'));

function assumed(type: string, field: string): number {
  const of = prices.schema.getType(type);
  return Math.max(...prices.of(of as never, field).map(({ size }) => size?.assumedSize ?? Number.NaN));
}

/** A list of the sample that is longer than the SDL assumes makes prices a lie. */
describe('the sizes that the SDL assumes hold for the sample', () => {
  let graph: TestGraph;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  let data: any;
  beforeAll(async () => {
    graph = await testGraph();
    data = await graph.answer(`{
      areas { predecessors { kind } successors { kind } madeFrom { weight } }
      departments { code indicators { code } }
      indicators { targets { from } breaks tasks { text } areaTargets { area { id } } declared { state }
        assessment { otherVersions { state } working { value } }
        series { headline { period vintages { recordedAt } } breakdowns { items { code } } } }
      programme { indicators { code } supportingIndicators { code } declared { met } documents { number } difficulties { period }
        practices { period } tasks { text } projects { name } differences { kind } }
    }`);
  });
  afterAll(() => graph?.close());

  test.each([
    ['Query', 'areas', 'data'],
    ['Query', 'departments', 'data'],
    ['Query', 'indicators', 'data'],
    ...['predecessors', 'successors', 'madeFrom'].map((field) => ['Area', field, 'areas']),
    ['Department', 'indicators', 'departments'],
    ...['targets', 'breaks', 'tasks', 'areaTargets', 'declared'].map((field) => ['Indicator', field, 'indicators']),
    ...['indicators', 'supportingIndicators', 'declared', 'documents', 'difficulties'].map((f) => [
      'Programme',
      f,
      'programme',
    ]),
    ...['practices', 'tasks', 'projects', 'differences'].map((field) => ['Programme', field, 'programme']),
    ...['otherVersions', 'working'].map((field) => ['Assessment', field, 'assessments']),
    ...['headline', 'breakdowns'].map((field) => ['Series', field, 'series']),
    ['Breakdown', 'items', 'breakdowns'],
    ['Observation', 'vintages', 'headlines'],
  ] as [string, string, string][])('%s.%s', (type, field, where) => {
    const places: Record<string, Record<string, unknown[] | null>[]> = {
      data: [data],
      areas: data.areas,
      departments: data.departments,
      indicators: data.indicators,
      programme: [data.programme],
      assessments: data.indicators.flatMap((i: { assessment: unknown }) => i.assessment ?? []),
      series: data.indicators.map((i: { series: unknown }) => i.series),
      breakdowns: data.indicators.flatMap((i: { series: { breakdowns: unknown[] } }) => i.series.breakdowns),
      headlines: data.indicators.flatMap((i: { series: { headline: unknown[] } }) => i.series.headline),
    };
    const longest = Math.max(...(places[where] ?? []).map((place) => place[field]?.length ?? 0));
    expect(longest).toBeLessThanOrEqual(assumed(type, field));
  });
});
