import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { type GraphQLSchema, parse } from 'graphql';
import { subgraphSdl } from '../../schema/sdl.js';
import type { SubgraphName } from '../../schema/subgraphs.js';
import { scalars } from './scalars.js';

export type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The executable schema of a subgraph: its declared SDL with these resolvers; a resolver that fits no field is refused. */
export function subgraphSchema(name: SubgraphName, resolvers: Resolvers): GraphQLSchema {
  const typeDefs = parse(subgraphSdl(name));
  return buildSubgraphSchema({ typeDefs, resolvers: { ...scalars, ...resolvers } as GraphQLResolverMap<unknown> });
}
