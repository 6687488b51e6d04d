import { Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  executeSync,
  extendSchema,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { pino } from 'pino';
import type { RequestContext } from '../../../gateway/question.js';
import { connect, type SubgraphConnection } from '../../../gateway/subgraphs/client.js';
import { FederatedGateway } from '../../../gateway/supergraph.js';
import { composeSubgraphs } from '../../../schema/compose.js';
import { WrittenList } from '../../../schema/written-list.js';
import { compiledExecution } from '../../../subgraphs/core/execution/execution.js';
import { serveSubgraph } from '../../../subgraphs/server.js';
import type { RunningSubgraph } from '../../../subgraphs/start.js';
import type { FieldModel, GraphModel } from './model.js';
import type { GeneratedQuery } from './queries.js';
import type { Required, Thing, World } from './world.js';

/** What somebody answers to a query. */
export interface Opinion {
  readonly data: unknown;
  readonly errors: readonly GraphQLError[];
}

export interface Asking {
  readonly query: GeneratedQuery;
  readonly variables: Record<string, unknown>;
  readonly world: World;
}

/** The same graph answered in four ways. */
export interface Graph {
  readonly apiSchema: GraphQLSchema;
  ours(asking: Asking): Promise<Opinion>;
  /** The same gateway over subgraphs that it asks over HTTP. */
  overHttp(asking: Asking): Promise<Opinion>;
  /** The gateway as Apollo ships it. */
  stock(asking: Asking): Promise<Opinion>;
  /** GraphQL's own execution of one schema without subgraphs. */
  plain(asking: Asking): Opinion;
  close(): Promise<void>;
}

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];

const silent = pino({ level: 'silent' });

/** Composes a graph and puts both gateways before it. Throws when the subgraphs do not compose. */
export async function makeGraph(model: GraphModel): Promise<Graph> {
  const definitions = [...model.subgraphs].map(([name, sdl]) => ({
    name,
    url: 'http://127.0.0.1:1/',
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl } = composeSubgraphs(definitions);
  const now: { world?: World } = {};
  const worldNow = () => {
    if (!now.world) throw new Error('There is no world.');
    return now.world;
  };
  const schemas = new Map(
    definitions.map(({ name, typeDefs }) => [name, subgraphSchema(name, typeDefs, model, worldNow)]),
  );
  const inProcess = [...schemas].map(([name, schema]) => {
    return { name, schema, execute: compiledExecution(schema), contextFor: () => ({}) };
  });
  const served = await Promise.all([...schemas].map(([name, schema]) => serve(name, schema)));
  const own = [oursOver(supergraphSdl, inProcess), oursOver(supergraphSdl, served)];
  const gateways = [...own, stockOver(supergraphSdl, schemas)];
  const [ours, overHttp, stock] = await Promise.all(
    gateways.map((gateway) => gateway.load({ apollo: {} } as Parameters<ApolloGateway['load']>[0])),
  );
  for (const gateway of own) gateway.started();
  const [first, second] = own;
  if (!ours || !overHttp || !stock || !first || !second) throw new Error('Three gateways were expected.');
  const supergraph = Supergraph.build(supergraphSdl);
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
  const required = requiredIn(supergraph.schema.toGraphQLJSSchema(), worldNow);
  const ask = (executor: Executor, schema: GraphQLSchema) => async (asking: Asking) => {
    now.world = asking.world;
    return opinionOf(executor, asking, schema);
  };
  return {
    apiSchema,
    // Ours finds its plans by the schema that a request has of it.
    ours: ask(ours.executor, first.current.apiSchema),
    overHttp: ask(overHttp.executor, second.current.apiSchema),
    stock: ask(stock.executor, apiSchema),
    plain: ({ query, variables, world }) => {
      now.world = world;
      const fieldResolver = world.resolver(null, required);
      const { data, errors } = executeSync({
        schema: apiSchema,
        document: query.document,
        variableValues: variables,
        fieldResolver,
      });
      return { data: data ?? null, errors: errors ?? [] };
    },
    close: async () => {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await Promise.all(served.map(({ close }) => close()));
    },
  };
}

/** A subgraph as it is served, with nothing behind it but its schema. */
async function serve(
  name: string,
  schema: GraphQLSchema,
): Promise<{ name: string; url: string; close(): Promise<void> }> {
  const subgraph = {
    ...{ name, schema, execute: compiledExecution(schema), contextFor: () => ({}) },
    version: () => ({ figures: '1', confirmed: '1', status: '1' }),
  } as unknown as RunningSubgraph;
  return { name, ...(await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, secret: null, log: silent })) };
}

function oursOver(supergraphSdl: string, connections: readonly SubgraphConnection[]): FederatedGateway {
  const clients = connections.map((connection) => [connection.name, connect(connection)] as const);
  return new FederatedGateway({
    ...{ supergraphSdl, clients: new Map(clients), deadlineMs: 60_000, log: silent },
    ...{ priceLimit: Number.POSITIVE_INFINITY, now: () => new Date() },
  });
}

