import { type Graph, startGraph } from '../../gateway/graph.js';
import { subgraphUrlVariable } from '../../schema/subgraphs.js';
import { type GraphClient, graphAt } from '../../subgraphs/core/graph-client.js';
import { openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { type Logger, makeLogger } from '../../subgraphs/core/log.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { type StartOptions, startOptions } from '../../subgraphs/owner-journal.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import { readSubgraphSettings } from '../../subgraphs/settings.js';
import { type RunningSubgraph, startAnalysis, startOwner } from '../../subgraphs/start.js';
import { testDatabase } from './database.js';
import { type Answer, ask } from './questions.js';
import { tempFolder } from './temp.js';

export { type Answer, ask, question } from './questions.js';

export interface TestGraph extends Pick<Graph, 'url' | 'reload' | 'close'> {
  /** The owners in this test, each with what its sandbox was asked. */
  readonly owners: readonly RunningSubgraph[];
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data of an answer; throws where there is any error. */
  answer(query: string, variables?: Record<string, unknown>): Promise<Answer['data']>;
}

/** How the gateway reaches the subgraphs. */
export type Joined = 'in one process' | 'over HTTP';

/** The day on which the tests ask: the figures of 2025 are in. */
export const TODAY = new Date('2026-03-01T03:00:00Z');

const log = makeLogger('silent');
const now = () => TODAY;

/** The whole program in this process, on free ports, in a folder and on a database of its own. */
export async function testGraph(
  env: Record<string, string> = {},
  joined: Joined = 'in one process',
  clock: () => Date = now,
  graphLog: Logger = log,
): Promise<TestGraph> {
  const folder = await tempFolder('graph');
  const database = await testDatabase();
  const served = joined === 'over HTTP' ? await serveAll(folder.path, database.url, env, clock) : null;
  const urls = served?.urls ?? {};
  const own = { DATA_DIR: folder.path, DATABASE_URL: database.url, BACKGROUND_REFRESH: 'off', PORT: '0' };
  const graph = await startGraph({ ...own, ...urls, ...env }, { log: graphLog, now: clock });
  served?.learn(graph.url);
  return {
    url: graph.url,
    reload: () => graph.reload(),
    owners: [...(served?.running ?? []), ...graph.subgraphs].filter((s) => s.name !== 'analysis'),
    ask: (query, variables) => ask(graph.url, query, variables),
    answer: async (query, variables) => {
      const { data, errors } = await ask(graph.url, query, variables);
      if (errors) throw new Error(`The graph answered with errors: ${JSON.stringify(errors.slice(0, 3))}`);
      return data;
    },
    close: async () => {
      await graph.close();
      await served?.close();
      await database.drop();
      await folder.remove();
    },
  };
}

/** What one subgraph is started with, in a folder and on a database of its own. */
export async function testOptions(
  env: Record<string, string> = {},
): Promise<{ options: StartOptions; close(): Promise<void> }> {
  const folder = await tempFolder('subgraph');
  const { url, drop } = await testDatabase();
  const opened = await optionsOn(folder.path, url, env);
  return { ...opened, close: () => opened.close().finally(drop).finally(folder.remove) };
}

async function optionsOn(dataDir: string, databaseUrl: string, env: Record<string, string>, clock = now) {
  const settings = readSubgraphSettings({ DATA_DIR: dataDir, BACKGROUND_REFRESH: 'off', ...env }, DEPARTMENTS_AT_WORK);
  const database = await openJournalDatabase({ url: databaseUrl, dataDir, log });
  return { options: startOptions(settings, { database, log, now: clock }), close: () => database.close() };
}

/** Every subgraph behind a server of its own, as `npm run subgraph` starts them. */
async function serveAll(dataDir: string, databaseUrl: string, env: Record<string, string>, clock: () => Date) {
  const { options, close: closeDatabase } = await optionsOn(dataDir, databaseUrl, env, clock);
  let graph: GraphClient | null = null;
  const late: GraphClient = {
    ask: (...question) => graph?.ask(...question) ?? Promise.reject(new Error('The graph is not there yet.')),
  };
  const owners = DEPARTMENTS_AT_WORK.map((department) => startOwner(department, { from: 'sample' }, options));
  const running = [...(await Promise.all(owners)), startAnalysis({ now: clock, graph: late })];
  const served = await Promise.all(
    running.map(async (subgraph) => ({
      name: subgraph.name,
      ...(await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log, now: clock })),
    })),
  );
  return {
    running,
    urls: Object.fromEntries(served.map(({ name, url }) => [subgraphUrlVariable(name), url])),
    learn: (url: string) => {
      graph = graphAt(url);
    },
    close: async () => {
      for (const { close } of served) await close();
      for (const subgraph of running) await subgraph.close();
      await closeDatabase();
    },
  };
}
