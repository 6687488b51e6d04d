import { isInputObjectType, isInterfaceType, isObjectType, type Supergraph } from '@apollo/federation-internals';
import {
  type GraphQLSchema,
  isInputObjectType as isInput,
  isInterfaceType as isInterface,
  isObjectType as isObject,
} from 'graphql';
import type { SubgraphConnection } from '../subgraphs/client.js';

/**
 * Why a supergraph cannot be answered by the subgraphs that are joined, a sentence each: it names one that is not, or expects
 * of one in this process a field that it does not have, or has with another type, by which its answers would be misread.
 * Those that are reached by address are not asked what they have.
 */
export function supergraphFaults(supergraph: Supergraph, connections: readonly SubgraphConnection[]): string[] {
  const joined = new Map(connections.map((connection) => [connection.name, connection]));
  return [...supergraph.subgraphs()].flatMap(({ name, schema }) => {
    const connection = joined.get(name);
    if (!connection)
      return [`It names the subgraph "${name}", which is not joined; joined are ${[...joined.keys()].join(', ')}.`];
    const own = 'schema' in connection ? connection.schema : undefined;
    if (!own) return [];
    return expectedOf(schema)
      .flatMap((expected) => faultOf(own, expected) ?? [])
      .map((fault) => `The subgraph "${name}" has ${fault}.`);
  });
}

function faultOf(schema: GraphQLSchema, { type, name, as }: Expected): string | null {
  const found = typeOf(schema, type, name);
  if (found === undefined) return `no ${type}.${name}`;
  return found === as ? null : `another type of ${type}.${name}: ${found}, not ${as}`;
}

/** A field that the supergraph expects of one subgraph, with its type as it is written. */
interface Expected {
  readonly type: string;
  readonly name: string;
  readonly as: string;
}

function expectedOf(schema: SubgraphSchema): Expected[] {
  return schema.types().flatMap((type) => {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
    return [...type.fields()].map((field) => ({ type: type.name, name: field.name, as: String(field.type) }));
  });
}

type SubgraphSchema =
  ReturnType<Supergraph['subgraphs']> extends Iterable<infer S extends { readonly schema: unknown }>
    ? S['schema']
    : never;

/** The type of a field as it is written; undefined where there is none. */
function typeOf(schema: GraphQLSchema, typename: string, name: string): string | undefined {
  const type = schema.getType(typename);
  const field = isObject(type) || isInterface(type) || isInput(type) ? type.getFields()[name] : undefined;
  return field && String(field.type);
}
