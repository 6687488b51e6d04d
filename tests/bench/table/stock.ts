import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { GraphQLSchema } from 'graphql';
import { readProjectFile } from '../../../schema/files.js';
import type { RunningSubgraph } from '../../../subgraphs/start.js';
import { log } from './subgraphs.js';

/** What the stock gateway shares while one request is answered: its identity is the request's. */
type StockContext = object;

type Context = ReturnType<RunningSubgraph['contextFor']>;

/** Apollo's own way to ask a schema in the same process; our resolvers find their context, one for each request. */
class InProcess extends LocalGraphQLDataSource<StockContext> {
  readonly #contexts = new WeakMap<StockContext, Context>();
  readonly #contextFor: () => Context;

  constructor(schema: GraphQLSchema, contextFor: () => Context) {
    super(schema);
    this.#contextFor = contextFor;
  }

  override process(options: Parameters<LocalGraphQLDataSource['process']>[0]) {
    const request = options.context;
    const context = this.#contexts.get(request) ?? this.#contextFor();
    this.#contexts.set(request, context);
    return super.process({ ...options, context });
  }
}

/** The stock gateway with its default settings: subgraphs in the same process, or by address. */
export async function startStock(
  joined: readonly Pick<RunningSubgraph, 'name' | 'schema' | 'contextFor'>[] | Readonly<Record<string, string>>,
): Promise<string> {
  const supergraphSdl = readProjectFile('schema', 'supergraph.graphql');
  const gateway = Array.isArray(joined)
    ? new ApolloGateway({ supergraphSdl, buildService: ({ name }) => inProcess(joined, name) })
    : new ApolloGateway({ supergraphSdl: withAddresses(supergraphSdl, joined as Readonly<Record<string, string>>) });
  return listen(new ApolloServer<StockContext>({ gateway }));
}

/** One schema behind Apollo Server, without a gateway: without the tracing too, which is there for gateways alone. */
export async function startOneSchema({ schema, contextFor }: RunningSubgraph): Promise<string> {
  const plugins = [ApolloServerPluginInlineTraceDisabled()];
  return listen(new ApolloServer<StockContext>({ schema, plugins }), () => contextFor(caller()));
}

/** A subgraph as Apollo serves it by default: executed by graphql-js, traced for the gateway that asks it. */
export async function startStockSubgraph({ schema, contextFor }: RunningSubgraph): Promise<string> {
  subscribe('http.server.request.start', stayOpen);
  // Without a logger it would say on standard output, where the bench prints, that it traces.
  return listen(new ApolloServer<StockContext>({ schema, logger: log }), () => contextFor(caller()));
}

/** After five seconds node would close a connection that the stock gateway, busy with a long answer, still sends on. */
function stayOpen(message: unknown): void {
  (message as { readonly server: Server }).server.keepAliveTimeout = STAYS_OPEN_MS;
}

const STAYS_OPEN_MS = 600_000;

async function listen(server: ApolloServer<StockContext>, contextFor = (): StockContext => ({})): Promise<string> {
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async () => contextFor(),
  });
  return new URL('/graphql', url).href;
}

function inProcess(subgraphs: readonly Pick<RunningSubgraph, 'name' | 'schema' | 'contextFor'>[], name: string) {
  const subgraph = subgraphs.find((one) => one.name === name);
  if (!subgraph) throw new Error(`The supergraph has a subgraph ${name}, which was not started.`);
  return new InProcess(subgraph.schema, () => subgraph.contextFor(caller()));
}

function caller() {
  return { requestId: 'bench', signal: new AbortController().signal };
}

/** The supergraph with the addresses at which the subgraphs of this run listen. */
function withAddresses(supergraphSdl: string, urls: Readonly<Record<string, string>>): string {
  return supergraphSdl.replace(/@join__graph\(name: "([\w-]+)", url: "[^"]*"\)/g, (_, name: string) => {
    const url = urls[name];
    if (!url) throw new Error(`The supergraph has a subgraph ${name}, which was not started.`);
    return `@join__graph(name: "${name}", url: "${url}")`;
  });
}
