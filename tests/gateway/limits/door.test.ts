import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess } from '../asking.js';
import { smallSchemas } from '../small-graph.js';
import { send, sendQuestion } from './sending.js';

const GOOD = '{ items { id } }';
const FRIEND = 'https://dashboard.example';

/** A gateway that listens, with the settings; what each answers is asked by real HTTP. */
async function listening(settings: NonNullable<Parameters<typeof gatewayOver>[1]> = {}) {
  const gateway = await gatewayOver(inProcess(smallSchemas()), settings);
  const address = await gateway.listen();
  const { port } = new URL(address);
  return { gateway, url: `http://127.0.0.1:${port}/graphql`, port };
}

describe('a gateway as it is in production', () => {
  let gateway: Asked;
  let url = '';
  let port = '';
  beforeAll(async () => {
    ({ gateway, url, port } = await listening({ allowedHosts: ['graph.example'], corsOrigins: [FRIEND] }));
  });
  afterAll(() => gateway?.close());

  test.each([
    ['127.0.0.1', 200],
    ['localhost:9', 200],
    ['[::1]:80', 200],
    ['graph.example', 200],
    ['GRAPH.example:443', 200],
    ['other.graph.example', 421],
    ['127.0.0.1.attacker.example', 421],
    ['localhost@attacker.example', 421],
    ['10.1.2.3', 421],
    ['127.0.0.1/x', 421],
  ])('answers under the name "%s" with %s', async (host, status) => {
    const { status: came, codes } = await sendQuestion(url, GOOD, { host });
    expect([came, codes]).toEqual([status, status === 200 ? [] : ['FOREIGN_HOST']]);
  });

  test('looks at the name of what is no question too', async () => {
    for (const path of ['/health', '/ready', '/nowhere']) {
      const { codes } = await send(url.replace('/graphql', path), {
        method: 'GET',
        headers: { host: 'attacker.example' },
      });
      expect(codes).toEqual(['FOREIGN_HOST']);
    }
  });

  test.each([
    ['http://127.0.0.1:PORT', 200],
    ['https://127.0.0.1:PORT', 200],
    [FRIEND, 200],
    ['http://127.0.0.1:1', 403],
    ['http://localhost:PORT', 403],
    ['https://dashboard.example.attacker.example', 403],
    ['http://dashboard.example', 403],
    ['null', 403],
    ['', 403],
  ])('answers a page of "%s" with %s', async (template, status) => {
    const origin = template.replace('PORT', port);
    const { status: came, codes } = await sendQuestion(url, GOOD, { origin });
    expect([came, codes]).toEqual([status, status === 200 ? [] : ['FOREIGN_ORIGIN']]);
  });

  test('tells the browser of a listed page that it may ask and read, and of no other', async () => {
    const listed = await sendQuestion(url, GOOD, { origin: FRIEND });
    expect(listed.headers).toMatchObject({
      'access-control-allow-origin': FRIEND,
      vary: 'Accept, Accept-Encoding, Origin',
    });
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const may = await send(url, { method: 'OPTIONS', headers: { origin: FRIEND, ...preflight } });
    expect([may.status, may.headers['access-control-allow-headers']]).toEqual([
      204,
      expect.stringContaining('content-type'),
    ]);
    expect(may.headers['access-control-allow-credentials']).toBeUndefined();
    const mayNot = await send(url, {
      method: 'OPTIONS',
      headers: { origin: 'https://attacker.example', ...preflight },
    });
    const own = await sendQuestion(url, GOOD, { origin: `http://127.0.0.1:${port}` });
    for (const { headers } of [mayNot, own]) expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    [
      'an answer',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query":"${GOOD}"}` },
    ],
    ['a refusal', '/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }],
    ['what is not there', '/nowhere', { method: 'GET' }],
    ['an address that cannot be read', '/%zz', { method: 'GET' }],
    ['the state of health', '/health', { method: 'GET' }],
  ])('%s has the headers that keep a browser from harm', async (_title, path, sent) => {
    const { headers } = await send(url.replace('/graphql', path), sent);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'; frame-ancestors 'none'"),
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.server ?? headers['x-powered-by']).toBeUndefined();
  });

  test('does not suggest names of the schema, and does not tell of it', async () => {
    const misspelt = await sendQuestion(url, '{ itms { id } }');
    expect([misspelt.status, misspelt.codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    expect(misspelt.body).not.toMatch(/Did you mean|"items"/);
    for (const query of [
      '{ __schema { types { name } } }',
      '{ items { ...F } } fragment F on Item { id } { __type(name: "Item") { name } }',
    ]) {
      const { codes, body } = await sendQuestion(url, query);
      expect(codes).toEqual(['INTROSPECTION_OFF']);
      expect(body).toContain('schema/api.graphql');
    }
    expect((await sendQuestion(url, '{ __typename }')).codes).toEqual([]);
  });
});

test('without a list, no page of another site is welcome', async () => {
  const { gateway, url } = await listening();
  const { status, headers } = await sendQuestion(url, GOOD, { origin: FRIEND });
  expect([status, headers['access-control-allow-origin'], headers.vary]).toEqual([
    403,
    undefined,
    'Accept, Accept-Encoding',
  ]);
  await gateway.close();
});

test('a gateway that listens everywhere answers under each of its own addresses, and no other', async () => {
  const { gateway, url } = await listening({ host: '0.0.0.0' });
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of own.filter(({ family }) => family === 'IPv4')) {
    expect((await sendQuestion(url, GOOD, { host: address })).status).toBe(200);
  }
  for (const host of ['203.0.113.9', 'attacker.example']) {
    expect((await sendQuestion(url, GOOD, { host })).codes).toEqual(['FOREIGN_HOST']);
  }
  await gateway.close();
});

test('where introspection is on, errors suggest names', async () => {
  const { gateway, url } = await listening({ introspection: true });
  expect((await sendQuestion(url, '{ itms { id } }')).body).toContain('Did you mean');
  expect((await sendQuestion(url, '{ __type(name: "Item") { name } }')).codes).toEqual([]);
  await gateway.close();
});

test('a request has ten seconds to be sent, its head and its body: Node exchanges the two limits if the head has longer', async () => {
  const { gateway } = await listening();
  const { requestTimeout, headersTimeout } = gateway.app.server;
  expect([requestTimeout, headersTimeout]).toEqual([10_000, 10_000]);
  await gateway.close();
});
