import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLResolveInfo, type GraphQLSchema, parse } from 'graphql';
import { composeSubgraphs } from '../../schema/compose.js';

/**
 * A small graph with the shapes of the real one: an interface with a type for each owner, figures that a judgement
 * requires, a union, lists in lists, keys that may be null, values that several subgraphs share.
 */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@inaccessible"])`;

const POINT = 'type Point @shareable { at: String! value: Float }';

const SDL = {
  shop: `${LINK}
    type Query { shop: Shop  items(kinds: [Kind!]): [Item!]  item(id: ID!): Item  found(text: String): [Found]  grid: [[Item]]  strict: Item!  hidden: String @inaccessible }
    enum Kind { TEA RICE SECRET @inaccessible }
    enum Language { VI EN }
    type Shop @key(fields: "id") { id: ID! name(lang: Language! = VI): String! items: [Item!]! keeper: Keeper }
    type Item @key(fields: "id asOf") { id: ID! asOf: String name(lang: Language! = VI): String! kind: Kind tags: [String!]! weight: Float price: Int! series: Series like: [Item!]! keeper: Keeper debt: Float }
    interface Series { id: ID! }
    type NorthSeries implements Series @key(fields: "id") { id: ID! }
    type SouthSeries implements Series @key(fields: "id") { id: ID! }
    type Keeper @key(fields: "mail") { mail: ID! debt: Float! @shareable }
    union Found = Item | Keeper | Shop`,
  north: `${LINK} ${POINT}
    interface Series { id: ID! headline: [Point!] label: String }
    type NorthSeries implements Series @key(fields: "id") { id: ID! headline: [Point!] label: String points(last: Int): [Point!]! }`,
  south: `${LINK} ${POINT}
    interface Series { id: ID! headline: [Point!] label: String }
    type SouthSeries implements Series @key(fields: "id") { id: ID! headline: [Point!] label: String points(last: Int! = 1): [Point!] }`,
  people: `${LINK}
    type Query { keepers(first: Int = 2): [Keeper!]! }
    type Keeper @key(fields: "mail") { mail: ID! name: String! boss: Keeper shops: [Shop!]! debt: Float @shareable }
    type Shop @key(fields: "id", resolvable: false) { id: ID! }`,
  marks: `${LINK}
    type Shop @key(fields: "id") { id: ID! items: [Item!]! @external total: Float @requires(fields: "items { id series { headline { value } } }") }
    type Item @key(fields: "id asOf") { id: ID! asOf: String weight: Float @external kind: Kind @external series: Series @external mark(rounded: Boolean): String @requires(fields: "kind weight series { headline { at value } }") }
    enum Kind { TEA RICE SECRET @inaccessible }
    interface Series { headline: [Point!] }
    type Point { at: String! @external value: Float @external }`,
} as const;

export type SmallSubgraph = keyof typeof SDL;
export const SMALL = Object.keys(SDL) as SmallSubgraph[];

type Resolver = (parent: Row, args: Row, context: unknown, info: GraphQLResolveInfo) => unknown;
type Row = Record<string, unknown>;
export type Resolvers = Record<string, Record<string, Resolver>>;

const ITEMS = [
  { id: '1', kind: 'TEA', debt: 0, weight: 0, price: 10, tags: ['a', 'b'], owner: 'North' },
  { id: '2', kind: 'RICE', weight: 2.5, price: 20, tags: [], owner: 'South' },
  { id: '3', kind: 'TEA', weight: null, price: 30, tags: ['c'], owner: 'North' },
  { id: '4', kind: null, weight: 4, price: 40, tags: ['a'], owner: null },
] as const;

const item = (id: unknown, asOf: unknown = null) => {
  const found = ITEMS.find((candidate) => candidate.id === id);
  return found && { __typename: 'Item', ...found, asOf };
};
const keeper = (mail: unknown) => ({ __typename: 'Keeper', mail, debt: mail === 'an@x' ? 0 : 5 });
const shop = { __typename: 'Shop', id: 'S' };
const points = (id: unknown) => [
  { at: '2022', value: Number(id) },
  { at: '2023', value: id === '3' ? null : Number(id) * 2 },
];

