import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { composeSubgraphs } from '../../../schema/compose.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize"])`;

/** A house that sells teas, and a guide that knows where they grow. */
const HOUSE = 'type Query { teas: [Tea!]! } type Tea @key(fields: "id") { id: ID! name: String! price: Int! }';
const GUIDE = 'type Tea @key(fields: "id") { id: ID! grows: String }';

type Texts = Readonly<Record<string, string>>;

/** The supergraph of some subgraphs. */
export function supergraphOf(texts: Texts): string {
  return composeSubgraphs(
    Object.entries(texts).map(([name, text]) => ({
      name,
      url: `http://127.0.0.1:1/${name}`,
      typeDefs: parse(`${LINK} ${text}`),
    })),
  ).supergraphSdl;
}

export const FIRST: Texts = { house: HOUSE, guide: GUIDE };
/** A field more; the subgraphs have it already. */
export const WITH_LEAVES: Texts = { ...FIRST, house: HOUSE.replace('price: Int!', 'price: Int! leaves: String') };

const teas = [
  { __typename: 'Tea', id: '1', name: 'lotus', price: 30, leaves: 'whole' },
  { __typename: 'Tea', id: '2', name: 'shan', price: 40, leaves: 'broken' },
];

/** The subgraphs' schemas. `pause` is waited for wherever the guide is asked. */
export function teaSchemas(pause: () => Promise<void> = async () => {}): Record<string, GraphQLSchema> {
  const tea = ({ id }: { id: string }) => teas.find((one) => one.id === id);
  return {
    house: buildSubgraphSchema({
      typeDefs: parse(`${LINK} ${WITH_LEAVES.house}`),
      resolvers: { Query: { teas: () => teas }, Tea: { __resolveReference: tea } },
    }),
    guide: buildSubgraphSchema({
      typeDefs: parse(`${LINK} ${GUIDE}`),
      resolvers: {
        Tea: {
          __resolveReference: (reference: object) => reference,
          grows: async ({ id }: { id: string }) => {
            await pause();
            return id === '1' ? 'Tây Hồ' : 'Hà Giang';
          },
        },
      },
    }),
  };
}
