import { type Graph, startGraph } from '../../gateway/graph.js';
import { readProjectFile } from '../../schema/files.js';
import { subgraphUrlVariable } from '../../schema/subgraphs.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import { type RunningSubgraph, type StartOptions, startAnalysis, startOwner } from '../../subgraphs/start.js';
import { tempFolder } from './temp.js';

/** An answer of the graph, as a client reads it. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test writes itself
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface TestGraph extends Pick<Graph, 'url' | 'close'> {
  /** The owners in this test, each with what its sandbox was asked. */
  readonly owners: readonly RunningSubgraph[];
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

/** How the gateway reaches the subgraphs. */
export type Joined = 'in one process' | 'over HTTP';

/** The day on which the tests ask: the figures of 2025 are in. */
export const TODAY = new Date('2026-03-01T03:00:00Z');

const log = makeLogger('silent');
const now = () => TODAY;

/** The whole program in this process, on free ports and in a folder of its own. */
export async function testGraph(
  env: Record<string, string> = {},
  joined: Joined = 'in one process',
): Promise<TestGraph> {
  const folder = await tempFolder('graph');
  const served = joined === 'over HTTP' ? await serveAll(folder.path) : [];
  const urls = Object.fromEntries(served.map(({ running, url }) => [subgraphUrlVariable(running.name), url]));
  const graph = await startGraph({ DATA_DIR: folder.path, PORT: '0', ...urls, ...env }, { log, now });
  return {
    url: graph.url,
    owners: [...served.map(({ running }) => running), ...graph.subgraphs].filter((s) => s.name !== 'analysis'),
    ask: (query, variables) => ask(graph.url, query, variables),
    close: async () => {
      await graph.close();
      for (const { close, running } of served) await close().then(() => running.close());
      await folder.remove();
    },
  };
}

/** Every subgraph behind a server of its own, as `npm run subgraph` starts them. */
async function serveAll(dataDir: string) {
  const options: StartOptions = {
    catalogue: readCatalogue(),
    dataDir,
    sourceDeadlineMs: 2500,
    log,
    now,
  };
  const owners = DEPARTMENTS_AT_WORK.map((department) => startOwner(department, { from: 'sample' }, options));
  const running = [...(await Promise.all(owners)), startAnalysis(options)];
  return Promise.all(
    running.map(async (subgraph) => ({
      running: subgraph,
      ...(await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log })),
    })),
  );
}

/** Asks as any client does: over HTTP. */
export async function ask(url: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const QUESTIONS = readProjectFile('tests', 'graph', 'questions.graphql');

/** One of the first users' questions, by its name. */
export function question(name: string): string {
  const found = new RegExp(`^query ${name} [^]*?(?=^query |(?![^]))`, 'm').exec(QUESTIONS);
  if (!found) throw new Error(`tests/graph/questions.graphql has no question ${name}.`);
  return found[0];
}