const owner = (type: string): Resolvers => ({
  [type]: {
    __resolveReference: (ref) => ref,
    headline: (series) => points(series.id),
    label: (series) => (series.id === '3' ? null : `label ${String(series.id)}`),
    points: (series, { last }) => points(series.id).slice(-Number(last ?? 2)),
  },
});

const requiredPoints = (row: Row) => (row.series as { headline: { value: number | null }[] | null } | null)?.headline;

const RESOLVERS: Record<SmallSubgraph, Resolvers> = {
  shop: {
    Query: {
      shop: () => shop,
      items: (_, { kinds }) =>
        ITEMS.map(({ id }) => item(id)).filter((i) => !kinds || (kinds as unknown[]).includes(i?.kind)),
      item: (_, { id }) => item(id),
      found: () => [item('2'), keeper('an@x'), null, item('1'), shop, keeper('binh@x'), item('1')],
      grid: () => [[item('1'), null], null, [], [item('3'), item('1'), item('2')]],
      strict: () => item('1'),
      hidden: () => 'no',
    },
    Shop: {
      __resolveReference: () => shop,
      name: (_, { lang }) => `Shop ${String(lang)}`,
      items: () => ITEMS.map(({ id }) => item(id)),
      keeper: () => keeper('an@x'),
    },
    Item: {
      __resolveReference: ({ id, asOf }) => item(id, asOf),
      name: (i, { lang }) => `Item ${String(i.id)} ${String(lang)}`,
      series: ({ id, owner: of }) => of && { __typename: `${String(of)}Series`, id },
      like: ({ id }) => ITEMS.filter((other) => other.id !== id).map((other) => item(other.id)),
      keeper: ({ id }) => (id === '4' ? null : keeper(id === '2' ? 'binh@x' : 'an@x')),
    },
  },
  north: owner('NorthSeries'),
  south: owner('SouthSeries'),
  people: {
    Query: { keepers: (_, { first }) => ['an@x', 'binh@x', 'chi@x'].slice(0, Number(first)).map(keeper) },
    Keeper: {
      __resolveReference: ({ mail }) => (mail === 'gone@x' ? null : keeper(mail)),
      name: ({ mail }) => String(mail).split('@')[0],
      boss: ({ mail }) => (mail === 'an@x' ? null : keeper('an@x')),
      shops: () => [shop],
    },
  },
  marks: {
    Shop: {
      __resolveReference: (ref) => ref,
      total: ({ items }) => (items as Row[]).reduce((sum, i) => sum + (requiredPoints(i)?.at(-1)?.value ?? 0), 0),
    },
    Item: {
      __resolveReference: (ref) => ref,
      mark: (i) =>
        `${String(i.kind)} ${String(i.weight)} ${
          requiredPoints(i)
            ?.map((p) => p.value)
            .join('+') ?? 'unavailable'
        }`,
    },
  },
};

/** The schemas of the small graph, with some resolvers replaced. */
export function smallSchemas(
  replaced: Partial<Record<SmallSubgraph, Resolvers>> = {},
): Record<SmallSubgraph, GraphQLSchema> {
  const made = SMALL.map((name) => {
    const resolvers: Resolvers = { ...RESOLVERS[name] };
    for (const [type, fields] of Object.entries(replaced[name] ?? {}))
      resolvers[type] = { ...resolvers[type], ...fields };
    return [name, buildSubgraphSchema({ typeDefs: parse(SDL[name]), resolvers })];
  });
  return Object.fromEntries(made);
}

const smallDefinitions = SMALL.map((name) => ({
  name,
  url: `http://127.0.0.1:1/${name}`,
  typeDefs: parse(SDL[name]),
}));

export const smallSupergraph: string = composeSubgraphs(smallDefinitions).supergraphSdl;
