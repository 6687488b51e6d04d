import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await testGraph();
});
afterAll(() => graph.close());

const SERIES = 60;
const LISTS = 50;
const lists = Array.from(
  { length: LISTS },
  (_, i) => `list${i}: observations(level: DISTRICT, periods: ["2023-S1"]) { value }`,
);
const document = parse(`query($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on HealthSeries { ${lists.join('\n')} }
} }`);
const representation = { __typename: 'HealthSeries', indicator: 'DOCTORS', asOf: null };

/** Has health answer very many lists, with a signal as its own server gives one; tells how often figures were looked for. */
function question(signal: AbortSignal) {
  const health = graph.owners.find(({ name }) => name === 'health');
  const context = health?.contextFor({ requestId: 'test', signal, inner: false });
  if (!health || !context || !('figures' in context)) throw new Error('Health is not here.');
  const slice = vi.spyOn(context.figures, 'slice');
  const answer = health.execute({
    ...{ document, operationName: null, contextValue: context, writtenBelow: [''] },
    variableValues: { representations: Array(SERIES).fill(representation) },
  });
  return { answer, looks: () => slice.mock.calls.length };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a question that nobody waits for any more is not worked through to its end', async () => {
  const whole = question(new AbortController().signal);
  const { data, errors } = await whole.answer;
  expect(errors).toBeUndefined();
  expect((data as { _entities: object[] })._entities.map((one) => Object.keys(one).length)).toEqual(
    Array(SERIES).fill(LISTS),
  );
  expect(whole.looks()).toBe(SERIES * LISTS);
  const over = new AbortController();
  const left = question(over.signal);
  await turn();
  over.abort(new Error('over'));
  const before = left.looks();
  await expect(left.answer).rejects.toThrow('over');
  for (let i = 0; i < 50; i++) await turn();
  expect(left.looks()).toBe(before);
  expect(before).toBeLessThan(SERIES * LISTS);
});
