import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { question, type TestGraph, testGraph } from '../support/graph.js';

const NAMES = ['Standing', 'DoctorsByDistrict', 'OneRowPerDistrict', 'HardTargets', 'Search', 'Papers', 'Sources'];

describe('subgraphs in the gateway’s process and subgraphs joined by URL', () => {
  let inProcess: TestGraph;
  let overHttp: TestGraph;
  beforeAll(async () => {
    inProcess = await testGraph();
    overHttp = await testGraph({}, 'over HTTP');
  });
  afterAll(async () => {
    await inProcess?.close();
    await overHttp?.close();
  });

  test.each(NAMES)('give the same answer to %s', async (name) => {
    const [a, b] = await Promise.all([inProcess.ask(question(name)), overHttp.ask(question(name))]);
    expect(a.errors).toBeUndefined();
    expect(b.data).toEqual(a.data);
    expect(b.errors).toEqual(a.errors);
  });

  test('give the same refusal', async () => {
    const query =
      '{ indicator(code: "DOCTORS") { series { observations(periods: ["2023-H1"]) { value } } assessment { state } } }';
    const [a, b] = await Promise.all([inProcess.ask(query), overHttp.ask(query)]);
    expect(a.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(b.data).toEqual(a.data);
    expect(b.errors?.map((e) => [e.message, e.path])).toEqual(a.errors?.map((e) => [e.message, e.path]));
  });
});
