import { once } from 'node:events';
import { buildSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { analysisContext } from '../../subgraphs/analysis/context.js';
import { compiledExecution } from '../../subgraphs/core/execution/execution.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import type { RunningSubgraph } from '../../subgraphs/start.js';

const log = makeLogger('silent');

/** A subgraph whose one field is answered by `answer`, which is told when nobody waits any more. */
function subgraphOf(answer: (signal: AbortSignal) => Promise<string>): RunningSubgraph {
  const schema = buildSchema('type Query { slow: String }');
  let latest = new AbortController().signal;
  const field = schema.getQueryType()?.getFields().slow;
  if (field) field.resolve = () => answer(latest);
  const contextFor: RunningSubgraph['contextFor'] = (call) => {
    latest = call.signal;
    return analysisContext(null, call);
  };
  const execute = compiledExecution(schema);
  const version = () => ({ figures: '1', confirmed: '1', status: '1' });
  return {
    name: 'analysis',
    schema,
    execute,
    contextFor,
    version,
    sample: false,
    renewal: null,
    asked: [],
    close: async () => {},
  };
}

const ask = (url: string, signal?: AbortSignal) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'one' },
    body: '{"query":"{ slow }"}',
    ...(signal ? { signal } : {}),
  });

describe('a subgraph behind a server of its own', () => {
  test('stops its work when the gateway gives the request up', async () => {
    const leave = new AbortController();
    let told: (aborted: unknown) => void = () => undefined;
    const stopped = new Promise((resolve) => {
      told = resolve;
    });
    const subgraph = subgraphOf(async (signal) => {
      leave.abort();
      told(await once(signal, 'abort'));
      return 'nobody reads this';
    });
    const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log });
    onTestFinished(served.close);
    await expect(ask(served.url, leave.signal)).rejects.toThrow();
    await stopped;
  });

  test('goes on with the same request after a part of it was answered', async () => {
    const subgraph = subgraphOf(async (signal) => String(signal.aborted));
    const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log });
    onTestFinished(served.close);
    for (const _ of ['first wave', 'second wave']) {
      expect(await (await ask(served.url)).json()).toEqual({ data: { slow: 'false' } });
    }
  });

  test('names the option when it cannot listen where it was told', async () => {
    const subgraph = subgraphOf(async () => '');
    const on = (host: string, secret: string | null) => serveSubgraph(subgraph, { host, port: 0, secret, log });
    await expect(on('0.0.0.0', null)).rejects.toThrow(/SUBGRAPH_SECRET.*--host/);
    await expect(on('192.0.2.1', 'a-secret-of-some-length')).rejects.toThrow('--host');
  });
});
