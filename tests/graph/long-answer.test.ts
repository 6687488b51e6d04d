import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await testGraph();
});
afterAll(() => graph.close());

const CELLS =
  'series { observations(level: DISTRICT, from: "2021", to: "2024", frequency: M) { area { code } period value status } }';

/** The response to a question, as it comes. */
async function asked(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(graph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

test('a long answer comes in pieces, and holds what the same questions one by one are answered', async () => {
  const response = await asked(`{ indicators { code ${CELLS} } }`);
  expect(response.headers.get('content-length')).toBeNull();
  expect(response.headers.get('content-type')).toContain('json');
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  expect(text).toBe(`${JSON.stringify({ data })}\n`);
  expect(errors).toBeUndefined();
  expect(data.indicators).toHaveLength(27);
  for (const { code, series } of data.indicators.slice(0, 3)) {
    const one = await graph.answer(`{ indicator(code: "${code}") { ${CELLS} } }`);
    expect(series).toEqual(one.indicator.series);
    expect(series.observations.length).toBeGreaterThan(1000);
  }
});

test('a long answer is compressed for who takes that', async () => {
  const { data } = await graph.ask(`{ indicators { code ${CELLS} } }`);
  const response = await asked(`{ indicators { code ${CELLS} } }`, { 'accept-encoding': 'gzip' });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.json()).toMatchObject({ data });
});

test('a long answer in a format that nobody writes is refused without it', async () => {
  const response = await asked(`{ indicators { code ${CELLS} } }`, { accept: 'text/html' });
  expect(response.status).toBe(406);
  expect((await response.text()).length).toBeLessThan(1000);
});

test('a short question is answered while a long one is', async () => {
  const order: string[] = [];
  const long = asked(`{ indicators { code ${CELLS} } }`, { 'accept-encoding': 'identity' })
    .then((response) => response.text())
    .then(() => order.push('long'));
  await asked('{ programme { code } }').then((response) => response.text());
  order.push('short');
  await long;
  expect(order).toEqual(['short', 'long']);
});

test('answers that are written at the same time, and one after the other in the same memory, do not mix', async () => {
  const years = ['2021', '2022', '2023', '2024'];
  const of = (year: string) => `{ indicators { code series {
    observations(level: DISTRICT, from: "${year}", to: "${year}", frequency: M) { area { code } period value status }
  } } }`;
  const alone = new Map<string, string>();
  for (const year of years) alone.set(year, JSON.stringify(await graph.answer(of(year))));
  expect(new Set(alone.values()).size).toBe(years.length);
  for (let round = 0; round < 4; round++) {
    const questions = round % 2 === 0 ? years : years.toReversed();
    const together = await Promise.all(
      questions.map(async (year) => {
        // With a name of its own: equal ones would be answered once.
        const response = await asked(of(year).replace('{', `query Round${round} {`));
        return JSON.stringify(JSON.parse(await response.text()).data);
      }),
    );
    for (const [i, year] of questions.entries()) expect(together[i] === alone.get(year), year).toBe(true);
  }
});
