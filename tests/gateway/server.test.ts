import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess, serve } from './asking.js';
import { smallSchemas } from './small-graph.js';

const ID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('the gateway’s server', () => {
  let gateway: Asked;
  beforeAll(async () => {
    gateway = await gatewayOver(inProcess(smallSchemas()));
  });
  afterAll(() => gateway.close());

  const post = (payload: object | string, headers: Record<string, string> = {}) =>
    gateway.app.inject({
      method: 'POST',
      url: '/graphql',
      payload,
      headers: { 'content-type': 'application/json', ...headers },
    });

  test('gives each request an id of its own, in the header and the log', async () => {
    const asked = { query: 'query Tea { items { id } }' };
    const [one, two] = [await post(asked, { 'x-request-id': 'mine' }), await post(asked)];
    expect(one.headers['x-request-id']).toMatch(ID);
    expect(two.headers['x-request-id']).not.toBe(one.headers['x-request-id']);
    const lines = gateway.log.map((line) => JSON.parse(line));
    const line = lines.find(({ requestId }) => requestId === one.headers['x-request-id']);
    expect(line).toMatchObject({ method: 'POST', path: '/graphql', status: 200, operationName: 'Tea', msg: 'request' });
    expect(line.ms).toBeGreaterThanOrEqual(0);
  });

  test('logs one line per request, with the codes of its errors and without the query string', async () => {
    const before = gateway.log.length;
    const { headers } = await gateway.app.inject({
      url: '/graphql?query=%7Bnothing%7D',
      headers: { 'apollo-require-preflight': '1' },
    });
    const lines = gateway.log.slice(before).map((line) => JSON.parse(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      requestId: headers['x-request-id'],
      path: '/graphql',
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
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
    [
      'two questions and no name',
      { query: 'query A { items { id } } query B { items { id } }' },
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a hash without a text',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      200,
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['no question', { variables: {} }, 400, 'BAD_REQUEST'],
    ['a body that is not JSON', '{"query"', 400, 'BAD_REQUEST'],
  ])('answers %s with a code of the catalogue and no stack', async (_title, body, status, code) => {
    const response = await post(body);
    expect(response.statusCode).toBe(status);
    expect(response.json().errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual([
      code,
    ]);
    expect(response.body).not.toMatch(/stack|node_modules|\.ts:/);
    expect(response.headers['x-request-id']).toMatch(ID);
    expect(response.json().extensions).toEqual({ requestId: response.headers['x-request-id'] });
  });

  test.each([
    ['a mutation', 'mutation { a }'],
    ['a subscription', 'subscription { a }'],
  ])('refuses %s: the graph only answers questions', async (_title, query) => {
    const response = await post({ query });
    const [error] = response.json().errors;
    expect([response.statusCode, error.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(error.message).toContain('query');
  });

  const url = '/graphql?query=%7Bitems%7Bid%7D%7D';
  const headers = { 'content-type': 'application/json' };
  const list = '[{"query":"{ items { id } }"}]';
  const texts = '{"query":"{a}","variables":"x"}';
  test.each([
    [
      'a form',
      { method: 'POST', url: '/graphql', headers: { 'content-type': 'text/plain' }, payload: '{}' },
      415,
      'MEDIA_TYPE',
    ],
    ['a link', { method: 'GET', url }, 400, 'CROSS_SITE'],
    ['a list of questions', { method: 'POST', url: '/graphql', headers, payload: list }, 400, 'BATCHED'],
    ['variables in a text', { method: 'POST', url: '/graphql', headers, payload: texts }, 400, 'BAD_REQUEST'],
    ['another format', { method: 'GET', url, headers: { ...headers, accept: 'text/html' } }, 406, 'BAD_REQUEST'],
    ['an address that cannot be read', { method: 'GET', url: '/%zz' }, 400, 'BAD_REQUEST'],
  ] as const)(
    'refuses %s with the id of the request in the body and the code in the log',
    async (_title, asked, status, code) => {
      const before = gateway.log.length;
      const response = await gateway.app.inject(asked);
      const requestId = response.headers['x-request-id'];
      expect([response.statusCode, requestId]).toEqual([status, expect.stringMatching(ID)]);
      expect(response.json()).toMatchObject({ errors: [{ extensions: { code } }], extensions: { requestId } });
      const lines = gateway.log.slice(before).map((line) => JSON.parse(line));
      expect(lines).toMatchObject([{ requestId, status, codes: [code] }]);
    },
  );

  test('refuses a body that is too long', async () => {
    const response = await post({ query: `{ items { id } } #${'x'.repeat(300_000)}` });
    expect([response.statusCode, response.json().errors[0].extensions.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test('refuses a question that a page elsewhere could send without being asked', async () => {
    const response = await post('{"query":"{ items { id } }"}', { 'content-type': 'text/plain' });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    const get = await gateway.app.inject({ url: '/graphql?query=%7Bitems%7Bid%7D%7D' });
    expect(get.statusCode).toBe(400);
  });

  test('says where questions go to who asks elsewhere', async () => {
    const response = await gateway.app.inject({ url: '/nowhere' });
    expect(response.statusCode).toBe(404);
    expect(response.json().error).toContain('/graphql');
    expect(response.headers['x-request-id']).toMatch(ID);
  });

  test('is alive and ready while the subgraphs answer', async () => {
    const [health, ready] = await Promise.all(['/health', '/ready'].map((url) => gateway.app.inject({ url })));
    expect([health?.statusCode, health?.json()]).toEqual([200, { status: 'ok', answersKept: expect.any(Object) }]);
    expect([ready?.statusCode, ready?.json()]).toEqual([200, { status: 'ready' }]);
  });
});

describe('a gateway of which a subgraph is silent', () => {
  test('is alive, not ready, and names the subgraph without its address', async () => {
    const { south: _, ...others } = smallSchemas();
    const gone = await serve(() => undefined);
    await gone.close();
    const gateway = await gatewayOver([...inProcess(others), { name: 'south', url: gone.url }]);
    expect((await gateway.app.inject({ url: '/health' })).statusCode).toBe(200);
    const ready = await gateway.app.inject({ url: '/ready' });
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'not ready', silent: ['south'] }]);
    await gateway.close();
  });
});

describe('a gateway that listens', () => {
  test('answers the question under way before it closes, and no other after', async () => {
    let release: (value: unknown) => void = () => undefined;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    let arrived: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const schemas = smallSchemas({
      shop: {
        Query: {
          items: () => {
            arrived();
            return held;
          },
        },
      },
    });
    const gateway = await gatewayOver(inProcess(schemas));
    const address = await gateway.listen();
    const ask = () =>
      fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ items { id } }"}',
      });
    const answer = ask();
    await waiting;
    const closed = gateway.close();
    release([]);
    expect(await (await answer).json()).toMatchObject({ data: { items: [] } });
    await closed;
    await expect(ask()).rejects.toThrow();
  });

  test('does not start on a supergraph that is none', async () => {
    await expect(gatewayOver([], { supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow();
  });
});
