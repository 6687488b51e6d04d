import { buildSchema, GraphQLError } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { linesOf } from '../../schema/unread-value.js';
import { ANSWERS_TYPE, TAKES, WAVE_TYPE } from '../../schema/wave.js';
import { analysisContext } from '../../subgraphs/analysis/context.js';
import { compiledExecution } from '../../subgraphs/core/execution/execution.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { KnownDocuments } from '../../subgraphs/known-documents.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import type { RunningSubgraph } from '../../subgraphs/start.js';

/** What was executed, by the texts that reached a resolver. */
interface Tried {
  readonly subgraph: RunningSubgraph;
  executions(): number;
  /** From now on executions fail. */
  fail(): void;
}

function tried(): Tried {
  const schema = buildSchema(
    'type Query { echo(text: String!): String, plain: String, coded: Int, must: Int!, rows(bad: Boolean): [Row!] } type Row { name: String!, size: Int }',
  );
  const fields = schema.getQueryType()?.getFields() ?? {};
  const fail = (error: Error) => () => {
    throw error;
  };
  Object.assign(fields.echo as object, { resolve: (_: unknown, { text }: { text: string }) => text });
  Object.assign(fields.plain as object, { resolve: fail(new Error('It broke.')) });
  const coded = new GraphQLError('Not that.', { extensions: { code: 'BAD_USER_INPUT', argument: 'text' } });
  Object.assign(fields.coded as object, { resolve: fail(coded) });
  Object.assign(fields.must as object, { resolve: () => null });
  const rows = (_: unknown, { bad }: { bad?: boolean }) => [
    { name: 'chỉ tiêu', size: 1 },
    { name: 'a "b"', size: bad ? 'many' : null },
  ];
  Object.assign(fields.rows as object, { resolve: rows });
  const execute = compiledExecution(schema);
  let count = 0;
  let fails = false;
  const subgraph: RunningSubgraph = {
    name: 'analysis',
    schema,
    execute: (execution) => {
      count += 1;
      if (fails) throw new Error('It fails.');
      return execute(execution);
    },
    contextFor: (call) => analysisContext(null, call),
    version: () => ({ figures: '1', confirmed: '1', status: '1' }),
    ...{ sample: false, renewal: null, asked: [], close: async () => {} },
  };
  return {
    subgraph,
    executions: () => count,
    fail: () => {
      fails = true;
    },
  };
}

async function served(secret: string | null = null): Promise<Omit<Tried, 'subgraph'> & { url: string }> {
  const { subgraph, ...rest } = tried();
  const log = makeLogger('silent');
  const { url, close } = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret, log });
  onTestFinished(close);
  return { url, ...rest };
}

/** What comes back, without what differs from one answer to the next whoever gives it, and blanks. */
async function ask(url: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const asked = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: asked, body });
  const { date: _, 'content-length': __, ...rest } = Object.fromEntries(response.headers);
  return { status: response.status, headers: rest, body: (await response.json()) as unknown };
}

const echo = (text: unknown) => ({ query: 'query($text: String!) { echo(text: $text) }', variables: { text } });
const QUESTIONS: Readonly<Record<string, unknown>> = {
  'a value': echo('chỉ tiêu'),
  'an operation by name': { query: 'query A { echo(text: "a") } query B { echo(text: "b") }', operationName: 'B' },
  'an operation that is not there': { query: 'query A { echo(text: "a") }', operationName: 'B' },
  'a variable that does not fit': echo(7),
  'a variable that is missing': { query: echo('').query },
  'an error with a code': { query: '{ coded echo(text: "beside it") }' },
  'an error without one': { query: '{ plain }' },
  'a null where none may be': { query: '{ must }' },
  'a wave of several': [echo('one'), { query: '{ coded }' }, echo('two')],
  'a list': { query: '{ rows { name size } again: rows { size } }' },
  'a list with an error in it': { query: '{ rows(bad: true) { name size } rest: rows { name } }' },
  'a wave with lists': [{ query: '{ rows { name } }' }, echo('one'), { query: '{ rows { size } }' }],
  'a wave of one': [echo('one')],
  'a wave with one that is refused': [echo('one'), echo(7)],
  'an empty wave': [],
  'what is not valid': { query: '{ nothing }' },
  'no text': { query: 7 },
  'no question': 'text',
};

