import { buildServer, type GatewayServer } from '../../gateway/server.js';
import { readProjectFile } from '../../schema/files.js';
import { compiledExecution } from '../../subgraphs/core/execution/execution.js';
import { openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { type Owner, ownerContext } from '../../subgraphs/core/owner.js';
import { hanoiDay } from '../../subgraphs/core/period.js';
import { ownerResolvers } from '../../subgraphs/core/resolvers.js';
import { type Resolvers, subgraphSchema } from '../../subgraphs/core/subgraph-schema.js';
import { Submissions } from '../../subgraphs/core/submissions.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { openOwnerJournal, type StartOptions, startOptions } from '../../subgraphs/owner-journal.js';
import { readSubgraphSettings } from '../../subgraphs/settings.js';
import { questionOf, type RunningSubgraph, startAnalysis } from '../../subgraphs/start.js';
import { bareJournal } from './bare.js';
import type { Ground } from './measure.js';
import { TODAY } from './program.js';

export const log = makeLogger('silent');
const now = () => TODAY;

/** Asks a gateway without HTTP, and throws when anything of the answer is missing. */
export type AskGateway = (query: string, variables?: Record<string, unknown>) => Promise<unknown>;

/** Two gateways over the same sample: one over the journals, one over the bare figures. */
export interface Gateways {
  readonly journal: AskGateway;
  readonly bare: AskGateway;
  readonly owners: readonly Owner[];
  /** The same over the bare figures. */
  readonly bareOwners: readonly Owner[];
  close(): Promise<void>;
}

export async function startGateways(ground: Ground, env: Readonly<Record<string, string>> = {}): Promise<Gateways> {
  const dataDir = await ground.folder();
  const settings = readSubgraphSettings({ DATA_DIR: dataDir, ...env }, DEPARTMENTS_AT_WORK);
  const database = await openJournalDatabase({ url: await ground.database(), dataDir, log });
  const options = startOptions(settings, { database, log, now });
  const opened = await Promise.all(DEPARTMENTS_AT_WORK.map((department) => openOwner(department, options)));
  const owners = opened.map(({ owner }) => owner);
  const call = { requestId: 'bench', signal: new AbortController().signal, log };
  const bareOwners = await Promise.all(
    owners.map(async (owner) => ({ ...owner, journal: await bareJournal(owner.journal, 2020, hanoiDay(TODAY), call) })),
  );
  const journal = await gatewayOver(owners);
  const bare = await gatewayOver(bareOwners);
  return {
    journal: asking(journal),
    bare: asking(bare),
    owners,
    bareOwners,
    close: async () => {
      for (const part of [journal, bare, ...opened, database]) await part.close();
    },
  };
}

async function openOwner(department: (typeof DEPARTMENTS_AT_WORK)[number], options: StartOptions) {
  const { source, journal, store, moments, sample, close } = await openOwnerJournal(
    department,
    { from: 'sample' },
    options,
  );
  const { maxAgeMs } = options.upkeep[department.owner];
  const submissions = new Submissions(source, maxAgeMs, now);
  return {
    owner: {
      department,
      source,
      submissions,
      store,
      journal,
      moments,
      sample,
      maxAgeMs,
      turns: options.turns,
      now,
      log,
    },
    close,
  };
}

async function gatewayOver(owners: readonly Owner[]): Promise<GatewayServer> {
  let itself: GatewayServer | null = null;
  const graph = { ask: (...question: Parameters<GatewayServer['ask']>) => (itself as GatewayServer).ask(...question) };
  const subgraphs = [...owners.map(subgraphOf), startAnalysis({ now, graph })];
  itself = await buildServer({
    config: { host: '127.0.0.1', port: 0, deadlineMs: 30_000 },
    connections: subgraphs,
    supergraphSdl: readProjectFile('schema', 'supergraph.graphql'),
    log,
  });
  return itself;
}

function subgraphOf(owner: Owner): Pick<RunningSubgraph, 'name' | 'schema' | 'execute' | 'contextFor'> {
  const resolvers: Record<string, Resolvers[string]> = { ...ownerResolvers(owner) };
  const { owner: name } = owner.department;
  const more = DEPARTMENTS_AT_WORK.find((department) => department.owner === name)?.resolvers?.(owner.moments) ?? {};
  for (const [type, fields] of Object.entries(more)) resolvers[type] = { ...resolvers[type], ...fields };
  const schema = subgraphSchema(name, resolvers);
  return {
    name,
    schema,
    execute: compiledExecution(schema, owner.turns, questionOf),
    contextFor: (request) => ownerContext(owner, request),
  };
}

function asking(server: GatewayServer): AskGateway {
  return async (query, variables = {}) => {
    const { data, errors } = await server.ask(query, variables, { requestId: 'bench' });
    if (errors) throw new Error(`A question of the bench failed: ${JSON.stringify(errors[0])}`);
    return data;
  };
}
