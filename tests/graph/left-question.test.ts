import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await testGraph();
});
afterAll(() => graph.close());

const lists = Array.from(
  { length: 100 },
  (_, i) =>
    `list${i}: observations(level: DISTRICT, from: "2021", to: "2025", frequency: M) { area { id } period value }`,
);
const document = parse(`query($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on HealthSeries { ${lists.join('\n')} }
} }`);

/** What health answers to very many lists, by a context with this signal. */
async function answered(signal: AbortSignal, turns: (turn: number) => void) {
  const health = graph.owners.find(({ name }) => name === 'health');
  if (!health) throw new Error('Health is not here.');
  let [turn, done] = [0, false];
  const count = () => {
    turns(++turn);
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  try {
    return await health.execute({
      ...{ document, operationName: null, writtenBelow: [''] },
      contextValue: health.contextFor({ requestId: 'test', signal, inner: false }),
      variableValues: { representations: [{ __typename: 'HealthSeries', indicator: 'DOCTORS', asOf: null }] },
    });
  } finally {
    done = true;
  }
}

test('a question that nobody waits for any more is not worked through to its end, as the server of a subgraph tells it', async () => {
  let needed = 0;
  const { data, errors } = await answered(new AbortController().signal, (turn) => (needed = turn));
  expect(errors).toBeUndefined();
  expect(Object.keys((data as { _entities: object[] })._entities[0] ?? {})).toHaveLength(100);
  expect(needed).toBeGreaterThan(20);
  const over = new AbortController();
  let taken = 0;
  const left = answered(over.signal, (turn) => {
    taken = turn;
    if (turn === 3) over.abort(new Error('over'));
  });
  await expect(left).rejects.toThrow('over');
  expect(taken).toBeLessThan(10);
});
