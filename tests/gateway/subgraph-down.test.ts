import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Asked, bodyOf, gatewayOver, inProcess, serve } from './asking.js';
import { smallSchemas } from './small-graph.js';

const QUERY = '{ items { id mark series { headline { value } } } }';
const SECRETS = ['10.0.0.7', 'stack', 'Traceback', '127.0.0.1', 'ECONN', 'password'];

let gateway: Asked | undefined;
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await gateway?.close();
  for (const server of running.splice(0)) await server.close();
});

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Asks the small graph, of which north is served by a handler. */
async function askWithNorth(handle: Handle, options: { deadlineMs?: number; secret?: string } = {}): Promise<Answer> {
  const server = await serve(handle);
  running.push(server);
  return askWithUrl(server.url, options);
}

async function askWithUrl(url: string, options: { deadlineMs?: number; secret?: string } = {}): Promise<Answer> {
  gateway = await gatewayWithNorth(url, options);
  return gateway.ask(QUERY);
}

function gatewayWithNorth(url: string, { secret, deadlineMs }: { deadlineMs?: number; secret?: string } = {}) {
  const { north: _, ...others } = smallSchemas();
  const connection = { name: 'north', url, secret: secret ?? null };
  return gatewayOver([...inProcess(others), connection], deadlineMs === undefined ? {} : { deadlineMs });
}

function expectOnlyNorthMissing({ data, errors }: Answer, code: string): void {
  expect(data?.items).toEqual([
    { id: '1', mark: 'TEA 0 unavailable', series: { headline: null } },
    { id: '2', mark: 'RICE 2.5 2+4', series: { headline: [{ value: 2 }, { value: 4 }] } },
    { id: '3', mark: 'TEA null unavailable', series: { headline: null } },
    { id: '4', mark: 'null 4 unavailable', series: null },
  ]);
  expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code, extensions?.department])).toEqual(
    [0, 2].map((index) => [`items.${index}.series.headline`, code, 'north']),
  );
  for (const secret of SECRETS) expect(JSON.stringify(errors)).not.toContain(secret);
}

const json = (body: string): Handle => {
  return (_, response) => response.setHeader('content-type', 'application/json').end(body);
};

const FAILING: readonly (readonly [title: string, handle: Handle])[] = [
  [
    'answers 500 with a body',
    (_, r) => r.writeHead(500, { 'content-type': 'text/plain' }).end('Traceback: 10.0.0.7 password'),
  ],
  [
    'answers 500 with GraphQL in it',
    (_, r) => r.writeHead(500, { 'content-type': 'application/json' }).end('{"errors":[{"message":"10.0.0.7"}]}'),
  ],
  ['answers HTML', (_, r) => r.setHeader('content-type', 'text/html').end('<h1>10.0.0.7</h1>')],
  ['redirects', (_, r) => r.writeHead(302, { location: 'http://10.0.0.7/' }).end()],
  ['answers text that is not JSON', json('{"data": stack')],
  ['answers nothing', json('')],
  ['answers a list', json('[1]')],
  ['answers null', json('null')],
  ['answers an empty object', json('{}')],
  ['answers data that is text', json('{"data":"10.0.0.7"}')],
  ['answers errors that are no list', json('{"data":null,"errors":"stack"}')],
  ['answers no entities', json('{"data":{}}')],
  ['answers entities that are no list', json('{"data":{"_entities":{"0":1}}}')],
  ['answers too few entities', json('{"data":{"_entities":[{"headline":[]}]}}')],
  ['answers entities that are text', json('{"data":{"_entities":["a","b"]}}')],
  ['answers entities without what was asked', json('{"data":{"_entities":[{"label":"x"},{"label":"y"}]}}')],
];

describe('a subgraph over HTTP that', () => {
  let handle: Handle;
  let shared: Asked;
  let north: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    north = await serve((request, response) => handle(request, response));
    shared = await gatewayWithNorth(north.url);
  });
  afterAll(async () => {
    await shared?.close();
    await north?.close();
  });

  test.each(FAILING)('%s takes only its own figures with it', async (_title, failing) => {
    handle = failing;
    expectOnlyNorthMissing(await shared.ask(QUERY), 'SUBGRAPH_FAILED');
  });
});

