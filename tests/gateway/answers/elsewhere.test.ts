import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VersionStream } from '../../../gateway/subgraphs/version-stream.js';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { send } from '../limits/sending.js';

const event = (figures: string) =>
  `data: ${JSON.stringify({ figures, confirmed: `${figures} c`, status: `${figures} s` })}\n\n`;

describe('where a subgraph elsewhere stands', () => {
  let streams: ServerResponse[];
  let secrets: unknown[];
  let server: ReturnType<typeof createServer>;
  let stream: VersionStream;
  beforeEach(async () => {
    streams = [];
    secrets = [];
    server = createServer((request, response) => {
      secrets.push(request.headers.authorization);
      streams.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      response.write(event(`${streams.length}`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stream = new VersionStream(`http://127.0.0.1:${(server.address() as AddressInfo).port}/version`, 'open-sesame');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    stream.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const stands = (figures: string | null) =>
    vi.waitFor(() => expect(stream.version?.figures ?? null).toBe(figures), { timeout: 5_000 });

  test('is known while it tells, to who has the secret', async () => {
    expect(stream.version).toBeNull();
    await stands('1');
    streams[0]?.write(event('2'));
    await stands('2');
    expect([stream.version, secrets]).toEqual([
      { figures: '2', confirmed: '2 c', status: '2 s' },
      ['Bearer open-sesame'],
    ]);
  });

  test('is not known from the moment on that it breaks, and then again', async () => {
    await stands('1');
    streams[0]?.destroy();
    await stands(null);
    await stands('2');
  });

  test('is not known while it is silent', async () => {
    await stands('1');
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 3_000);
    expect(stream.version).toBeNull();
  });

  test('is not known by words that say nothing', async () => {
    await stands('1');
    streams[0]?.write('data: {"figures":7}\n\ndata: {\n\n: hello\n\n');
    streams[0]?.write(event('3'));
    await stands('3');
  });
});

describe('answers of subgraphs elsewhere', () => {
  let graph: TestGraph;
  beforeEach(async () => {
    graph = await testGraph({ DEADLINE_MS: '20000' }, 'over HTTP');
  });
  afterEach(() => graph?.close());

  const ask = async (query: string) => {
    const sent = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) };
    const { headers, body } = await send(graph.url, sent);
    return { tag: String(headers.etag), body };
  };

  test('are kept by what these say of them, also where one asks the whole graph', async () => {
    const byDistrict = `{ indicator(code: "HEALTH_INSURANCE") { assessments(level: DISTRICT, periods: ["2023-S1"]) { state } } }`;
    const status = '{ indicator(code: "DOCTORS") { series { headline { provenance { retrievedAt } } } } }';
    const tags = await vi.waitFor(
      async () => {
        const answers = [await ask(byDistrict), await ask(status)];
        for (const { tag } of answers) expect(tag).toMatch(/^W/);
        return answers.map(({ tag }) => tag.split('/')[2]);
      },
      { timeout: 15_000, interval: 100 },
    );
    expect(tags).toEqual(['analysis.programme.social-insurance', 'health+.programme']);
    const { tag, body } = await ask(byDistrict);
    expect([(await ask(byDistrict)).tag, (await ask(byDistrict)).body]).toEqual([tag, body]);
  });
});
