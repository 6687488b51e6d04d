import { buildSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { type TestGraph, testGraph } from '../support/graph.js';

const api = buildSchema(readProjectFile('schema', 'api.graphql'));

/** The names that analysis requires of an indicator or a figure, and the keys: what an alias must never pretend to be. */
const FIELDS = (type: string) => {
  const found = api.getType(type);
  if (!isObjectType(found)) throw new Error(`${type} is no type of the API`);
  return Object.keys(found.getFields());
};
const INDICATOR = [...FIELDS('Indicator'), '__typename'].filter((name) => name !== 'number');
const OBSERVATION = [...FIELDS('Observation'), '__typename'].filter((name) => name !== 'value');
const SERIES = ['indicator', 'asOf', 'source', 'observations', '__typename'];
const AREA = ['id', 'asOf', 'code', 'level', 'health', '__typename'];

describe('an alias that takes the name of another field', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  async function refused(query: string, alias: string) {
    const { data, errors } = await graph.ask(query);
    expect(data).toBeUndefined();
    // GraphQL itself refuses an alias that stands beside the field of that name.
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors?.[0]?.extensions.code);
    expect(errors?.[0]?.message).toContain(`"${alias}"`);
  }

  test.each(INDICATOR)('on an indicator, %s, is refused', (alias) =>
    refused(`{ indicators(codes: ["DOCTORS"]) { ${alias}: number assessment(period: "2023-S1") { state } } }`, alias),
  );

  test.each(OBSERVATION)('on a figure, %s, is refused', (alias) =>
    refused(`{ indicator(code: "DOCTORS") { series { headline { ${alias}: value } } assessment { state } } }`, alias),
  );

  test.each(SERIES)('on a series, %s, is refused', (alias) =>
    refused(`{ indicator(code: "DOCTORS") { series { ${alias}: headline { value } } assessment { state } } }`, alias),
  );

  test.each(AREA)('on an area, %s, is refused', (alias) =>
    refused(`{ areas(level: DISTRICT) { ${alias}: name health(period: "2023") { doctors { value } } } }`, alias),
  );

  test('in a fragment is refused too', () =>
    refused('fragment F on Indicator { rule: code } { indicators { ...F assessment { state } } }', 'rule'));

  test('that no field has, or that repeats the field’s own name, is answered rightly', async () => {
    const { data, errors } = await graph.ask(
      '{ indicators(codes: ["DOCTORS"]) { code: code mine: rule nhan: name verdict: assessment(period: "2023-S1") { state: state } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.indicators).toEqual([
      { code: 'DOCTORS', mine: 'AT_LEAST', nhan: 'Số bác sỹ trên một vạn dân', verdict: { state: 'BEHIND' } },
    ]);
  });
});
