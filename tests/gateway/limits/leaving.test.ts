import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../../support/graph.js';
import { gatewayOver, inProcess, serve } from '../asking.js';
import { smallSchemas } from '../small-graph.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Something that happens once, to be waited for. */
function event(): { happened: Promise<void>; tell: () => void } {
  let tell: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { happened, tell };
}

function askAndLeave(url: string, query: string) {
  const leave = new AbortController();
  const answer = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: leave.signal,
  });
  return { answer, leave: () => leave.abort() };
}

describe('a client that goes away', () => {
  test('ends the request to a subgraph, and the waves after it are not begun', async () => {
    const [arrived, ended] = [event(), event()];
    const { north: _, ...others } = smallSchemas();
    const north = await serve((request) => {
      request.on('close', ended.tell);
      arrived.tell();
    });
    closing.push(north.close);
    let marked = 0;
    const mark = () => {
      marked += 1;
      return String(marked);
    };
    const { marks } = smallSchemas({ marks: { Item: { mark } } });
    const gateway = await gatewayOver([...inProcess({ ...others, marks }), { name: 'north', url: north.url }]);
    closing.push(gateway.close);
    const url = `${await gateway.listen()}/graphql`;
    const { answer, leave } = askAndLeave(url, '{ items { mark } }');
    await arrived.happened;
    leave();
    await expect(answer).rejects.toThrow();
    await ended.happened;
    expect(marked).toBe(0);
  });

  test('is told to a subgraph in the same process by its signal', async () => {
    const [arrived, told] = [event(), event()];
    const schemas = smallSchemas({
      shop: {
        Query: {
          items: async (_parent, _args, context) => {
            const { request } = context as { request: { signal: AbortSignal } };
            request.signal.addEventListener('abort', told.tell);
            arrived.tell();
            await told.happened;
            return [];
          },
        },
      },
    });
    const gateway = await gatewayOver(inProcess(schemas));
    closing.push(gateway.close);
    const { answer, leave } = askAndLeave(`${await gateway.listen()}/graphql`, '{ items { id } }');
    await arrived.happened;
    leave();
    await expect(answer).rejects.toThrow();
    await told.happened;
  });
});

/** A department's system as it must not be: `handle` answers, or does not. */
async function system(handle: Parameters<typeof createServer>[1]): Promise<{ server: Server; url: string }> {
  const server = createServer(handle as never);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function graphOver(url: string, env: Record<string, string> = {}): Promise<TestGraph> {
  const others = 'programme,education,labour,social-insurance';
  const graph = await testGraph({ HEALTH_URL: url, HEALTH_TOKEN: 'd2pat_x', SAMPLE: others, ...env });
  closing.push(graph.close);
  return graph;
}

const DOCTORS = '{ indicator(code: "DOCTORS") { series { headline { value } } } }';
const SCHOOLS = '{ indicator(code: "SCHOOLS") { series { headline { value } } } }';

/** Each test starts a graph. */
const STARTING = { timeout: 60_000 };

describe('a question on its way to a department’s system', STARTING, () => {
  test.each(['the client goes away', 'its time is over'])('ends there when %s', async (why) => {
    const [arrived, ended] = [event(), event()];
    const { url } = await system((request) => {
      request.on('close', ended.tell);
      arrived.tell();
    });
    const late = { DEADLINE_MS: '1500', SOURCE_DEADLINE_MS: '700' };
    const graph = await graphOver(
      url,
      why === 'its time is over' ? late : { DEADLINE_MS: '20000', SOURCE_DEADLINE_MS: '19000' },
    );
    const { answer, leave } = askAndLeave(graph.url, DOCTORS);
    await arrived.happened;
    if (why === 'the client goes away') {
      leave();
      await expect(answer).rejects.toThrow();
    } else {
      const { errors } = (await (await answer).json()) as { errors: { extensions: { code: string } }[] };
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_TIMEOUT']);
    }
    await ended.happened;
  });

  test('is cut off when the system answers 200 MB, and everybody else is answered', async () => {
    const WHOLE = 200 * 1024 * 1024;
    const piece = Buffer.alloc(1024 * 1024, ' ');
    let sent = 0;
    const ended = event();
    const { url } = await system(async (_request, response) => {
      response.on('close', ended.tell);
      response.writeHead(200, { 'content-type': 'application/json' });
      while (sent < WHOLE && !response.destroyed) {
        sent += piece.length;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), ended.happened]);
      }
      response.end();
    });
    const graph = await graphOver(url);
    const [large, good] = await Promise.all([graph.ask(DOCTORS), graph.ask(SCHOOLS)]);
    expect(large.errors?.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_UNREADABLE']);
    expect(good.errors).toBeUndefined();
    await ended.happened;
    expect(sent).toBeLessThan(WHOLE / 2);
  });
});
