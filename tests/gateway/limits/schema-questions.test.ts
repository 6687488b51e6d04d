import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { sendQuestion } from './sending.js';

const MISSPELT = '{ indicator(code: "JOBS") { nme } }';

describe.each([
  ['of the sample alone', {}, true],
  ['of the sample alone where INTROSPECTION is false', { INTROSPECTION: 'false' }, false],
  ['with a system of a department', { HEALTH_URL: 'http://127.0.0.1:9', HEALTH_TOKEN: 'd2pat_x' }, false],
] as const)('a graph %s', (_title, env, isOpen) => {
  let graph: TestGraph;
  beforeAll(async () => {
    const sample = 'HEALTH_URL' in env ? { SAMPLE: 'programme,education,labour,social-insurance' } : {};
    graph = await testGraph({ ...sample, ...env });
  });
  afterAll(() => graph?.close());

  test(isOpen ? 'answers the question about its schema that tools ask' : 'tells nothing of its schema', async () => {
    const { codes } = await sendQuestion(graph.url, getIntrospectionQuery());
    expect(codes).toEqual(isOpen ? [] : ['INTROSPECTION_OFF']);
    const { body } = await sendQuestion(graph.url, MISSPELT);
    expect(body.includes('Did you mean')).toBe(isOpen);
    expect(body).toContain('GRAPHQL_VALIDATION_FAILED');
  });
});