describe('a question that a gateway asks again', () => {
  test.each(Object.entries(QUESTIONS))('is answered as the first time: %s', async (_, question) => {
    const { url } = await served();
    const first = await ask(url, JSON.stringify(question));
    expect(await ask(url, JSON.stringify(question))).toEqual(first);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('with other variables has its own answer', async () => {
    const { url } = await served();
    await ask(url, JSON.stringify(echo('one')));
    expect((await ask(url, JSON.stringify(echo('other')))).body).toEqual({ data: { echo: 'other' } });
  });

  test('is executed once', async () => {
    const { url, executions } = await served();
    await ask(url, JSON.stringify(echo('one')));
    await ask(url, JSON.stringify(echo('two')));
    expect(executions()).toBe(2);
  });

  test('is Apollo Server’s where it asks for another form of answer', async () => {
    const { url } = await served();
    await ask(url, JSON.stringify(echo('one')));
    const { headers } = await ask(url, JSON.stringify(echo('one')), { accept: 'application/graphql-response+json' });
    expect(headers['content-type']).toMatch(/^application\/graphql-response\+json/);
  });
});

describe('the body of a question', () => {
  test.each([
    '{"query":"{ plain }","variables":{"__proto__":{"a":1}}}',
    '{"query":"{ plain }","variables":{"\\u005f_proto__":{"a":1}}}',
    '{"query":"{ plain }","variables":{"constructor":{"prototype":1}}}',
    '{"query":',
    '',
  ])('that could poison a prototype, or is no JSON, is refused: %s', async (body) => {
    const { url, executions } = await served();
    expect((await ask(url, body)).status).toBe(400);
    expect(executions()).toBe(0);
  });

  test('may speak of constructors', async () => {
    const { url } = await served();
    expect((await ask(url, JSON.stringify(echo('constructor \u0001')))).body).toEqual({
      data: { echo: 'constructor \u0001' },
    });
  });
});

describe('documents that are known', () => {
  test('are forgotten when their texts are too long together, those not asked for longest first', () => {
    const documents = new KnownDocuments(6);
    const [a, b, c] = ['a', 'b', 'c'].map(() => ({ kind: 'Document', definitions: [] }) as never);
    documents.add('aaa', a as never);
    documents.add('bbb', b as never);
    documents.get('aaa');
    documents.add('ccc', c as never);
    expect([documents.get('aaa'), documents.get('bbb'), documents.get('ccc')]).toEqual([a, undefined, c]);
  });
});

describe('a wave that holds what is the same once', () => {
  const plain = [echo('a text'), echo('a text')];
  const wave = [echo('a text'), { ...echo(null), variables: null }];
  const again = [
    [
      ['0', 'variables'],
      ['1', 'variables'],
    ],
  ];
  const shared = (body: object) => JSON.stringify(body);
  const asWave = { 'content-type': WAVE_TYPE };

  test('is answered as if it stood everywhere, once its documents are known; till then it is not taken', async () => {
    const { url, executions } = await served();
    const body = shared({ asked: wave, again });
    const first = await ask(url, body, asWave);
    expect([first.status, first.headers[TAKES], executions()]).toEqual([415, WAVE_TYPE, 0]);
    const inFull = await ask(url, JSON.stringify(plain));
    expect(inFull.body).toEqual([{ data: { echo: 'a text' } }, { data: { echo: 'a text' } }]);
    const once = await ask(url, body, asWave);
    // Fastify and node write them in the same way, but for the one that says that the connection stays.
    const { connection: _, 'keep-alive': __, ...headers } = inFull.headers;
    expect(once.headers).toMatchObject(headers);
    expect(once.body).toEqual(inFull.body);
  });

  test('is told what its answer rests on, and fails as a whole when the execution does', async () => {
    const { url, fail } = await served();
    const body = shared({ asked: wave, again });
    await ask(url, JSON.stringify(plain));
    expect((await ask(url, body, asWave)).headers['x-answer-basis']).toBe('figures');
    fail();
    expect((await ask(url, body, asWave)).status).toBe(500);
  });

  test('is not taken where a variable does not fit: in plain JSON that is told', async () => {
    const { url } = await served();
    await ask(url, JSON.stringify(plain));
    expect((await ask(url, shared({ asked: [echo('one'), echo(7)], again: [] }), asWave)).status).toBe(415);
  });

  test.each([
    { asked: wave, again: [[['7'], ['1', 'variables']]] },
    { asked: wave },
    { asked: [{ ...echo('one'), extensions: { told: 'all' } }], again: [] },
    { asked: [{ ...echo('one'), variables: { ['__proto__']: {} } }], again: [] },
    { asked: [], again: [] },
  ])('is not taken where it does not hold what it says, or what none may hold: %j', async (one) => {
    const { url, executions } = await served();
    await ask(url, JSON.stringify(plain));
    const before = executions();
    expect((await ask(url, shared(one), asWave)).status).toBe(415);
    expect((await ask(url, '{"asked":', asWave)).status).toBe(415);
    expect(executions()).toBe(before);
  });

  test('may speak of constructors, also in what was not read', async () => {
    const { url } = await served();
    await ask(url, JSON.stringify([echo('one')]));
    const text = 'constructor \u0001';
    const representations = { text: 0 };
    const asked = [{ ...echo(text), variables: { text, representations }, extensions: { told: ['text'] } }];
    const body = `${JSON.stringify({ asked, again: [] })}\n${JSON.stringify(text)}`;
    expect((await ask(url, body, asWave)).body).toEqual([{ data: { echo: text } }]);
  });

  test('is taken from the gateway alone', async () => {
    const { url } = await served('the secret');
    const headers = { authorization: 'Bearer the secret' };
    await ask(url, JSON.stringify(plain), headers);
    const body = shared({ asked: wave, again });
    expect((await ask(url, body, asWave)).status).toBe(401);
    expect((await ask(url, body, { ...asWave, authorization: 'Bearer another' })).status).toBe(401);
    expect((await ask(url, body, { ...asWave, ...headers })).status).toBe(200);
  });
});

describe('a question whose values may stay text', () => {
  const rows = { query: '{ rows { name size } }', extensions: { unread: ['rows'] } };
  const post = (url: string, question: unknown) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
  };

  test('is answered with their texts behind the answer, once its document is known', async () => {
    const { url } = await served();
    const values = '[{"name":"chỉ tiêu","size":1},{"name":"a \\"b\\"","size":null}]';
    expect(await (await post(url, rows)).text()).toBe(`{"data":{"rows":${values}}}\n`);
    const again = await post(url, rows);
    expect(again.headers.get('content-type')).toBe(ANSWERS_TYPE);
    expect(await again.text()).toBe(`{"data":{"rows":0}}\n${values}`);
  });

  test('is answered in a wave with others, where objects are texts as lists are, and nothing of null', async () => {
    const { url } = await served();
    const wave = [
      { query: '{ rows(bad: true) { name size } echo(text: "a") }', extensions: { unread: ['rows', 'echo.a', 'no'] } },
      rows,
      echo('as ever'),
      { query: '{ coded }', extensions: { unread: ['coded'] } },
    ];
    const first = (await (await post(url, wave)).json()) as { errors?: unknown }[];
    const [answers, ...texts] = linesOf(Buffer.from(await (await post(url, wave)).arrayBuffer()));
    const [one, two, three, four] = JSON.parse(String(answers)) as unknown[];
    const [bad, good] = texts.map((text) => JSON.parse(String(text)) as unknown);
    expect([one, two]).toEqual([{ ...first[0], data: { rows: 0, echo: 'a' } }, { data: { rows: 1 } }]);
    expect([three, four]).toEqual([first[2], first[3]]);
    expect([{ data: { rows: bad, echo: 'a' }, errors: first[0]?.errors }, { data: { rows: good } }]).toEqual(
      first.slice(0, 2),
    );
    expect(texts.length).toBe(2);
  });

  test.each([{ unread: 'rows' }, { unread: [7] }, { unread: ['rows'], more: 1 }, { unread: null }, 'text'])(
    'is answered as Apollo Server does where it says it otherwise: %j',
    async (extensions) => {
      const { url } = await served();
      const asked = { ...rows, extensions };
      const first = await (await post(url, asked)).text();
      expect(await (await post(url, asked)).text()).toBe(first);
      expect(first).not.toContain('"rows":0');
    },
  );
});
