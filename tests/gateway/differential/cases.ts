import { generateModel } from './build.js';
import { Chance } from './chance.js';
import { type Asking, type Graph, makeGraph } from './gateways.js';
import type { GraphModel } from './model.js';
import { generateQuery, type QueryTaste } from './queries.js';
import { type Verdict, verdict } from './verdict.js';
import { type Faults, World } from './world.js';

/** The worlds over which each query is asked: sound ones, ones with broken values, ones whose subgraphs miss entities. */
const WORLDS: readonly Faults[] = [
  { values: 0, references: 0 },
  { values: 0.02, references: 0 },
  { values: 0, references: 0 },
  { values: 0.08, references: 0 },
  { values: 0.02, references: 0.1 },
];

const TASTE: QueryTaste = { shadowing: 0.002, introspection: 0.01 };

/** A composed graph with the seed that made it. */
export interface SeededGraph extends Graph {
  readonly seed: number;
  readonly model: GraphModel;
}

/** The graph of the first seed, from the given one on, whose subgraphs compose. */
export async function graphFrom(seed: number): Promise<SeededGraph> {
  for (let tried = seed; tried < seed + 50; tried += 1) {
    const model = generateModel(tried);
    const graph = await makeGraph(model).catch((error: unknown) => {
      if (String(error).includes('do not compose')) return undefined;
      throw error;
    });
    if (graph) return { ...graph, seed: tried, model };
  }
  throw new Error(`None of the 50 graphs from seed ${seed} on composes.`);
}

export interface Judged {
  readonly asking: Asking;
  readonly verdict: Verdict;
}

/** The n-th query over a graph, asked in every world. */
export async function* casesOf(graph: SeededGraph, query: number): AsyncGenerator<Judged> {
  const seed = `${graph.seed} ${query}`;
  const generated = generateQuery(graph.apiSchema, new Chance(seed), TASTE);
  for (const [world, faults] of WORLDS.entries()) {
    const variables = generated.variables(new Chance(`${seed} ${world}`));
    const asking = {
      query: generated,
      variables,
      world: new World(graph.model, query * WORLDS.length + world, faults),
    };
    yield { asking, verdict: await judge(graph, asking) };
  }
}

/** Asks everybody and compares what they say. */
export async function judge(graph: Graph, asking: Asking): Promise<Verdict> {
  const ours = await graph.ours(asking);
  const stock = await graph.stock(asking);
  const overHttp = await graph.overHttp(asking);
  const plain = asking.world.faults.references > 0 ? undefined : graph.plain(asking);
  return verdict(graph.apiSchema, asking, { ours, overHttp, stock, plain });
}