describe('a subgraph that', () => {
  test('cannot be reached takes only its own figures with it', async () => {
    const server = await serve(() => undefined);
    await server.close();
    expectOnlyNorthMissing(await askWithUrl(server.url), 'SUBGRAPH_UNREACHABLE');
  });

  test('hangs up takes only its own figures with it', async () => {
    expectOnlyNorthMissing(await askWithNorth((request) => request.socket.destroy()), 'SUBGRAPH_UNREACHABLE');
  });

  test('breaks off in the middle takes only its own figures with it', async () => {
    const answer = await askWithNorth((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"data":', () => request.socket.destroy());
    });
    expectOnlyNorthMissing(answer, 'SUBGRAPH_UNREACHABLE');
  });

  test('hangs costs its own figures, and the answer with the judgement of the others comes in time', async () => {
    const started = Date.now();
    expectOnlyNorthMissing(await askWithNorth(() => undefined, { deadlineMs: 1500 }), 'DEADLINE_EXCEEDED');
    expect(Date.now() - started).toBeLessThan(1500 + 1000);
  });

  test('sends a body without end is given up in time', async () => {
    const answer = await askWithNorth(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"data":');
      },
      { deadlineMs: 1500 },
    );
    expectOnlyNorthMissing(answer, 'DEADLINE_EXCEEDED');
  });

  test('hangs in the same process is given up in time, and told so', async () => {
    let stopped: AbortSignal | undefined;
    const schemas = smallSchemas({ north: { NorthSeries: { headline: () => new Promise(() => undefined) } } });
    const connections = inProcess(schemas).map((connection) =>
      connection.name === 'north' && 'execute' in connection
        ? {
            ...connection,
            contextFor: ({ signal, deadline }: { signal: AbortSignal; deadline: number }) => {
              expect(deadline).toBeGreaterThan(Date.now());
              stopped = signal;
              return {};
            },
          }
        : connection,
    );
    gateway = await gatewayOver(connections, { deadlineMs: 1500 });
    expectOnlyNorthMissing(await gateway.ask(QUERY), 'DEADLINE_EXCEEDED');
    expect(stopped?.aborted).toBe(true);
  });

  test('was never joined is named like one that cannot be reached', async () => {
    const { north: _, ...others } = smallSchemas();
    gateway = await gatewayOver(inProcess(others));
    expectOnlyNorthMissing(await gateway.ask(QUERY), 'SUBGRAPH_UNREACHABLE');
  });

  test('owns the beginning of the question leaves nulls and an error at each field asked of it', async () => {
    const { shop: _, ...others } = smallSchemas();
    gateway = await gatewayOver(inProcess(others));
    const { data, errors } = await gateway.ask('{ all: items { id } shop { name } keepers { name } }');
    expect(data).toEqual({ all: null, shop: null, keepers: [{ name: 'an' }, { name: 'binh' }] });
    expect(errors?.map(({ path }) => path)).toEqual([['all'], ['shop']]);
  });
});

describe('the question to a subgraph over HTTP', () => {
  test('carries the request id and the secret, and the secret stands in no log line', async () => {
    const heads: IncomingMessage['headers'][] = [];
    const bodies: string[] = [];
    await askWithNorth(
      async (request, response) => {
        heads.push(request.headers);
        bodies.push(await bodyOf(request));
        response.writeHead(401).end();
      },
      { secret: 'open-sesame' },
    );
    expect(heads).toHaveLength(1);
    expect(heads[0]).toMatchObject({ authorization: 'Bearer open-sesame', 'content-type': 'application/json' });
    expect(heads[0]?.['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(JSON.parse(bodies[0] ?? '').variables.representations).toEqual([
      { __typename: 'NorthSeries', id: '1' },
      { __typename: 'NorthSeries', id: '3' },
    ]);
    expect(gateway?.log.join()).toContain(heads[0]?.['x-request-id']);
    expect(gateway?.log.join()).not.toContain('open-sesame');
  });

  test('is sent once more when a kept connection was closed under it', async () => {
    const { north: _, ...others } = smallSchemas();
    let questions = 0;
    const server = await serve((request, response) => {
      questions += 1;
      if (questions === 2) return request.socket.destroy();
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"_entities":[{"headline":[]},{"headline":[]}]}}');
    });
    running.push(server);
    gateway = await gatewayOver([...inProcess(others), { name: 'north', url: server.url }]);
    expect((await gateway.ask(QUERY)).errors).toBeUndefined();
    expect((await gateway.ask(QUERY)).errors).toBeUndefined();
    expect(questions).toBe(3);
  });
});
