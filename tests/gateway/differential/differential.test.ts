import { expect, test, vi } from 'vitest';
import { Following } from '../../../schema/unread-value.js';
import { casesOf, graphFrom, type Judged, judge, type SeededGraph } from './cases.js';
import type { Asking } from './gateways.js';
import { shrunk } from './shrink.js';
import type { Wanted } from './verdict.js';

/** Questions over one graph, each in several worlds: composing a graph takes as long as hundreds of answers. */
const QUERIES = 50;
const CASES = Number(process.env.DIFFERENTIAL_CASES ?? 10_000);
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);

/** The seeds of a fault, and the smallest question found in which it shows. */
async function report(graph: SeededGraph, { asking, verdict }: Judged): Promise<string> {
  const { seed, model } = graph;
  const isFault = async (smaller: Asking) => 'fault' in ((await judge(graph, smaller)) ?? {});
  const { query, variables, world } = await shrunk(graph, asking, isFault);
  const subgraphs = [...model.subgraphs].map(([name, sdl]) => `# ${name}\n${sdl}`);
  const asked = `${query.text}\n${JSON.stringify(variables)}`;
  return `${JSON.stringify(verdict)}: DIFFERENTIAL_SEED=${seed}, world ${world.seed}\n${asked}\n${subgraphs.join('\n')}`;
}

test(
  `the gateway answers ${CASES} generated questions, in one process and over HTTP, like GraphQL itself over one schema, and like the stock gateway`,
  async () => {
    const unread = vi.spyOn(Following.prototype, 'add');
    const counts = new Map<Wanted | 'same', number>();
    let cases = 0;
    for (let seed = SEED; cases < CASES; seed += 1) {
      const graph = await graphFrom(seed);
      seed = graph.seed;
      for (let query = 0; query < QUERIES && cases < CASES; query += 1) {
        for await (const judged of casesOf(graph, query)) {
          cases += 1;
          const { verdict } = judged;
          if (verdict && 'fault' in verdict) expect.fail(await report(graph, judged));
          const kind = verdict?.wanted ?? 'same';
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
      }
      await graph.close();
    }
    // Of what subgraphs tell each other, some passes unread.
    expect(unread.mock.calls.length).toBeGreaterThan(CASES / 50);
    expect(counts.get('same') ?? 0).toBeGreaterThan(CASES * 0.8);
  },
  60_000 + CASES * 50,
);
