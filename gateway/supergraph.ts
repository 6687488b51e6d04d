import { Supergraph } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import { QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { withoutApolloTelemetry } from './config.js';
import { executor, type GatewayExecutor } from './executor/executor.js';
import { preparer } from './executor/preparation.js';
import { supergraphFacts } from './executor/supergraph-facts.js';
import type { Logger } from './log.js';
import type { SubgraphClient } from './subgraphs/client.js';

/** Plans kept; one takes some tens of kilobytes. */
const MOST_PLANS = 500;

type SchemaListener = Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0];

export interface FederatedGatewayOptions {
  readonly supergraphSdl: string;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly deadlineMs: number;
  readonly log: Logger;
}

/**
 * The gateway as Apollo Server takes it (option `gateway`): ApolloGateway loads and checks the supergraph and makes the
 * schema that clients see, Apollo's planner plans, and an executor of our own runs the plans: it sends equal references
 * once, keeps the deadline, and gives each error the right path and a text that says nothing of the inside.
 */
export class FederatedGateway {
  readonly #apollo: ApolloGateway;
  readonly #options: FederatedGatewayOptions;
  #loaded: { readonly apiSchema: GraphQLSchema; readonly coreSupergraphSdl: string } | undefined;

  constructor(options: FederatedGatewayOptions) {
    withoutApolloTelemetry();
    this.#options = options;
    this.#apollo = new ApolloGateway({
      supergraphSdl: options.supergraphSdl,
      logger: quiet(options.log),
      // Its own executor is never used: it would ask the subgraphs past the deadline and past the errors' last door.
      buildService: ({ name }) => ({
        process: () => Promise.reject(new Error(`${name} is asked by the project's own executor only.`)),
      }),
    });
    this.#apollo.onSchemaLoadOrUpdate((loaded) => {
      this.#loaded = loaded;
    });
  }

  onSchemaLoadOrUpdate(listener: SchemaListener): () => void {
    return this.#apollo.onSchemaLoadOrUpdate(listener);
  }

  async load(options: Parameters<ApolloGateway['load']>[0]): Promise<{ executor: GatewayExecutor }> {
    await this.#apollo.load(options);
    if (!this.#loaded) throw new Error('The supergraph was not loaded.');
    const { apiSchema, coreSupergraphSdl } = this.#loaded;
    const { clients, deadlineMs } = this.#options;
    const supergraph = Supergraph.build(coreSupergraphSdl);
    const facts = supergraphFacts(supergraph, coreSupergraphSdl);
    const prepare = preparer({
      facts,
      planner: new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true }),
      apiSchema: supergraph.apiSchema(),
      clientSchema: apiSchema,
      isTrusted: (subgraph) => clients.get(subgraph)?.isTrusted ?? false,
      mostPlans: MOST_PLANS,
    });
    return { executor: executor({ facts, apiSchema, prepare, clients, deadlineMs }) };
  }

  async stop(): Promise<void> {
    await this.#apollo.stop();
    for (const client of this.#options.clients.values()) client.close();
  }
}

/** What Apollo's gateway reports of its own life is for debugging; its warnings and errors stay what they are. */
function quiet(log: Logger) {
  const at = (level: 'debug' | 'warn' | 'error') => (message?: unknown) =>
    log[level]({ from: 'apollo' }, String(message));
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
