import { isInputObjectType, isInterfaceType, isObjectType, type Supergraph } from '@apollo/federation-internals';
import {
  type GraphQLSchema,
  isInputObjectType as isInput,
  isInterfaceType as isInterface,
  isObjectType as isObject,
} from 'graphql';
import type { SubgraphConnection } from '../subgraphs/client.js';

/**
 * Why a supergraph cannot be answered by the subgraphs that are joined, a sentence each: it names one that is not, or asks
 * one in this process for a field that it does not have. Those that are reached by address are not asked for what they have.
 */
export function supergraphFaults(supergraph: Supergraph, connections: readonly SubgraphConnection[]): string[] {
  const joined = new Map(connections.map((connection) => [connection.name, connection]));
  return [...supergraph.subgraphs()].flatMap(({ name, schema }) => {
    const connection = joined.get(name);
    if (!connection)
      return [`It names the subgraph "${name}", which is not joined; joined are ${[...joined.keys()].join(', ')}.`];
    if (!('schema' in connection)) return [];
    return declaredFields(schema)
      .filter(({ type, field }) => !hasField(connection.schema, type, field))
      .map(({ type, field }) => `The subgraph "${name}" has no ${type}.${field}.`);
  });
}

/** Fields that the supergraph expects of one subgraph. */
function declaredFields(schema: SubgraphSchema): { type: string; field: string }[] {
  return schema.types().flatMap((type) => {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
    return [...type.fields()].map((field) => ({ type: type.name, field: field.name }));
  });
}

type SubgraphSchema =
  ReturnType<Supergraph['subgraphs']> extends Iterable<infer S extends { readonly schema: unknown }>
    ? S['schema']
    : never;

function hasField(schema: GraphQLSchema, typename: string, field: string): boolean {
  const type = schema.getType(typename);
  return (isObject(type) || isInterface(type) || isInput(type)) && field in type.getFields();
}
