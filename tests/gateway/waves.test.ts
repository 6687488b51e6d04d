import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AnswerBasis } from '../../gateway/answers/basis.js';
import type { Question } from '../../gateway/question.js';
import type { SubgraphClient, SubgraphQuery } from '../../gateway/subgraphs/client.js';
import { httpClient } from '../../gateway/subgraphs/http.js';
import { shared } from '../../gateway/subgraphs/shared.js';
import { linesOf, UnreadValue, unreadBytes } from '../../schema/unread-value.js';
import { ANSWERS_TYPE, TAKES, WAVE_TYPE } from '../../schema/wave.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { readWave } from '../../subgraphs/wave-body.js';

/** What is written goes over the wire and is read on the other side. */
const sent = (asked: unknown) => readWave(unreadBytes(shared(asked)), JSON.parse);

const readFrom = (first: unknown, ...lines: readonly string[]) =>
  readWave(Buffer.from([JSON.stringify(first), ...lines].join('\n')), JSON.parse);

describe('a body in which what is the same stands once', () => {
  const series = { headline: [{ period: '2023', value: 1 }] };

  test('is read as if it stood everywhere, where it then is one object again', () => {
    const asked = [{ indicators: [{ code: 'A', series }] }, { series }];
    expect(JSON.stringify(shared(asked))).toBe(
      '{"asked":[{"indicators":[{"code":"A","series":{"headline":[{"period":"2023","value":1}]}}]},{"series":null}],"again":[[["0","indicators","0","series"],["1","series"]]]}',
    );
    const read = sent(asked) as [{ indicators: [{ series: unknown }] }, { series: unknown }];
    expect(read).toEqual(asked);
    expect(read[1].series).toBe(read[0].indicators[0].series);
    expect(asked[1]).toEqual({ series });
  });

  test('is not made where nothing is the same, however equal', () => {
    expect(shared([{ series }, { series: structuredClone(series) }]).again).toEqual([]);
    const short = { vi: 'a', en: 'b' };
    expect(shared([{ short }, { short }]).again).toEqual([]);
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
    expect(() => readFrom(body)).toThrow();
  });
});

