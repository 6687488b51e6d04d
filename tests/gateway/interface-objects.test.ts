import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { composeSubgraphs } from '../../schema/compose.js';
import { gatewayOver, inProcess } from './asking.js';
import type { Resolvers } from './small-graph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@interfaceObject"])`;

const SDL = {
  places: `${LINK}
    type Query { school: School  places: [Place!]! }
    interface Place @key(fields: "id") { id: ID! }
    type School implements Place @key(fields: "id") { id: ID! }
    type Clinic implements Place @key(fields: "id") { id: ID! }`,
  visits: `${LINK}
    type Place @interfaceObject @key(fields: "id") { id: ID! visits: Int nearest: Place }`,
  marks: `${LINK}
    type School @key(fields: "id") { id: ID! visits: Int @external mark: String @requires(fields: "visits") }`,
};

const RESOLVERS: Record<keyof typeof SDL, Resolvers> = {
  places: {
    Query: {
      school: () => ({ __typename: 'School', id: 's' }),
      places: () => [
        { __typename: 'School', id: 's' },
        { __typename: 'Clinic', id: 'c' },
      ],
    },
    Place: { __resolveReference: ({ id }) => ({ __typename: id === 's' ? 'School' : 'Clinic', id }) },
    School: { __resolveReference: (reference) => reference },
  },
  visits: {
    Place: { __resolveReference: ({ id }) => ({ id, visits: 7, nearest: { id: id === 's' ? 'c' : 's', visits: 8 } }) },
  },
  marks: { School: { __resolveReference: (reference) => reference, mark: ({ visits }) => `of ${String(visits)}` } },
};

const definitions = Object.entries(SDL).map(([name, sdl]) => ({
  name,
  url: 'http://127.0.0.1:1/',
  typeDefs: parse(sdl),
}));
const { supergraphSdl } = composeSubgraphs(definitions);

async function ask(query: string) {
  const schemas = definitions.map(({ name, typeDefs }): [string, GraphQLSchema] => {
    const resolvers = RESOLVERS[name as keyof typeof SDL];
    return [name, buildSubgraphSchema({ typeDefs, resolvers })];
  });
  const gateway = await gatewayOver(inProcess(Object.fromEntries(schemas)), { supergraphSdl });
  try {
    return await gateway.ask(query);
  } finally {
    await gateway.close();
  }
}

describe('an interface that one subgraph extends as an object', () => {
  test('leaves objects the type that they have, for the fetches that come after', async () => {
    const { data, errors } = await ask('{ school { __typename visits mark } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ school: { __typename: 'School', visits: 7, mark: 'of 7' } });
  });

  test('answers by itself what is the same for every type', async () => {
    const { data, errors } = await ask('{ places { nearest { id visits } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ places: [{ nearest: { id: 'c', visits: 8 } }, { nearest: { id: 's', visits: 8 } }] });
  });

  test('does not stand for the type of an object where the type is asked', async () => {
    const { data } = await ask('{ places { nearest { __typename id ... on School { mark } } } }');
    expect(data).toEqual({
      places: [
        { nearest: { __typename: 'Clinic', id: 'c' } },
        { nearest: { __typename: 'School', id: 's', mark: 'of 7' } },
      ],
    });
  });
});
