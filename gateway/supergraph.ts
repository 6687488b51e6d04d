import type { ApolloGateway } from '@apollo/gateway';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { withoutApolloTelemetry } from './config.js';
import type { GatewayExecutor } from './executor/executor.js';
import type { Pricing } from './limits/pricing.js';
import { type LoadedSupergraph, type LoadOptions, loadSupergraph } from './loaded-supergraph.js';

type SchemaListener = Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0];

export type FederatedGatewayOptions = LoadOptions;

/**
 * The gateway as Apollo Server takes it (option `gateway`): ApolloGateway loads and checks the supergraph and makes the
 * schema that clients see, Apollo's planner plans, and an executor of our own runs the plans: it sends equal references
 * once, keeps the deadline, and gives each error the right path and a text that says nothing of the inside.
 *
 * The supergraph can be replaced while questions are answered. Apollo Server reads the schema once for each request and
 * hands it on with it; plan, prices and executor are found by that schema, so that a request ends on what it began with.
 */
export class FederatedGateway {
  readonly #options: FederatedGatewayOptions;
  readonly #listeners = new Set<SchemaListener>();
  /** Weak, so that a supergraph that was replaced goes with its last question. */
  readonly #bySchema = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  #current: LoadedSupergraph | undefined;

  constructor(options: FederatedGatewayOptions) {
    withoutApolloTelemetry();
    this.#options = options;
  }

  /** The one in use. Throws before it is loaded. */
  get current(): LoadedSupergraph {
    if (!this.#current) throw new Error('The supergraph is not loaded yet.');
    return this.#current;
  }

  /** Tells the supergraph in use from any other one; an answer that was kept under another one is not to be served. */
  release(): string {
    return this.current.release;
  }

  /** What questions of a request cost that has this schema. */
  pricesOf(schema: GraphQLSchema): Pricing {
    return this.#of(schema).prices;
  }

  onSchemaLoadOrUpdate(listener: SchemaListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Apollo Server never lets go of the schema that it starts with, so it starts with an empty one: `started` has to follow. */
  async load(_options: Parameters<ApolloGateway['load']>[0]): Promise<{ executor: GatewayExecutor }> {
    this.#current = await loadSupergraph(this.#options);
    this.#tell(buildSchema('type Query { nothing: Boolean }'));
    return { executor: (request) => this.#of(request.schema).execute(request) };
  }

  /** To be called once Apollo Server has started, before it is asked. */
  started(): void {
    this.replaceBy(this.current);
  }

  /** Loads another supergraph beside the one in use, which goes on answering. Rejects when it is none. */
  loadBeside(supergraphSdl: string): Promise<LoadedSupergraph> {
    return loadSupergraph({ ...this.#options, supergraphSdl });
  }

  /** From here on all new requests are answered by it; at once, so that none sees a part of both. */
  replaceBy(loaded: LoadedSupergraph): void {
    this.#bySchema.set(loaded.apiSchema, loaded);
    this.#current = loaded;
    this.#tell(loaded.apiSchema);
  }

  async stop(): Promise<void> {
    for (const client of this.#options.clients.values()) client.close();
  }

  #tell(apiSchema: GraphQLSchema): void {
    const { supergraphSdl: coreSupergraphSdl } = this.current;
    for (const listener of this.#listeners) listener({ apiSchema, coreSupergraphSdl });
  }

  #of(schema: GraphQLSchema): LoadedSupergraph {
    const loaded = this.#bySchema.get(schema);
    if (!loaded) throw new Error('A request came with a schema that was never loaded.');
    return loaded;
  }
}
