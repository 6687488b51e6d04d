import type { GraphQLSchema } from 'graphql';
import type { SubgraphName } from '../schema/subgraphs.js';
import { type AnalysisContext, analysisContext } from './analysis/context.js';
import { analysisResolvers } from './analysis/index.js';
import type { OwnerVersion } from './core/basis.js';
import type { DefinitionsInUse } from './core/definitions-in-use.js';
import type { Department } from './core/department.js';
import { compiledExecution, type Execute } from './core/execution/execution.js';
import type { Question } from './core/execution/run.js';
import type { GraphClient } from './core/graph-client.js';
import { startRefresher } from './core/journal/refresher.js';
import { type Owner, type OwnerContext, type OwnerRequest, ownerContext } from './core/owner.js';
import { hanoiCalendar } from './core/period.js';
import { renewedResolvers } from './core/renewed-resolvers.js';
import { ownerResolvers } from './core/resolvers.js';
import { type Resolvers, subgraphSchema } from './core/subgraph-schema.js';
import { Submissions } from './core/submissions.js';
import { Turns } from './core/turns.js';
import { derivedVersions, ownerVersions } from './core/versions.js';
import { type Choice, type OwnerJournal, openOwnerJournal, type StartOptions } from './owner-journal.js';
import type { OwnerRenewal } from './owner-renewal.js';

/** A subgraph that can be asked: in this process, or by a server around it. */
export interface RunningSubgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** Answers a document that is valid under the schema. */
  readonly execute: Execute;
  /** The context that all parts of one request of the gateway share. */
  contextFor(request: OwnerRequest): OwnerContext | AnalysisContext;
  /** Where its answers stand now. */
  version(): OwnerVersion;
  /** True when its figures come from its sandbox. */
  readonly sample: boolean;
  /** How it takes up other definitions; null where it has none. */
  readonly renewal: OwnerRenewal | null;
  /** What its sandbox was asked, one line a question; empty for a real source. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts the subgraph of an owner on its source, or on its sandbox, which is then started and ended with it. */
export async function startOwner(
  department: Department,
  choice: Choice,
  options: StartOptions,
): Promise<RunningSubgraph> {
  const opened = await openOwnerJournal(department, choice, options);
  const { source, journal, store, moments, renewal, sample } = opened;
  const { log, now, inUse, turns } = options;
  const { maxAgeMs } = options.upkeep[department.owner];
  const submissions = new Submissions(source, maxAgeMs, now);
  const owner: Owner = { department, source, submissions, store, journal, moments, sample, maxAgeMs, turns, now, log };
  const resolvers = merge(ownerResolvers(owner), ownResolvers(department, opened, inUse));
  // Without a background refresh it still takes over what other processes record.
  const keep = options.backgroundRefresh ? maxAgeMs : 0;
  const refresher = startRefresher({ journal, source, keep, budget: source.health.budgetLeft, now, log });
  const schema = subgraphSchema(department.owner, resolvers);
  return {
    ...{
      name: department.owner,
      schema,
      execute: compiledExecution(schema, turns, questionOf),
    },
    contextFor: (request) => ownerContext(owner, request, inUse.of(department.owner, request)),
    version: ownerVersions(owner),
    sample,
    renewal,
    get asked() {
      return opened.asked;
    },
    close: async () => {
      refresher.stop();
      await opened.close();
    },
  };
}

/** What all parts of one question have in common, though Apollo Server makes copies of its context. */
export function questionOf(context: object): Question {
  return (context as OwnerContext | AnalysisContext).call;
}

/** Resolvers of what an owner answers besides figures, made of the definitions that each request began with. */
function ownResolvers(department: Department, { renewal }: OwnerJournal, inUse: DefinitionsInUse): Resolvers {
  if (!department.resolvers) return {};
  const { resolvers, ready } = renewedResolvers(inUse.current(department.owner), department.resolvers);
  renewal.prepares(ready);
  return resolvers;
}

/** What analysis is started with. */
interface AnalysisOptions extends Pick<StartOptions, 'now'> {
  readonly graph: GraphClient | null;
  /** Of the owners in the same process: a request that begins here goes on with theirs. */
  readonly inUse?: DefinitionsInUse;
}

/** Starts the subgraph that derives; `graph` is the whole graph, which it asks for what it derives from all owners. */
export function startAnalysis({ now, graph, inUse }: AnalysisOptions): RunningSubgraph {
  const today = hanoiCalendar(now);
  const resolvers = analysisResolvers({ today, now, graph });
  const schema = subgraphSchema('analysis', resolvers);
  return {
    ...{ name: 'analysis', schema, execute: compiledExecution(schema, new Turns(), questionOf) },
    contextFor: (call) => {
      inUse?.begin(call);
      return analysisContext(graph, call);
    },
    version: derivedVersions(today),
    sample: false,
    renewal: null,
    asked: [],
    close: async () => {},
  };
}

/** Both maps, field by field, so that an owner can add fields to a shared type. */
function merge(a: Resolvers, b: Resolvers): Resolvers {
  const types = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...types].map((type) => [type, { ...a[type], ...b[type] }]));
}
