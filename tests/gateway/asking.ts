import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { execute, type GraphQLFormattedError, type GraphQLSchema, parse } from 'graphql';
import { pino } from 'pino';
import { withoutApolloTelemetry } from '../../gateway/config.js';
import { buildServer, type GatewayServer, type ServerParts } from '../../gateway/server.js';
import type { SubgraphConnection } from '../../gateway/subgraphs/client.js';
import { compiledExecution } from '../../subgraphs/core/execution/execution.js';
import { SMALL, type SmallSubgraph, smallSupergraph } from './small-graph.js';

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Record<string, unknown>;
}

export interface Asked extends Omit<GatewayServer, 'ask'> {
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** What was written to the log. */
  readonly log: string[];
}

/** Settings of the gateway, its supergraph, and the operations that are registered or were asked. */
type GatewayOptions = Partial<
  ServerParts['config'] & Pick<ServerParts, 'supergraphSdl' | 'registered' | 'operationsFile' | 'now'>
>;

/** The gateway over a supergraph, asked without a port. */
export async function gatewayOver(
  connections: readonly SubgraphConnection[],
  options: GatewayOptions = {},
): Promise<Asked> {
  const log: string[] = [];
  const { supergraphSdl = smallSupergraph, registered = [], operationsFile = null, ...rest } = options;
  const { now = () => new Date(), ...config } = rest;
  const server = await buildServer({
    config: { host: '127.0.0.1', port: 0, deadlineMs: 20_000, ...config },
    connections,
    supergraphSdl,
    registered,
    now,
    operationsFile,
    log: pino({ base: null }, { write: (line: string) => void log.push(line) }),
  });
  return {
    ...server,
    log,
    ask: async (query, variables) => {
      const response = await server.app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } });
      return response.json<Answer>();
    },
  };
}

/** Connections in this process; `contextFor` gives each gateway request one object. */
export function inProcess(schemas: Readonly<Record<string, GraphQLSchema>>): SubgraphConnection[] {
  return Object.entries(schemas).map(([name, schema]) => ({
    name,
    schema,
    execute: compiledExecution(schema),
    contextFor: (request) => ({ request }),
  }));
}

/** A query as it comes over HTTP; those of one wave come as a list. */
interface Payload {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** The same schemas behind real HTTP servers. */
export async function overHttp(schemas: Readonly<Record<string, GraphQLSchema>>) {
  const served = await Promise.all(
    Object.entries(schemas).map(async ([name, schema]) => {
      const server = await serve(async (request, response) => {
        const asked: Payload | Payload[] = JSON.parse(await bodyOf(request));
        const answer = ({ query, variables, operationName }: Payload) =>
          execute({
            schema,
            document: parse(query),
            variableValues: variables ?? {},
            operationName: operationName ?? null,
          });
        const result = Array.isArray(asked) ? await Promise.all(asked.map(answer)) : await answer(asked);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
      });
      return { name, ...server };
    }),
  );
  return {
    connections: served.map(({ name, url }): SubgraphConnection => ({ name, url })),
    close: () => Promise.all(served.map(({ close }) => close())),
  };
}

export async function serve(handle: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** The gateway as Apollo ships it, over the same schemas: what ours is compared with. */
export async function stockGateway(schemas: Readonly<Record<SmallSubgraph, GraphQLSchema>>) {
  withoutApolloTelemetry();
  const silent = pino({ level: 'silent' });
  const gateway = new ApolloGateway({
    supergraphSdl: smallSupergraph,
    logger: silent,
    buildService: ({ name }) => {
      const found = SMALL.find((candidate) => candidate === name);
      if (!found) throw new Error(`There is no subgraph ${name}.`);
      return new LocalGraphQLDataSource(schemas[found]);
    },
  });
  const apollo = new ApolloServer({ gateway, logger: silent, introspection: true });
  await apollo.start();
  return {
    close: () => apollo.stop(),
    ask: async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
      const { body } = await apollo.executeOperation({ query, variables });
      if (body.kind !== 'single') throw new Error('One answer was expected.');
      return JSON.parse(JSON.stringify(body.singleResult));
    },
  };
}
