import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Supergraph } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { executor, type GatewayExecutor } from './executor/executor.js';
import { type Prepared, preparer } from './executor/preparation.js';
import { supergraphFacts } from './executor/supergraph-facts.js';
import { type Pricing, pricing } from './limits/pricing.js';
import type { Logger } from './log.js';
import type { SubgraphClient } from './subgraphs/client.js';

/** Plans kept; one takes some tens of kilobytes. */
const MOST_PLANS = 500;

export interface LoadOptions {
  readonly supergraphSdl: string;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly deadlineMs: number;
  /** The price of a question at most. */
  readonly priceLimit: number;
  /** Tells how far "until now" reaches. */
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * One supergraph with all that follows from it. Two of them share nothing, so that one can be made and tried while
 * another answers, and is given back to memory as a whole once its last question is answered.
 */
export interface LoadedSupergraph {
  /** Digest of its text: equal for equal supergraphs, in any process. */
  readonly release: string;
  readonly supergraphSdl: string;
  readonly supergraph: Supergraph;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly prepare: (document: DocumentNode, operationName: string | null) => Prepared;
  readonly execute: GatewayExecutor;
  readonly prices: Pricing;
}

/** Loads a supergraph, part by part, with turns for others in between. Rejects when it is none. */
export async function loadSupergraph(options: LoadOptions): Promise<LoadedSupergraph> {
  const { supergraphSdl, clients, deadlineMs, priceLimit: limit, now, log } = options;
  const apiSchema = await apiSchemaOf(supergraphSdl, log);
  await nextTurn();
  const supergraph = Supergraph.build(supergraphSdl);
  await nextTurn();
  const facts = supergraphFacts(supergraph, supergraphSdl);
  await nextTurn();
  const prepare = preparer({
    facts,
    planner: new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true }),
    apiSchema: supergraph.apiSchema(),
    clientSchema: apiSchema,
    isTrusted: (subgraph) => clients.get(subgraph)?.isTrusted ?? false,
    passesText: (subgraph) => clients.get(subgraph)?.passesText ?? false,
    mostPlans: MOST_PLANS,
  });
  await nextTurn();
  return {
    release: createHash('sha256').update(supergraphSdl).digest('base64url'),
    supergraphSdl,
    supergraph,
    apiSchema,
    prepare,
    execute: executor({ facts, apiSchema, prepare, clients, deadlineMs }),
    prices: pricing({ supergraphSdl, limit, now }),
  };
}

/** Apollo's gateway loads and checks a supergraph, and makes the schema that clients see; then it is let go. */
async function apiSchemaOf(supergraphSdl: string, log: Logger): Promise<GraphQLSchema> {
  const apollo = new ApolloGateway({
    supergraphSdl,
    logger: quiet(log),
    // Its own executor is never used: it would ask the subgraphs past the deadline and past the errors' last door.
    buildService: ({ name }) => ({
      process: () => Promise.reject(new Error(`${name} is asked by the project's own executor only.`)),
    }),
  });
  const loaded: GraphQLSchema[] = [];
  apollo.onSchemaLoadOrUpdate(({ apiSchema }) => loaded.push(apiSchema));
  await apollo.load({});
  await apollo.stop();
  const [apiSchema] = loaded;
  if (!apiSchema) throw new Error('The supergraph was not loaded.');
  return apiSchema;
}

/** What Apollo's gateway reports of its own life is for debugging; its warnings and errors stay what they are. */
function quiet(log: Logger) {
  const at = (level: 'debug' | 'warn' | 'error') => (message?: unknown) =>
    log[level]({ from: 'apollo' }, String(message));
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
