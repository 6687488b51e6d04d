import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from '../schema/files.js';
import { OWNERS } from '../schema/subgraphs.js';
import type { Catalogue } from '../subgraphs/core/catalogue.js';
import type { DefinitionsInUse } from '../subgraphs/core/definitions-in-use.js';
import { SettingsFault } from '../subgraphs/core/errors.js';
import { FileWatch } from '../subgraphs/core/file-watch.js';
import type { GraphClient } from '../subgraphs/core/graph-client.js';
import { openJournalDatabase } from '../subgraphs/core/journal/database.js';
import { freePort, portError } from '../subgraphs/core/port.js';
import { DEPARTMENTS_AT_WORK } from '../subgraphs/departments.js';
import { dataDirOf, type StartOptions, startOptions } from '../subgraphs/owner-journal.js';
import { Renewal } from '../subgraphs/renewal.js';
import { readSubgraphSettings, type SubgraphSettings } from '../subgraphs/settings.js';
import { type RunningSubgraph, startAnalysis, startOwner } from '../subgraphs/start.js';
import { ConfigFault, type GatewayConfig, readConfig } from './config.js';
import { type Origins, originsOf } from './origins.js';
import { pageOperations } from './pages/operations.js';
import { type BuiltPages, readPages } from './pages/serve.js';
import { GraphReload } from './reload/graph-reload.js';
import { buildServer, type GatewayServer } from './server.js';
import type { SubgraphConnection } from './subgraphs/client.js';

/** The running program: the gateway and the subgraphs that run in its process. */
export interface Graph {
  /** Where clients ask: http://127.0.0.1:4000/graphql */
  readonly url: string;
  /** Where people look: null when the pages are not built. */
  readonly pages: { readonly dashboard: string; readonly explorer: string } | null;
  /** The subgraphs in this process. */
  readonly subgraphs: readonly RunningSubgraph[];
  /** The owners of figures. */
  readonly owners: readonly string[];
  /** Which of them serve made-up figures, wherever they run. */
  readonly origins: Origins;
  /** How many targets the catalogue in use has, and what their first values rest on. */
  readonly targets: { readonly total: number; readonly assumed: number; readonly ofOtherPlans: number };
  /** Makes operations ready before they are asked. Never rejects, and whoever asks meanwhile has the next turn. */
  warm(): Promise<void>;
  /**
   * Takes up what has changed of the supergraph, the catalogue, definitions and mappings. Never rejects: the log says what
   * is taken up and what is refused.
   */
  reload(): Promise<void>;
  /** Ends the gateway first, so that no question meets a closed subgraph. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** What a start is given besides its settings. */
type Around = Pick<StartOptions, 'log' | 'now' | 'ended'>;

/**
 * The composition root: the one place that knows the gateway and the subgraphs. Starts every subgraph that has no
 * address of its own, in this process, and the gateway over all of them. Throws SettingsFault with every fault.
 */
export async function startGraph(env: Environment, around: Around): Promise<Graph> {
  const { log } = around;
  const { config, settings } = readAll(env);
  const supergraphFile = config.supergraphFile ?? projectFile('schema', 'supergraph.graphql');
  const watch = new FileWatch([supergraphFile, ...settings.catalogueFiles]);
  const listening = { host: config.host, port: config.port, says: { host: 'HOST', port: 'PORT=' } };
  await freePort(listening);
  const itself = new GraphItself();
  const { subgraphs, close: closeSubgraphs } = await startSubgraphs(config, settings, itself, around);
  const pages = builtPages(log);
  try {
    const server = await buildServer({
      config: { ...config, introspection: config.introspection ?? isSampleAlone(settings) },
      connections: connectionsOf(config, subgraphs),
      supergraphSdl: readFileSync(supergraphFile, 'utf8'),
      pages,
      registered: pageOperations(),
      log,
      now: around.now,
      operationsFile: join(dataDirOf(settings), 'gateway', 'operations.json'),
    });
    itself.server = server;
    watch.add(subgraphs.flatMap(({ renewal }) => renewal?.watched ?? []));
    const definitions = new Renewal({ subgraphs, read: () => readSubgraphSettings(env, DEPARTMENTS_AT_WORK), log });
    const reload = new GraphReload({ server, supergraphFile, definitions, watch, log });
    const close = () => reload.close().finally(() => server.close());
    try {
      const url = await server.listen().catch((error: unknown) => {
        throw portError(error, listening);
      });
      reload.start();
      return {
        url: `${url}/graphql`,
        pages: pages && { dashboard: `${url}/`, explorer: `${url}/explorer` },
        subgraphs,
        owners: OWNERS,
        origins: await originsOf(server, OWNERS, subgraphs),
        targets: targetsOf(settings.catalogue),
        warm: () => server.warm(),
        reload: () => reload.now(),
        close: () => close().finally(closeSubgraphs),
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await closeSubgraphs();
    throw error;
  }
}

/** Where nobody's system is joined, analysts and their explorer may look at everything. */
function isSampleAlone({ sources }: SubgraphSettings): boolean {
  return Object.values(sources).every(({ from }) => from === 'sample');
}

function targetsOf({ indicators }: Catalogue): Graph['targets'] {
  const evidence = indicators.flatMap(({ rule, targets }) => (rule === null ? [] : [targets[0]?.evidence]));
  const count = (kind: (typeof evidence)[number]) => evidence.filter((one) => one === kind).length;
  return { total: evidence.length, assumed: count('ASSUMED'), ofOtherPlans: count('OTHER_PLAN') };
}

/** Both settings doors; their faults together. */
function readAll(env: Environment): { config: GatewayConfig; settings: SubgraphSettings } {
  const faults: string[] = [];
  const door = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SettingsFault) && !(error instanceof ConfigFault)) throw error;
      faults.push(...error.faults);
      return null;
    }
  };
  const config = door(() => readConfig(env));
  const settings = door(() => readSubgraphSettings(env, DEPARTMENTS_AT_WORK));
  if (!config || !settings) throw new SettingsFault([...new Set(faults)]);
  return { config, settings };
}