describe('values that pass unread', () => {
  const text = (value: unknown) => new UnreadValue(Buffer.from(JSON.stringify(value)));
  const question = (told: readonly string[], representations: unknown) => {
    return { variables: { representations }, extensions: { told } };
  };
  const representationsIn = (asked: unknown) =>
    (asked as { variables: { representations: unknown } }[]).map(({ variables }) => variables.representations);

  test('follow the questions, each on its line, and are read in their places', () => {
    const told = ['series.headline', 'none', 'missing'];
    const asked = [question(told, [{ code: 'A', series: { headline: text([{ vi: 'một' }]) }, none: null }])];
    expect(unreadBytes(shared(asked)).toString()).toBe(
      `{"asked":[{"variables":{"representations":[{"code":"A","series":{"headline":0},"none":null}]},"extensions":{"told":${JSON.stringify(told)}}}],"again":[]}\n[{"vi":"một"}]`,
    );
    const series = { headline: [{ vi: 'một' }] };
    expect(sent(asked)).toEqual([question(told, [{ code: 'A', series, none: null }])]);
    const [one] = asked;
    expect(sent(one)).toEqual(question(told, [{ code: 'A', series, none: null }]));
  });

  test('are written as values where nobody takes their text, what is no JSON as it came', () => {
    expect(JSON.stringify({ a: text({ vi: 'một' }) })).toBe('{"a":{"vi":"một"}}');
    expect(JSON.stringify({ a: new UnreadValue(Buffer.from('{"b')), c: 1 })).toBe('{"a":"{\\"b","c":1}');
  });

  test('stand once for all places of an object, and are read for each of several objects that hold the same', () => {
    const headline = text([1, 2]);
    const [one, other] = [{ more: {}, headline, last: text(3) }, { headline }];
    const told = ['headline', 'last'];
    const asked = [question(told, [one, other]), question(told, [one])];
    const [, ...lines] = linesOf(unreadBytes(shared(asked)));
    expect(lines.map(String)).toEqual(['[1,2]', '3']);
    const [first, second] = representationsIn(sent(asked)) as { headline: unknown }[][];
    expect([first, second]).toEqual([
      [{ more: {}, headline: [1, 2], last: 3 }, { headline: [1, 2] }],
      [{ more: {}, headline: [1, 2], last: 3 }],
    ]);
    expect(second?.[0]).toBe(first?.[0]);
    expect(first?.[1]?.headline).not.toBe(first?.[0]?.headline);
  });

  test('are read as they were, whatever they are', () => {
    const value = fc.oneof(
      fc.object({ withNullPrototype: false }),
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }))),
    );
    fc.assert(
      fc.property(fc.array(fc.option(value), { maxLength: 6 }), fc.boolean(), (values, isNested) => {
        const at = (one: unknown) => question(['in.one'], { in: isNested ? [[{ one }]] : { one } });
        const asked = values.map((one) => at(one === null ? null : text(one)));
        expect(sent(asked)).toEqual(JSON.parse(JSON.stringify(values.map(at))));
      }),
    );
  });

  test('are looked for where its own question says so, and no number anywhere else is taken for one', () => {
    const asked = [
      question(['size'], [{ size: text({ w: 111 }), other: 0 }]),
      question(['other'], [{ size: 0, other: text([7]) }]),
      { variables: { size: 1, representations: [{ size: 0 }] } },
    ];
    expect(representationsIn(sent(asked))).toEqual([
      [{ size: { w: 111 }, other: 0 }],
      [{ size: 0, other: [7] }],
      [{ size: 0 }],
    ]);
  });

  test('are not looked for in each other', () => {
    const asked = [question(['part', 'part.x'], [{ part: text({ x: 1 }) }, { part: { x: text({ y: 2 }) } }])];
    expect(representationsIn(sent(asked))).toEqual([[{ part: { x: 1 } }, { part: { x: { y: 2 } } }]]);
  });

  test('cannot change what others say: what is no JSON stands in its place as it came', () => {
    const first = { asked: question(['in.a'], { in: [{ a: 0 }, { a: 1 }] }), again: [] };
    const broken = '{"b":1}}],"c":[{"d":2}';
    expect(readFrom(first, broken, '{"b":3}')).toEqual(question(['in.a'], { in: [{ a: broken }, { a: { b: 3 } }] }));
  });

  test.each<[string, unknown, ...string[]]>([
    ['a place without a line', question(['a'], { a: 0 })],
    ['a number that is none', question(['a'], { a: 0.5 }), '{}'],
    ['a line without a place', question(['a'], { a: 0 }), '{}', '{}'],
    ['no places at all', question([], { a: 0 }), '{}'],
    ['nothing of places', { variables: { representations: { a: 0 } } }, '{}'],
    ['places that are none', { ...question([], {}), extensions: { told: [7] } }],
    ['no variables', { extensions: { told: ['a'] } }],
    ['no question', null],
  ])('are refused with %s', (_, asked, ...lines) => {
    expect(() => readFrom({ asked, again: [] }, ...lines)).toThrow();
  });
});

interface Asked {
  readonly type: string | undefined;
  readonly text: string;
  readonly body: unknown;
}

