import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

describe.each([
  [
    'health',
    { HEALTH_URL: 'http://127.0.0.1:9', HEALTH_TOKEN: 'd2pat_none' },
    'programme,education,labour,social-insurance',
  ],
  [
    'education',
    { EDUCATION_URL: 'postgres://graph:none@127.0.0.1:9/education' },
    'programme,health,labour,social-insurance',
  ],
] as const)('a start while the system of %s is down', (name, variables, others) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph({ ...variables, SAMPLE: others });
  });
  afterAll(() => graph?.close());

  test('succeeds, and the very first question is told that the source fails, and with what', async () => {
    const { data, errors } = await graph.ask(
      '{ departments { code name source { lastError { code en: message vi: message(lang: VI) } state } } }',
    );
    expect(errors).toBeUndefined();
    for (const { code, source } of data.departments) {
      const words = {
        en: expect.stringContaining('could not be reached'),
        vi: expect.stringMatching(/^Không kết nối được hệ thống của/),
      };
      const failing = { state: 'FAILING', lastError: { code: 'SOURCE_UNREACHABLE', ...words } };
      expect(source).toEqual(code === name ? failing : { state: 'ANSWERING', lastError: null });
    }
  });
});
