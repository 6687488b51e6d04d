import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Question } from '../../gateway/question.js';
import type { SubgraphClient } from '../../gateway/subgraphs/client.js';
import { httpClient } from '../../gateway/subgraphs/http.js';
import { SHARED_TYPE, sharedBody } from '../../gateway/subgraphs/shared-values.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { unshared } from '../../subgraphs/shared-values.js';

/** What goes over the wire and is read on the other side. */
const sent = (asked: unknown) => {
  const body = sharedBody(asked);
  return body === null ? JSON.parse(JSON.stringify(asked)) : unshared(JSON.parse(JSON.stringify(body)));
};

describe('a body in which what is the same stands once', () => {
  const series = { headline: [{ period: '2023', value: 1 }] };

  test('is read as if it stood everywhere, where it then is one object again', () => {
    const asked = [{ indicators: [{ code: 'A', series }] }, { series }];
    expect(JSON.stringify(sharedBody(asked))).toBe(
      '{"asked":[{"indicators":[{"code":"A","series":{"headline":[{"period":"2023","value":1}]}}]},{"series":null}],"again":[[["0","indicators","0","series"],["1","series"]]]}',
    );
    const read = sent(asked) as [{ indicators: [{ series: unknown }] }, { series: unknown }];
    expect(read).toEqual(asked);
    expect(read[1].series).toBe(read[0].indicators[0].series);
    expect(asked[1]).toEqual({ series });
  });

  test('is not made where nothing is the same, however equal', () => {
    expect(sharedBody([{ series }, { series: structuredClone(series) }])).toBeNull();
    const short = { vi: 'a', en: 'b' };
    expect(sharedBody([{ short }, { short }])).toBeNull();
  });

  test('is read as it was, whatever is the same in it', () => {
    const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', '0');
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.boolean());
    const { part } = fc.letrec((tie) => ({
      part: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('part')), fc.dictionary(key, tie('part'))),
    }));
    const places = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 5, maxLength: 5 }), places, (parts, order) => {
        const nested = parts.map((one, i) => ({ one, before: i > 0 ? parts[i - 1] : null }));
        const asked = order.map((i) => [nested[i], parts[i]]);
        expect(sent(asked)).toEqual(JSON.parse(JSON.stringify(asked)));
      }),
    );
  });

  test.each([
    { asked: [{}], again: 'none' },
    { asked: [{}], again: [['a', 'b']] },
    {
      asked: [{ a: 1, b: null }],
      again: [
        [
          ['0', 'c'],
          ['0', 'b'],
        ],
      ],
    },
    {
      asked: [{ a: 1, b: 2 }],
      again: [
        [
          ['0', 'a'],
          ['0', 'b'],
        ],
      ],
    },
    {
      asked: [{ a: 1 }],
      again: [
        [
          ['0', 'a'],
          ['0', '__proto__'],
        ],
      ],
    },
    { asked: [{ a: 1 }], again: [[['0', 'a'], []]] },
    {
      asked: [{ a: 1, b: null }],
      again: [
        [
          ['0', 'a', 'toString'],
          ['0', 'b'],
        ],
      ],
    },
    {
      asked: [{ a: { b: null } }],
      again: [
        [
          ['0', 'a'],
          ['0', 'a', 'b'],
        ],
      ],
    },
    { asked: [{ a: null }], again: [[[], ['0', 'a']]] },
    {
      asked: [{ a: { b: null } }, { c: { d: null } }],
      again: [
        [
          ['0', 'a'],
          ['1', 'c', 'd'],
        ],
        [
          ['1', 'c'],
          ['0', 'a', 'b'],
        ],
      ],
    },
    {
      asked: [{ a: { b: { c: null } } }, { x: null }],
      again: [
        [
          ['0', 'a'],
          ['1', 'x'],
        ],
        [
          ['1', 'x', 'b'],
          ['0', 'a', 'b', 'c'],
        ],
      ],
    },
  ])('is refused where its places are not there or not free, or where a value would hold itself: %j', (body) => {
    expect(() => unshared(body)).toThrow();
  });
});

interface Asked {
  readonly type: string | undefined;
  readonly body: unknown;
}

/** A subgraph that answers anything, and takes shared values while `takes` says so. */
async function subgraph(takes: () => boolean): Promise<{ client: SubgraphClient; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server: Server = createServer(async (request, response) => {
    const type = request.headers['content-type'];
    const body = JSON.parse(await textOf(request)) as { asked?: unknown[] } | unknown[];
    asked.push({ type, body });
    response.setHeader('content-type', 'application/json');
    if (takes()) response.setHeader('x-takes-shared', '1');
    if (type === SHARED_TYPE && !takes()) return response.writeHead(415).end('{}');
    const count = Array.isArray(body) ? body.length : (body.asked?.length ?? 0);
    return response.end(JSON.stringify(Array.from({ length: count }, (_, i) => ({ data: { i } }))));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = httpClient({ name: 'analysis', url: `http://127.0.0.1:${port}/graphql` });
  onTestFinished(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, asked };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

/** Asks two questions with the same representation in one wave. */
async function askTwo(client: SubgraphClient): Promise<unknown[]> {
  const representation = { series: { headline: [1, 2] } };
  const { signal } = new AbortController();
  const deadline = Date.now() + 30_000;
  const question: Question = {
    ...{
      requestId: 'one',
      receivedAt: Date.now(),
      deadline,
      signal,
      inner: false,
      answer: { takesText: false, holdsText: false },
      log: makeLogger('silent'),
    },
  };
  const text = '{ a }';
  const query = { text, document: parse(text), operationName: undefined, variables: { in: [representation] } };
  const answers = [query, query].map((one) => client.ask(one, { question, deadline, signal }));
  return (await Promise.all(answers)).map(({ data }) => data);
}

describe('a subgraph over HTTP', () => {
  test('is handed what is the same once as soon as it has said that it takes it', async () => {
    const { client, asked } = await subgraph(() => true);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    expect(asked.map(({ type }) => type)).toEqual(['application/json', SHARED_TYPE]);
    expect(unshared(asked[1]?.body)).toEqual(asked[0]?.body);
  });

  test('is asked as ever by one that does not take it, also where another one stood there before', async () => {
    let takes = true;
    const { client, asked } = await subgraph(() => takes);
    await askTwo(client);
    takes = false;
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    const plain = 'application/json';
    expect(asked.map(({ type }) => type)).toEqual([plain, SHARED_TYPE, plain, plain]);
  });
});