/** A subgraph that answers anything, and takes waves while `takes` says so. */
async function subgraph(
  takes: () => boolean,
  answer: (response: ServerResponse, count: number) => unknown = (response, count) =>
    response.end(JSON.stringify(Array.from({ length: count }, (_, i) => ({ data: { i } })))),
): Promise<{ client: SubgraphClient; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server: Server = createServer(async (request, response) => {
    const type = request.headers['content-type'];
    const text = Buffer.from(await textOf(request));
    const body = type === WAVE_TYPE ? readWave(text, JSON.parse) : (JSON.parse(text.toString()) as unknown);
    asked.push({ type, text: text.toString(), body });
    response.setHeader('content-type', 'application/json');
    if (takes()) response.setHeader(TAKES, WAVE_TYPE);
    if (type === WAVE_TYPE && !takes()) return response.writeHead(415).end('{}');
    response.setHeader('x-answer-basis', 'figures');
    return answer(response, Array.isArray(body) ? body.length : 1);
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

/** What the answers of the last wave rest on. */
let basis = new AnswerBasis(0);

/** Asks questions in one wave. */
async function ask(client: SubgraphClient, ...queries: readonly Partial<SubgraphQuery>[]): Promise<unknown[]> {
  basis = new AnswerBasis(Date.now());
  const { signal } = new AbortController();
  const deadline = Date.now() + 30_000;
  const question: Question = {
    ...{ requestId: 'one', receivedAt: Date.now(), deadline, signal, inner: false, basis, log: makeLogger('silent') },
    answer: { takesText: false, holdsText: false },
  };
  const text = '{ a }';
  const plain = { text, document: parse(text), operationName: undefined, variables: {} };
  const answers = queries.map((one) => client.ask({ ...plain, ...one }, { question, deadline, signal }));
  return (await Promise.all(answers)).map(({ data }) => data);
}

/** Two questions with the same representation in one wave. */
function askTwo(client: SubgraphClient): Promise<unknown[]> {
  const variables = { in: [{ series: { headline: [1, 2] } }] };
  return ask(client, { variables }, { variables });
}

describe('a subgraph over HTTP', () => {
  test('is handed what is the same once as soon as it has said that it takes it', async () => {
    const { client, asked } = await subgraph(() => true);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    expect(asked.map(({ type }) => type)).toEqual(['application/json', WAVE_TYPE]);
    expect(asked[1]?.body).toEqual(asked[0]?.body);
  });

  test('is asked as ever by one that does not take it, also where another one stood there before', async () => {
    let takes = true;
    const { client, asked } = await subgraph(() => takes);
    await askTwo(client);
    takes = false;
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    // What was not taken says nothing of how long the answer holds.
    expect(basis.until).toBe(Number.POSITIVE_INFINITY);
    expect(await askTwo(client)).toEqual([{ i: 0 }, { i: 1 }]);
    const plain = 'application/json';
    expect(asked.map(({ type }) => type)).toEqual([plain, WAVE_TYPE, plain, plain]);
  });

  test('is told values that were not read, as text or as values', async () => {
    const { client, asked } = await subgraph(
      () => true,
      (response) => response.end('{"data":{}}'),
    );
    const variables = { representations: [{ headline: new UnreadValue(Buffer.from('[1,2]')) }] };
    for (const _ of ['as values', 'as text']) await ask(client, { variables, toldUnreadAt: ['headline'] });
    const query = '"query":"{ a }","variables":{"representations":[{"headline":';
    expect(asked.map(({ text }) => text)).toEqual([
      `{${query}[1,2]}]}}`,
      `{"asked":{${query}0}]},"extensions":{"told":["headline"]}},"again":[]}\n[1,2]`,
    ]);
    expect(asked.map(({ type }) => type)).toEqual(['application/json', WAVE_TYPE]);
  });

  test('is told where it may leave values as text, which are then not read, and all else is', async () => {
    const plain = '[{"data":{"a":{"b":1}}},{"data":{"a":2}}]';
    const wave = '[{"data":{"a":1,"c":0}},{"data":{"a":[0,null,{"d":0}]}}]\n{"x":"một"}\n[7]';
    const { client, asked } = await subgraph(
      () => true,
      (response) => {
        if (asked.length === 1) return response.end(plain);
        return response.setHeader('content-type', ANSWERS_TYPE).end(wave);
      },
    );
    const queries = [{ unreadAt: ['a'] }, { unreadAt: ['a.d'] }];
    expect(await ask(client, ...queries)).toEqual([{ a: { b: 1 } }, { a: 2 }]);
    const [one, other] = (await ask(client, ...queries)) as [{ a: UnreadValue; c: number }, { a: unknown[] }];
    expect([String(one.a.text), one.c]).toEqual(['[7]', 0]);
    expect(one.a).toBeInstanceOf(UnreadValue);
    const { d } = other.a[2] as { d: UnreadValue };
    expect([other.a[0], other.a[1], String(d.text)]).toEqual([0, null, '{"x":"một"}']);
    expect(asked.map(({ body }) => (body as { extensions?: unknown }[]).map(({ extensions }) => extensions))).toEqual([
      [undefined, undefined],
      [{ unread: ['a'] }, { unread: ['a.d'] }],
    ]);
  });

  test.each([
    ['no line for the value at a', '{"data":{"a":1}}\n{}'],
    ['no line for the value at a', '{"data":{"a":[{"a":0},{"a":0}]}}\n{}', ['a.a']],
    ['no line for the value at a', '{"data":{"a":0.5}}\n{}'],
    ['a line without a place', '{"data":{"a":0}}\n{}\n{}'],
    ['a line without a place', '{"data":{"b":0}}\n{}'],
    ['neither an object nor a list at a', '{"data":{"a":0}}\n7'],
    ['neither an object nor a list at a', '{"data":{"a":0}}\n'],
  ])('is refused where its texts are not as agreed: %s', async (why, body, unreadAt = ['a']) => {
    const { client } = await subgraph(
      () => true,
      (response) => response.setHeader('content-type', ANSWERS_TYPE).end(body),
    );
    await expect(ask(client, { unreadAt })).rejects.toMatchObject({
      code: 'SUBGRAPH_FAILED',
      detail: expect.stringContaining(why) as string,
    });
  });
});
