import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { projectFile } from '../schema/files.js';
import type { SubgraphName } from '../schema/subgraphs.js';
import { analysisResolvers } from './analysis/index.js';
import { acceptFrom } from './core/accept.js';
import type { Catalogue } from './core/catalogue.js';
import type { Department } from './core/department.js';
import type { Logger } from './core/log.js';
import { type Owner, type OwnerContext, type OwnerRequest, ownerContext } from './core/owner.js';
import { hanoiDay } from './core/period.js';
import { ownerResolvers } from './core/resolvers.js';
import { publishedTest } from './core/sample/published.js';
import { type Resolvers, subgraphSchema } from './core/subgraph-schema.js';
import { trackSource } from './core/tracked-source.js';
import type { SourceChoice } from './settings.js';

/** A subgraph that derives asks nothing, so that its requests share nothing. */
interface DerivingContext {
  readonly call: null;
}

/** A subgraph that can be asked: in this process, or by a server around it. */
export interface RunningSubgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** The context that all parts of one request of the gateway share. */
  contextFor(request: OwnerRequest): OwnerContext | DerivingContext;
  /** True when its figures come from its sandbox. */
  readonly sample: boolean;
  /** What its sandbox was asked, one line a question; empty for a real source. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface StartOptions {
  readonly catalogue: Catalogue;
  /** Folder for what outlives a run. */
  readonly dataDir: string;
  readonly sourceDeadlineMs: number;
  readonly log: Logger;
  readonly now: () => Date;
}

/** The default folder for what outlives a run. */
export const DEFAULT_DATA_DIR = projectFile('.data');

/** Starts the subgraph of an owner on its source, or on its sandbox, which is then started and ended with it. */
export async function startOwner(
  department: Department,
  choice: Exclude<SourceChoice, { from: 'elsewhere' }>,
  options: StartOptions,
): Promise<RunningSubgraph> {
  const { catalogue, log } = options;
  const sandbox =
    choice.from === 'sample' ? await department.startSandbox(sandboxOptions(department, 0, options)) : null;
  const today = () => hanoiDay(options.now());
  try {
    const settings = sandbox
      ? department.parse(sandbox.variables, { catalogue })
      : choice.from === 'source'
        ? choice.settings
        : null;
    const source = trackSource(
      await department.open(settings, { catalogue, log }),
      department.owner,
      options.sourceDeadlineMs,
    );
    const sample = sandbox !== null || (choice.from === 'source' && choice.sample);
    const accept = acceptFrom(catalogue, sample, publishedTest());
    const owner: Owner = { department, source, sample, catalogue, accept, today, log };
    const resolvers = merge(ownerResolvers(owner), department.resolvers?.(settings, { catalogue, today }) ?? {});
    return {
      name: department.owner,
      schema: subgraphSchema(department.owner, resolvers),
      contextFor: (request) => ownerContext(owner, request),
      sample,
      get asked() {
        return sandbox?.asked ?? [];
      },
      close: async () => {
        await source.close();
        await sandbox?.close();
      },
    };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

/** Where a sandbox keeps its files, and where it listens. */
export function sandboxOptions(
  department: Department,
  port: number,
  { dataDir, catalogue, log }: Pick<StartOptions, 'dataDir' | 'catalogue' | 'log'>,
) {
  return { port, dataDir: join(dataDir, 'sandbox', department.owner), catalogue, log };
}

/** Starts the subgraph that derives. */
export function startAnalysis(options: Pick<StartOptions, 'now'>): RunningSubgraph {
  const resolvers = analysisResolvers({ today: () => hanoiDay(options.now()) });
  return {
    name: 'analysis',
    schema: subgraphSchema('analysis', resolvers),
    contextFor: () => ({ call: null }),
    sample: false,
    asked: [],
    close: async () => {},
  };
}

/** Both maps, field by field, so that an owner can add fields to a shared type. */
function merge(a: Resolvers, b: Resolvers): Resolvers {
  const types = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...types].map((type) => [type, { ...a[type], ...b[type] }]));
}
