import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prefersCsv } from '../../../gateway/csv/accepting.js';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';

const ITEMS = 'query Tea { shop { name items { id price tags series { label } } } }';

describe('Accept: text/csv on /graphql', () => {
  let gateway: Asked;
  let called = 0;
  beforeAll(async () => {
    const silent = {
      Item: {
        mark: () => {
          throw new Error('down');
        },
      },
    };
    const strict = {
      Query: {
        strict: () => {
          throw new Error('down');
        },
      },
    };
    const counted = {
      Query: {
        keepers: () => {
          called += 1;
          return [];
        },
      },
    };
    gateway = await gatewayOver(inProcess(smallSchemas({ marks: silent, people: counted, shop: strict })));
  });
  afterAll(() => gateway.close());

  const post = (payload: object, accept = 'text/csv') =>
    gateway.app.inject({ method: 'POST', url: '/graphql', payload, headers: { accept } });
  const records = (text: string): string[][] => parse(text, { bom: true });

  test('gives the answer as a file named by the question, and the request’s id in the header', async () => {
    const response = await post({ query: ITEMS });
    expect([response.statusCode, response.headers]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="Tea.csv"',
        'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
        vary: 'Accept, Accept-Encoding',
      }),
    ]);
    expect(response.headers).not.toHaveProperty('x-errors');
    expect([...response.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(records(response.body)).toEqual([
      ['shop.name', 'shop.items.id', 'shop.items.price', 'shop.items.tags', 'shop.items.series.label'],
      ['Shop VI', '1', '10', 'a; b', 'label 1'],
      ['Shop VI', '2', '20', '', 'label 2'],
      ['Shop VI', '3', '30', 'c', ''],
      ['Shop VI', '4', '40', 'a', ''],
    ]);
  });

  test('answers a link alike, with variables, if a page elsewhere could not have sent it', async () => {
    const query = new URLSearchParams({
      query: 'query ($with: Boolean!) { items { id price @include(if: $with) } }',
      variables: '{"with":false}',
    });
    const url = `/graphql?${query}`;
    const asked = { method: 'GET', url, headers: { accept: 'text/csv', 'apollo-require-preflight': '1' } } as const;
    const response = await gateway.app.inject(asked);
    expect(records(response.body)).toEqual([['items.id'], ['1'], ['2'], ['3'], ['4']]);
    expect(response.headers['content-disposition']).toContain('"answer.csv"');
    const foreign = await gateway.app.inject({ ...asked, headers: { accept: 'text/csv' } });
    expect([foreign.statusCode, foreign.json().errors[0].extensions.code]).toEqual([400, 'CROSS_SITE']);
  });

  test('shows what a silent subgraph left out on the rows that lack it, and tells a script how many errors there are', async () => {
    const response = await post({ query: '{ items(kinds: [RICE]) { id mark } }' });
    expect([response.statusCode, response.headers['x-errors']]).toEqual([200, '1']);
    expect(records(response.body)).toEqual([
      ['items.id', 'items.mark', 'error'],
      ['2', '', expect.stringMatching(/^[A-Z_]+: ./)],
    ]);
  });

  test('refuses two independent lists with a sentence that names them, before any subgraph is asked', async () => {
    const response = await post({ query: '{ keepers { name } items { id } }' });
    expect([response.statusCode, response.headers['content-type'], called]).toEqual([
      406,
      'application/json; charset=utf-8',
      0,
    ]);
    expect(response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('"keepers" and "items" are independent'),
          extensions: { code: 'NOT_A_TABLE', messageVi: expect.stringContaining('độc lập') },
        },
      ],
      extensions: { requestId: response.headers['x-request-id'] },
    });
    const asJson = await post({ query: '{ keepers { name } items { id } }' }, 'application/json');
    expect([asJson.statusCode, called]).toEqual([200, 1]);
  });

  test('has a status of failure where there are no data at all: a script must not take that for a table', async () => {
    const response = await post({ query: '{ strict { id } }' });
    expect([response.statusCode, response.headers['content-type']]).toEqual([500, 'application/json; charset=utf-8']);
    expect(response.json()).toMatchObject({ data: null, errors: [{ path: ['strict'] }] });
  });

  test.each([
    ['not GraphQL', { query: '{ items {' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nothing }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of a wrong type',
      { query: 'query ($n: Int) { keepers(first: $n) { name } }', variables: { n: 'x' } },
      400,
      'BAD_USER_INPUT',
    ],
    ['two questions and no name', { query: 'query A { items { id } } query B { items { id } }' }, 400, undefined],
  ])('says as JSON why there is no answer: %s', async (_title, payload, status, code) => {
    const response = await post(payload);
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      status,
      'application/json; charset=utf-8',
    ]);
    if (code) expect(response.json().errors[0].extensions.code).toBe(code);
  });
});

describe('a table that repeats on each row what JSON says once', () => {
  test('is refused where it would be too large; as JSON the same answer is given', async () => {
    const items = Array.from({ length: 63_000 }, (_, id) => ({ __typename: 'Item', id }));
    const gateway = await gatewayOver(inProcess(smallSchemas({ shop: { Shop: { items: () => items } } })));
    const names = Array.from({ length: 15 }, (_, at) => `n${at}: name`).join(' ');
    const ask = (accept: string) =>
      gateway.app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query: `{ shop { ${names} items { id } } }` },
        headers: { accept },
      });
    const refused = await ask('text/csv');
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([406, 'application/json; charset=utf-8']);
    expect(refused.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('1,000,000 cells'), extensions: { code: 'TABLE_TOO_LARGE' } }],
      extensions: { requestId: refused.headers['x-request-id'] },
    });
    expect(JSON.parse(gateway.log.at(-1) ?? '{}')).toMatchObject({ status: 406, codes: ['TABLE_TOO_LARGE'] });
    expect((await ask('application/json')).json().data.shop.items).toHaveLength(63_000);
    await gateway.close();
  });
});

describe('which format a client gets', () => {
  test.each([
    ['text/csv', true],
    ['text/csv; charset=utf-8', true],
    ['TEXT/CSV;q=0.5', true],
    ['text/*', true],
    ['text/csv, */*', true],
    ['text/csv, */*;q=0.1', true],
    ['text/csv, application/json', true],
    ['application/json;q=0.8, text/csv;q=0.9', true],
    ['application/json, text/csv', false],
    ['text/csv;q=0.9, application/json', false],
    ['text/csv;q=0', false],
    ['text/csv;q=0, text/*', false],
    ['text/csv, application/graphql-response+json;q=1, */*;q=0.1', true],
    ['*/*', false],
    ['application/json', false],
    ['', false],
    [undefined, false],
  ])('%s: CSV is %s', (accept, csv) => {
    expect(prefersCsv(accept)).toBe(csv);
  });
});
