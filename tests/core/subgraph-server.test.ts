import { once } from 'node:events';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AnalysisContext, analysisContext } from '../../subgraphs/analysis/context.js';
import { compiledExecution } from '../../subgraphs/core/execution/execution.js';
import { inTurns } from '../../subgraphs/core/execution/in-turns.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { Turns } from '../../subgraphs/core/turns.js';
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
  return running(schema, compiledExecution(schema), contextFor);
}

function running(
  schema: GraphQLSchema,
  execute: RunningSubgraph['execute'],
  contextFor: RunningSubgraph['contextFor'],
): RunningSubgraph {
  const version = () => ({ figures: '1', confirmed: '1', status: '1' });
  const rest = { version, sample: false, renewal: null, asked: [], close: async () => {} };
  return { name: 'analysis', schema, execute, contextFor, ...rest };
}

/** Turns that end as soon as anything was done. */
class ShortTurns extends Turns {
  override isOver(items: number): boolean {
    return items > 0;
  }
}

/** A subgraph of lists that begin in turns: `begun` is told of each. */
function subgraphOfLists(begun: (signal: AbortSignal) => void): RunningSubgraph {
  const schema = buildSchema('type Query { list: [Item!] } type Item { number: Int }');
  const field = schema.getQueryType()?.getFields().list;
  if (field) {
    field.resolve = inTurns((_: unknown, __: unknown, { call }: AnalysisContext) => {
      begun(call.signal);
      return [{ number: 1 }];
    });
  }
  const questionOf = (context: object) => (context as AnalysisContext).call;
  return running(schema, compiledExecution(schema, new ShortTurns(), questionOf), (call) =>
    analysisContext(null, call),
  );
}

const ask = (url: string, signal?: AbortSignal, query = '{ slow }') =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'one' },
    body: JSON.stringify({ query }),
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

  test.each(['by Apollo Server', 'by itself'])(
    'begins no list of a question that was given up, and has no failure to tell of; answered %s',
    async (how) => {
      const lines: string[] = [];
      const stream = { write: (line: string) => lines.push(line) > 0 } as unknown as NodeJS.WritableStream;
      let begun = 0;
      let leaveAt = Number.POSITIVE_INFINITY;
      const leave = new AbortController();
      let left: Promise<unknown> | null = null;
      const subgraph = subgraphOfLists((signal) => {
        begun += 1;
        if (begun !== leaveAt) return;
        left = once(signal, 'abort');
        leave.abort();
      });
      const log = makeLogger('warn', stream);
      const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log });
      onTestFinished(served.close);
      // A turn is a part of a millisecond, and the news that the client has left comes with the turns.
      const lists = Array.from({ length: 3000 }, (_, i) => `list${i}: list { number }`).join(' ');
      const question = (signal?: AbortSignal) => ask(served.url, signal, `{ ${lists} }`);
      if (how === 'by itself')
        expect(Object.keys(((await (await question()).json()) as { data: object }).data)).toHaveLength(3000);
      begun = 0;
      leaveAt = 10;
      await expect(question(leave.signal)).rejects.toThrow();
      await left;
      const atEnd = begun;
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect([left !== null, begun < 3000, begun - atEnd]).toEqual([true, true, 0]);
      expect(lines).toEqual([]);
    },
  );

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
