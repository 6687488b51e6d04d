import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WrittenList } from '../../schema/written-list.js';
import { type TestGraph, testGraph } from '../support/graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await testGraph();
});
afterAll(() => graph.close());

const FIELDS = `{
  area { id code level name } period value numerator denominator status reason(lang: EN) confidentiality sample note
  changeOnYear provenance { system document place publishedAt retrievedAt } stale age movedBy breakdown { code name }
  madeOf { weight value status area { id } } class { from to }
}`;

/** The observations of an indicator, as its owner answers them: as text where it may, or as values. */
async function observed(code: string, args: string, mayWrite: boolean) {
  const { indicator } = await graph.answer(`{ indicator(code: "${code}") { series { __typename source { owner } } } }`);
  const { __typename, source } = indicator.series;
  const owner = graph.owners.find(({ name }) => name === source.owner);
  if (!owner) throw new Error(`${source.owner} owns the figures, and is not here.`);
  const { signal } = new AbortController();
  const { data, errors } = await owner.execute({
    document: parse(`query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on ${__typename} { observations(${args}) ${FIELDS} }
    } }`),
    operationName: null,
    contextValue: owner.contextFor({ requestId: 'test', signal, inner: false }),
    variableValues: { representations: [{ __typename, indicator: code, asOf: null }] },
    writtenBelow: mayWrite ? [''] : [],
  });
  expect(errors).toBeUndefined();
  const { _entities } = data as { _entities: readonly { observations: unknown }[] };
  return _entities[0]?.observations;
}

describe('observations that are written as text are the same as values', () => {
  test.each([
    ['DOCTORS', 'level: DISTRICT, from: "2021", to: "2024", frequency: S'],
    [
      'DOCTORS',
      'areas: ["CITY-01", "DISTRICT-001", "COMMUNE-00004-2025-07-01"], periods: ["2023-S1", "2023", "2025-S2", "2030"]',
    ],
    ['DOCTORS', 'level: COMMUNE, boundaries: "2025-07-01", periods: ["2023", "2024-S1"]'],
    ['DOCTORS', 'level: GROUP, periods: ["2023-S1", "2023"]'],
    ['LIFE_EXPECTANCY', 'level: DISTRICT, periods: ["2023", "2023-S1"]'],
    ['CREMATION', 'areas: ["CITY-01", "DISTRICT-002"], from: "2021"'],
    ['HEALTH_INSURANCE', 'areas: ["CITY-01"], periods: ["2024-S1", "2024-S2"]'],
    ['NATIONAL_STANDARD_SCHOOLS', 'level: COMMUNE, periods: ["2025-S2"]'],
  ])('of %s: %s', async (code, args) => {
    const values = await observed(code, args, false);
    const text = await observed(code, args, true);
    expect(text).toBeInstanceOf(WrittenList);
    expect(JSON.stringify(text)).toBe(JSON.stringify(values));
    expect(values).not.toEqual([]);
  });
});
