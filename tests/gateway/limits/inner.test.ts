import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { sendQuestion } from './sending.js';

const BY_DISTRICT =
  '{ indicator(code: "HEALTH_INSURANCE") { assessments(level: DISTRICT, periods: ["2023-S1"]) { state } } }';

describe.each(['in one process', 'over HTTP'] as const)('a graph that takes one question at once, %s', (joined) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph({ QUESTIONS_AT_ONCE: '1', PRICE_LIMIT: '5000', DEADLINE_MS: '20000' }, joined);
  });
  afterAll(() => graph?.close());

  test('answers one for which a subgraph asks the graph: that is a part of it', async () => {
    const { indicator } = await graph.answer(BY_DISTRICT);
    expect(indicator.assessments).toHaveLength(30);
  });

  test('prices what a client asks as if it were a part, for it is none', async () => {
    const expensive = '{ indicators { series { observations(level: DISTRICT) { value } } } }';
    const { codes } = await sendQuestion(graph.url, expensive, { 'x-inner-question': '1' });
    expect(codes).toEqual(['TOO_EXPENSIVE']);
  });
});