function stockOver(supergraphSdl: string, schemas: ReadonlyMap<string, GraphQLSchema>): ApolloGateway {
  return new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ name }) => {
      const schema = schemas.get(name);
      if (!schema) throw new Error(`There is no subgraph ${name}.`);
      return new LocalGraphQLDataSource(schema);
    },
  });
}

async function opinionOf(executor: Executor, { query, variables }: Asking, schema: GraphQLSchema): Promise<Opinion> {
  const context: RequestContext = {
    requestId: 'r',
    receivedAt: Date.now(),
    deadline: null,
    inner: false,
    log: silent,
    left: null,
    place: null,
    basis: null,
    rights: '',
    answer: { price: 0, takesText: true, holdsText: false, unwritten: null },
    summary: { operationName: null, codes: [] },
  };
  const operation = query.document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const given = {
    document: query.document,
    operation,
    operationName: operation?.name?.value ?? null,
    source: query.text,
  };
  const request = { query: query.text, variables };
  const asked = {
    request,
    ...given,
    context,
    schema,
    queryHash: query.text,
    metrics: {},
    logger: silent,
    cache: new Map(),
  };
  const { data, errors, extensions } = await executor(asked as unknown as Parameters<Executor>[0]).catch(thrown);
  // The stock gateway hides, in the extensions, what it made null itself.
  const completion = (extensions?.valueCompletion ?? []) as GraphQLError[];
  return { data: opened(data ?? null), errors: [...(errors ?? []), ...completion] as GraphQLError[] };
}

/** An answer with its lists as values, also those that came as text. */
function opened(value: unknown): unknown {
  if (value instanceof WrittenList) return value.values();
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

/** The stock gateway throws what the planner does not find a plan for, and what it fails over; ours throws nothing. */
function thrown(error: Error): Awaited<ReturnType<Executor>> {
  return { errors: [new GraphQLError(error.message, { extensions: { code: 'THROWN' } })] };
}

/** A subgraph whose resolvers read from the world of the moment. */
function subgraphSchema(name: string, typeDefs: DocumentNode, model: GraphModel, world: () => World): GraphQLSchema {
  const resolvers: Record<string, { __resolveReference: (reference: Record<string, unknown>) => unknown }> = {};
  for (const { name: type, kind, extended } of model.types.values()) {
    if (kind !== 'entity' && !extended) continue;
    resolvers[type] = {
      __resolveReference: (reference) => {
        const found = world().find(reference, name);
        if (found instanceof Error) throw found;
        return found;
      },
    };
  }
  const schema = buildSubgraphSchema({ typeDefs, resolvers });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      const info = { fieldName: field.name, parentType: type } as GraphQLResolveInfo;
      // Without a parameter for `info`, so that lists can be written as they are where nobody needs to know their places.
      field.resolve = (thing, args, context) => world().resolver(name, requiredOfReference)(thing, args, context, info);
    }
  }
  return schema;
}

const requiredOfReference: Required = (thing, { name, requires }) => {
  if (!thing.given) throw new Error(`${thing.ident}.${name} was asked without what it requires.`);
  return picked(thing.given, selectionSetOf(requires));
};

/** What the world itself has of a requirement, with nulls as the supergraph's types let them rise. */
function requiredIn(schema: GraphQLSchema, world: () => World): Required {
  const entries = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  const roots = entries.filter(({ name }) => name !== 'Query').map(({ name }) => `any${name}: ${name}`);
  const extended = extendSchema(schema, parse(`extend type Query { ${roots.join(' ')} }`), { assumeValid: true });
  const required: Required = (thing, field) => {
    const resolve = world().resolver(null, required);
    const root = `any${thing.__typename}`;
    const { data } = executeSync({
      schema: extended,
      document: parse(`{ ${root} { ${field.requires} } }`),
      fieldResolver: (source: Thing | undefined, args, context, info) =>
        info.fieldName === root ? thing : resolve(source, args, context, info),
    });
    return picked((data?.[root] ?? {}) as Record<string, unknown>, selectionSetOf(field.requires));
  };
  return required;
}

function selectionSetOf(fields: FieldModel['requires']): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${fields} is no set of fields.`);
  return operation.selectionSet;
}

/** The fields of a set in its order, null where there is none. */
function picked(from: unknown, set: SelectionSetNode): unknown {
  if (Array.isArray(from)) return from.map((item) => picked(item, set));
  if (typeof from !== 'object' || from === null) return null;
  const parts = set.selections.map((node) => {
    if (node.kind !== Kind.FIELD) throw new Error('Only fields are required.');
    const value = (from as Record<string, unknown>)[node.name.value] ?? null;
    return [node.name.value, node.selectionSet ? picked(value, node.selectionSet) : value];
  });
  return Object.fromEntries(parts);
}
