import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import { guardSource } from '../../subgraphs/core/guard/guard.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { education } from '../../subgraphs/education/index.js';
import { openSource as openHealth } from '../../subgraphs/health/source.js';
import { parseSettings } from '../../subgraphs/social-insurance/settings.js';
import { openSource as openSocialInsurance } from '../../subgraphs/social-insurance/source.js';
import { loopbackServer, send } from '../health/loopback-server.js';
import { mapping } from '../health/setting.js';
import { catalogue, ONE } from '../social-insurance/stage.js';

const SECRET = 'k3y:t0p&s3cret+ü';
const GIVEN_TOKEN = 'a-token-of-the-endpoint';
/** Every form in which the secrets travel. */
const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams({ _: SECRET }).toString().slice(2),
  JSON.stringify(SECRET).slice(1, -1),
  Buffer.from(`graph:${new URLSearchParams({ _: SECRET }).toString().slice(2)}`).toString('base64'),
  GIVEN_TOKEN,
];
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A log on a stream that keeps what is written. */
function keptLog() {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { log: makeLogger('debug', stream), written };
}

type Opened = (log: ReturnType<typeof keptLog>['log']) => DepartmentSource | Promise<DepartmentSource>;

/** Asks a source everything, and gives all that was said: log lines and errors, with everything that hangs on them. */
async function said(opened: Opened): Promise<string> {
  const { log, written } = keptLog();
  const inner = await opened(log);
  open.push(inner);
  const options = { timeoutMs: 150, pauseMs: 1_000, questionsPerMinute: 600, now: () => new Date() };
  const source = guardSource(inner, 'health', options);
  const errors: unknown[] = [];
  for (let i = 0; i < 4; i += 1) {
    const call = { requestId: 'r', signal: new AbortController().signal, log };
    await source.ping(call).catch((error: unknown) => errors.push(error));
    await source.figures(ONE, call).catch((error: unknown) => errors.push(error));
  }
  for (const err of errors) log.error({ err, error: err }, 'as somebody may log it');
  expect(errors.length).toBeGreaterThan(0);
  expect(written.length).toBeGreaterThan(0);
  return `${inspect(errors, { depth: 12, showHidden: true })} ${JSON.stringify(errors)} ${written.join('')}`;
}

function expectNoSecret(text: string): void {
  for (const form of FORMS) expect(text).not.toContain(form);
}

/** Says everything that it was told, as servers do that show their errors. */
function echo(status: number, headers: Record<string, string> = {}): RequestListener {
  return async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const told = { error: SECRET, error_description: SECRET, headers: request.headers, body, token: GIVEN_TOKEN };
    send(response, status, JSON.stringify(told), headers);
  };
}

const cut = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '999', 'X-Echo': GIVEN_TOKEN });
  response.write(`{"a":"${GIVEN_TOKEN}`, () => response.destroy());
};

const FAULTS: readonly (readonly [string, RequestListener])[] = [
  ...[200, 302, 400, 401, 403, 404, 409, 418, 429, 500, 503].map((status) => [`says ${status}`, echo(status)] as const),
  ['says what is no JSON', (_, response) => send(response, 200, `<p>${SECRET} ${GIVEN_TOKEN}</p>`)],
  ['says what is no JSON by its type', echo(200, { 'Content-Type': 'text/html' })],
  ['sends away', echo(307, { Location: `http://127.0.0.1/?${GIVEN_TOKEN}` })],
  ['breaks off', (_, response) => cut(response)],
  ['closes', (request) => void request.socket.destroy()],
  ['hangs', () => undefined],
];

describe('no secret is in a log line or an error', () => {
  test.each(FAULTS)('of a service with a personal token that %s', async (_, listener) => {
    const { url, close } = await loopbackServer(listener);
    open.push({ close });
    const token = SECRET.replace('ü', 'u');
    const text = await said((log) => openHealth({ url, token, mapping }, { catalogue, log }));
    expectNoSecret(text);
    expect(text).not.toContain(token);
  });

  test.each(FAULTS)('of a token endpoint that %s', async (_, listener) => {
    const { url, close } = await loopbackServer(listener);
    open.push({ close });
    expectNoSecret(await said(socialInsurance(url)));
  });

  test.each(FAULTS)('of a service behind a token that %s', async (_, listener) => {
    const { url, close } = await loopbackServer((request, response) => {
      if (request.url !== '/oauth/token') return listener(request, response);
      send(response, 200, JSON.stringify({ access_token: GIVEN_TOKEN, token_type: 'Bearer', expires_in: 300 }));
    });
    open.push({ close });
    expectNoSecret(await said(socialInsurance(url)));
  });

  test.each<[string, Buffer | string]>([
    ['refuses the password', error('28P01', 'password authentication failed for user "graph"')],
    ['fails', error('XX000', 'internal error')],
    ['repeats the password', error('28P01', `not the password: ${SECRET}`)],
    ['is no database', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['says nothing and closes', ''],
  ])('of a database that %s', async (_, reply) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(reply));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const url = `postgres://graph:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/education`;
    const text = await said((log) => {
      const settings = education.parse({ EDUCATION_URL: url, EDUCATION_STATEMENT_TIMEOUT: '300' }, { catalogue });
      return education.open(settings, { catalogue, log });
    });
    expectNoSecret(text);
  });

  test('of a database that is not there', async () => {
    const url = `postgres://graph:${encodeURIComponent(SECRET)}@127.0.0.1:1/education`;
    const text = await said((log) => {
      const settings = education.parse({ EDUCATION_URL: url }, { catalogue });
      return education.open(settings, { catalogue, log });
    });
    expectNoSecret(text);
  });
});

function socialInsurance(url: string): Opened {
  const values = {
    SOCIAL_INSURANCE_URL: url,
    SOCIAL_INSURANCE_CLIENT_ID: 'graph',
    SOCIAL_INSURANCE_CLIENT_SECRET: SECRET,
  };
  return (log) => openSocialInsurance(parseSettings(values, { catalogue }), { catalogue, log });
}

/** An error as PostgreSQL sends it. */
function error(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
