import { DEFAULTS } from '../../../gateway/config.js';
import { buildServer } from '../../../gateway/server.js';
import type { SubgraphConnection } from '../../../gateway/subgraphs/client.js';
import { readProjectFile } from '../../../schema/files.js';
import { graphAt } from '../../../subgraphs/core/graph-client.js';
import { serveSubgraph } from '../../../subgraphs/server.js';
import type { RunningSubgraph } from '../../../subgraphs/start.js';
import { startLimit } from './limit.js';
import { startOneSchema, startStock, startStockSubgraph } from './stock.js';
import { LateGraph, log, now, type Place, startSubgraphs } from './subgraphs.js';

/**
 * The servers that are measured, each in a process of its own. Those over HTTP ask `subgraphs`, or `stock subgraphs`: the same
 * schemas and resolvers as whoever picks the stock gateway would serve them.
 */
const KINDS = [
  'limit',
  'ours, one process',
  'ours, over HTTP',
  'ours, one process, answers kept',
  'ours, over HTTP, answers kept',
  'stock, local',
  'stock, over HTTP',
  'one schema',
  'subgraphs',
  'stock subgraphs',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a server is started with. */
export interface Start {
  readonly kind: Kind;
  readonly place: Place;
  /** By name: addresses of the subgraphs. */
  readonly urls: Readonly<Record<string, string>>;
  /** By question: bodies for the limits. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Megabytes of answers that are kept: as by default, or none, so that every answer is computed. */
const KEPT = DEFAULTS.answerCacheMb;
const COMPUTED = 0;

/** Long enough for every question on every machine: what is measured is the time, not what a deadline makes of it. */
const DEADLINE_MS = 60_000;

/** The question of 200,000 observations costs more than a question may by default. */
const PRICE_LIMIT = 10_000_000;

/** Starts a server; gives its addresses by name: `graph`, or the subgraphs' names. */
export async function startKind({ kind, place, urls, answers }: Start): Promise<Addresses> {
  switch (kind) {
    case 'limit':
      return { graph: await startLimit(answers) };
    case 'ours, one process':
      return startOursHere(place, COMPUTED);
    case 'ours, one process, answers kept':
      return startOursHere(place, KEPT);
    case 'ours, over HTTP':
      return startOurs(connectionsTo(urls), new LateGraph(), COMPUTED);
    case 'ours, over HTTP, answers kept':
      return startOurs(connectionsTo(urls), new LateGraph(), KEPT);
    case 'stock, local': {
      const graph = new LateGraph();
      const url = await startStock(await startSubgraphs(place, graph));
      graph.graph = graphAt(url);
      return { graph: url };
    }
    case 'stock, over HTTP':
      return { graph: await startStock(urls) };
    case 'one schema':
      return { graph: await startOneSchema(named(await startSubgraphs(place, new LateGraph()), 'programme')) };
    case 'subgraphs':
      return serveAll(place, (subgraph) =>
        serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log, now }).then(({ url }) => url),
      );
    case 'stock subgraphs':
      return serveAll(place, startStockSubgraph);
  }
}

/** A server's addresses, by name. */
type Addresses = Readonly<Record<string, string>>;

function connectionsTo(urls: Addresses): SubgraphConnection[] {
  return Object.entries(urls).map(([name, url]) => ({ name, url, versionUrl: new URL('version', url).href }));
}

async function startOursHere(place: Place, answerCacheMb: number): Promise<Addresses> {
  const graph = new LateGraph();
  return startOurs(await startSubgraphs(place, graph), graph, answerCacheMb);
}

async function startOurs(
  connections: readonly SubgraphConnection[],
  late: LateGraph,
  answerCacheMb: number,
): Promise<Addresses> {
  const server = await buildServer({
    config: { host: '127.0.0.1', port: 0, deadlineMs: DEADLINE_MS, priceLimit: PRICE_LIMIT, answerCacheMb },
    connections,
    supergraphSdl: readProjectFile('schema', 'supergraph.graphql'),
    log,
    now,
  });
  late.graph = server;
  return { graph: `${await server.listen()}/graphql` };
}

async function serveAll(place: Place, serve: (subgraph: RunningSubgraph) => Promise<string>): Promise<Addresses> {
  const urls: Record<string, string> = {};
  for (const subgraph of await startSubgraphs(place, new LateGraph())) urls[subgraph.name] = await serve(subgraph);
  return urls;
}

function named(subgraphs: readonly RunningSubgraph[], name: string): RunningSubgraph {
  const found = subgraphs.find((subgraph) => subgraph.name === name);
  if (!found) throw new Error(`There is no subgraph ${name}.`);
  return found;
}