/** The graph as its own subgraphs ask it: known to them before it is there. */
class GraphItself implements GraphClient {
  server: Pick<GatewayServer, 'ask'> | null = null;

  ask: GraphClient['ask'] = (query, variables, caller) => {
    if (!this.server) return Promise.reject(new Error('The graph was asked by a subgraph before it was there.'));
    return this.server.ask(query, variables, caller);
  };
}

/** Starts the subgraphs that have no address, and the database of their journals; `close` ends both, subgraphs first. */
async function startSubgraphs(
  config: GatewayConfig,
  settings: SubgraphSettings,
  graph: GraphClient,
  around: Around,
): Promise<{ subgraphs: RunningSubgraph[]; close: () => Promise<void> }> {
  const here = DEPARTMENTS_AT_WORK.flatMap((department) => {
    const choice = settings.sources[department.owner];
    return choice.from === 'elsewhere' ? [] : [{ department, choice }];
  });
  const analysisOf = (inUse?: DefinitionsInUse) =>
    config.subgraphUrls.analysis ? [] : [startAnalysis({ now: around.now, graph, ...(inUse && { inUse }) })];
  if (here.length === 0) return { subgraphs: analysisOf(), close: async () => {} };
  // Made while the sandboxes start: each owner waits for it where it needs it.
  const database = openJournalDatabase({ url: settings.databaseUrl, dataDir: dataDirOf(settings), log: around.log });
  const options = startOptions(settings, { ...around, database });
  const [opened, ...outcomes] = await Promise.allSettled([
    database,
    ...here.map(({ department, choice }) => startOwner(department, choice, options)),
  ]);
  const started = outcomes.flatMap((o) => (o.status === 'fulfilled' ? [o.value] : []));
  // What is wrong with the database is wrong for every owner, and said once.
  const failed = [
    ...new Set([opened, ...outcomes].flatMap((o): unknown[] => (o.status === 'rejected' ? [o.reason] : []))),
  ];
  const close = () =>
    closeAll(started).finally(() => (opened.status === 'fulfilled' ? opened.value.close() : undefined));
  if (failed.length > 0) {
    await close();
    throw failed.length === 1 ? failed[0] : new SettingsFault([...new Set(failed.flatMap(sentencesOf))]);
  }
  return { subgraphs: [...started, ...analysisOf(options.inUse)], close };
}

function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof SettingsFault) return error.faults;
  return [error instanceof Error ? error.message : String(error)];
}

function connectionsOf(config: GatewayConfig, subgraphs: readonly RunningSubgraph[]): SubgraphConnection[] {
  const elsewhere = Object.entries(config.subgraphUrls).map(([name, url]) => ({
    name,
    url,
    secret: config.subgraphSecret,
    // Nobody needs to know where answers stand that are not kept.
    ...(config.answerCacheMb > 0 ? { versionUrl: new URL('version', url).href } : {}),
  }));
  return [
    ...elsewhere,
    ...subgraphs.map(({ name, schema, execute, contextFor, version }) => ({
      name,
      schema,
      execute,
      contextFor,
      version,
    })),
  ];
}

/** Closes all, also when one of them fails to; then says what failed. */
async function closeAll(parts: readonly RunningSubgraph[]): Promise<void> {
  const outcomes = await Promise.allSettled(parts.map((part) => part.close()));
  const failed = outcomes.flatMap((o): unknown[] => (o.status === 'rejected' ? [o.reason] : []));
  if (failed.length > 0) throw new AggregateError(failed, 'Some parts did not close.');
}

/** The pages that the build has made. A start from the sources (npm run dev) may have none, and says so. */
function builtPages(log: Around['log']): BuiltPages | null {
  const pages = readPages(projectFile('dist', 'pages'));
  if (!pages) log.warn('the pages are not built, so there is the graph alone: npm run build makes them');
  return pages;
}
