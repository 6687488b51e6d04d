import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, gatewayOver, inProcess, overHttp, stockGateway } from './asking.js';
import { smallSchemas } from './small-graph.js';

type Case = readonly [title: string, query: string, variables?: Record<string, unknown>];

const CASES: readonly Case[] = [
  ['leaves of one subgraph', '{ items { id name tags weight price kind } }'],
  ['arguments and their defaults', '{ items { name other: name(lang: EN) } item(id: "2") { id } }'],
  ['aliases of root fields', '{ one: item(id: "1") { id } two: item(id: "2") { id kind } none: item(id: "9") { id } }'],
  [
    'aliases that are names of what every object of JavaScript has',
    '{ constructor: item(id: "9") { id } items { toString: kind keeper { constructor: boss { valueOf: name } } } }',
  ],
  ['variables', 'query ($id: ID!, $lang: Language! = EN) { item(id: $id) { name(lang: $lang) } }', { id: '3' }],
  ['lists in variables', 'query ($k: [Kind!]) { items(kinds: $k) { id kind } }', { k: ['TEA'] }],
  ['a default of a variable for a subgraph', 'query ($n: Int = 1) { keepers(first: $n) { name } }'],
  ['an explicit null', 'query ($n: [Kind!]) { items(kinds: $n) { id } }', { n: null }],
  ['an interface with two owners', '{ items { id series { id label headline { at value } } } }'],
  [
    'an interface by concrete types',
    '{ items { series { ... on NorthSeries { points(last: 1) { value } } ... on SouthSeries { label } } } }',
  ],
  ['the type name of an interface', '{ items { series { __typename } } }'],
  [
    'type names under aliases',
    '{ items { what: __typename series { which: __typename } } found { what: __typename } }',
  ],
  [
    'different arguments under one name on two types',
    '{ items { series { ... on NorthSeries { p: points(last: 2) { at } } ... on SouthSeries { q: points(last: 2) { at } } } } }',
  ],
  [
    'fields of two types under one name',
    '{ items { series { ... on NorthSeries { x: id } ... on SouthSeries { x: id } } } }',
  ],
  [
    'one name for two nullabilities',
    '{ items { series { ... on NorthSeries { many: points { value } } ... on SouthSeries { few: points { value } } } } }',
  ],
  [
    'a union',
    '{ found { __typename ... on Item { id name } ... on Keeper { mail name boss { name } } ... on Shop { id name } } }',
  ],
  ['a union of which one type was asked', '{ found { ... on Keeper { name } } }'],
  [
    'entities of a mixed list from several subgraphs',
    '{ found { ... on Item { mark series { headline { value } } } ... on Keeper { name } ... on Shop { total } } }',
  ],
  ['lists in lists with nulls', '{ grid { id mark keeper { name } } }'],
  ['a requirement not asked by the client', '{ items { mark } }'],
  ['a requirement also asked by the client', '{ items { kind weight mark series { headline { value } } } }'],
  ['a requirement through a list', '{ shop { total name } }'],
  ['a requirement in two depths', '{ shop { total items { mark like { mark } } } }'],
  [
    'the same field under two aliases with arguments',
    '{ items { a: mark(rounded: true) b: mark(rounded: false) mark } }',
  ],
  [
    'named fragments',
    'fragment I on Item { id keeper { ...K } } fragment K on Keeper { name boss { name } } { items { ...I } shop { keeper { ...K } } }',
  ],
  ['fragments over the same field', '{ items { keeper { name } ... on Item { keeper { mail boss { mail } } } } }'],
  ['the same list twice', '{ items { id } items { name keeper { name } } }'],
  ['there and back between subgraphs', '{ keepers { name shops { id name keeper { name shops { total } } } } }'],
  ['deep nesting', '{ shop { keeper { boss { boss { name } } shops { keeper { boss { name } } } } } }'],
  ['null entities', '{ items { id keeper { name boss { name boss { name } } } } }'],
  ['several root fields of two subgraphs', '{ shop { name } keepers(first: 3) { name } items { price } }'],
  ['a field skipped', 'query ($s: Boolean!) { items { id name @skip(if: $s) mark @skip(if: $s) } }', { s: true }],
  ['a field not skipped', 'query ($s: Boolean!) { items { id name @skip(if: $s) mark @skip(if: $s) } }', { s: false }],
  ['a whole fetch left out', 'query ($i: Boolean!) { keepers @include(if: $i) { name } items { id } }', { i: false }],
  [
    'a fragment included by default',
    'query ($i: Boolean! = true) { items { ... @include(if: $i) { keeper { name } } } }',
  ],
  [
    'a fragment left out',
    'query ($i: Boolean! = true) { items { id ... on Item @include(if: $i) { keeper { name } } } }',
    { i: false },
  ],
  [
    'conditions in each other',
    'query ($a: Boolean!, $b: Boolean!) { items { id ... @include(if: $a) { series @skip(if: $b) { label } keeper @include(if: $b) { name } } } }',
    { a: true, b: true },
  ],
  [
    'skip and include on one field',
    'query ($a: Boolean!, $b: Boolean!) { items { id keeper @include(if: $a) @skip(if: $b) { name } } }',
    { a: true, b: false },
  ],
  [
    'literal conditions',
    '{ items { id @skip(if: true) name @include(if: true) keeper @include(if: false) { name } } }',
  ],
  ['the type of the root', '{ __typename t: __typename items { id } }'],
  ['introspection', getIntrospectionQuery()],
  [
    'introspection of one type beside data',
    'query ($n: String!) { __type(name: $n) { name fields { name } } item(id: "1") { id } }',
    { n: 'Item' },
  ],
  [
    'what clients cannot see, introspected',
    '{ __type(name: "Kind") { enumValues { name } } q: __type(name: "Query") { fields { name } } }',
  ],
];

describe('a plan that is executed', () => {
  let local: Asked;
  let remote: Asked;
  let stock: Awaited<ReturnType<typeof stockGateway>>;
  let servers: Awaited<ReturnType<typeof overHttp>>;
  beforeAll(async () => {
    const schemas = smallSchemas();
    servers = await overHttp(schemas);
    [local, remote, stock] = await Promise.all([
      gatewayOver(inProcess(schemas), { introspection: true }),
      gatewayOver(servers.connections, { introspection: true }),
      stockGateway(schemas),
    ]);
  });
  afterAll(async () => {
    await Promise.all([local?.close(), remote?.close(), stock?.close()]);
    await servers?.close();
  });

  test.each(CASES.map(([title, query, variables]) => [title, query, variables ?? {}] as const))(
    'answers as the stock gateway does: %s',
    async (_title, query, variables) => {
      const expected = await stock.ask(query, variables);
      expect(expected.errors).toBeUndefined();
      const ours = await local.ask(query, variables);
      expect(ours.errors).toBeUndefined();
      expect(ours.data).toEqual(expected.data);
      const { data, errors } = await remote.ask(query, variables);
      expect({ data, errors }).toEqual({ data: ours.data, errors: undefined });
    },
  );

  test('keeps zero under a name that the planner had to change', async () => {
    const { data, errors } = await local.ask('{ found { ... on Item { debt } ... on Keeper { debt } } }');
    expect(errors).toBeUndefined();
    expect(data?.found).toEqual([{ debt: null }, { debt: 0 }, null, { debt: 0 }, {}, { debt: 5 }, { debt: 0 }]);
  });

  test('tells of thousands of wrong values in variables no more than some', async () => {
    const kinds = Array.from({ length: 15_000 }, () => [1]);
    const { data, errors = [] } = await local.ask('query ($k: [Kind!]) { items(kinds: $k) { id } }', { k: kinds });
    expect(data).toBeUndefined();
    expect(errors.length).toBeLessThan(30);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['BAD_USER_INPUT']));
  });

  test('answers about the schema below a condition, over which the planner fails', async () => {
    const query =
      'query ($is: Boolean!) { item(id: "1") { id } ... @include(if: $is) { __type(name: "Kind") { name } } }';
    const asked = await local.ask(query, { is: true });
    expect(asked.errors).toBeUndefined();
    expect(asked.data).toEqual({ item: { id: '1' }, __type: { name: 'Kind' } });
    expect((await local.ask(query, { is: false })).data).toEqual({ item: { id: '1' } });
  });

  test('refuses variables of a wrong type as bad input', async () => {
    const { data, errors } = await local.ask('query ($id: ID!) { item(id: $id) { id } }', { id: { a: 1 } });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('equal references', () => {
  test('are sent once and dealt back to every place', async () => {
    const sent: unknown[] = [];
    const schemas = smallSchemas({
      people: {
        Keeper: {
          __resolveReference: (reference) => {
            sent.push(reference.mail);
            return reference;
          },
        },
      },
    });
    const gateway = await gatewayOver(inProcess(schemas));
    const { data, errors } = await gateway.ask('{ items { keeper { name } } }');
    expect(errors).toBeUndefined();
    expect(data?.items).toEqual(['an', 'binh', 'an', null].map((name) => ({ keeper: name && { name } })));
    expect(sent).toEqual(['an@x', 'binh@x']);
    await gateway.close();
  });
});

describe('a required field that its owner did not give', () => {
  test('arrives as null, so that whoever required it can say so', async () => {
    const required: unknown[] = [];
    const { north: _, ...others } = smallSchemas({
      marks: {
        Item: {
          __resolveReference: (reference) => {
            required.push(reference);
            return reference;
          },
        },
      },
    });
    const gateway = await gatewayOver(inProcess(others));
    await gateway.ask('{ item(id: "1") { mark } }');
    expect(required).toStrictEqual([
      { __typename: 'Item', id: '1', asOf: null, kind: 'TEA', weight: 0, series: { headline: null } },
    ]);
    await gateway.close();
  });
});

describe('the fetches of one request to one subgraph', () => {
  test('share one context, those of two requests do not', async () => {
    const contexts: unknown[] = [];
    const note = (_: unknown, __: unknown, context: unknown) => {
      contexts.push(context);
      return 'noted';
    };
    const schemas = smallSchemas({ shop: { Query: { items: () => null, hidden: note }, Shop: { name: note } } });
    const gateway = await gatewayOver(inProcess(schemas));
    // The name of the shop is asked twice of its owner: at the root, and below a keeper, one wave later.
    await gateway.ask('{ shop { name } keepers(first: 1) { shops { name } } }');
    await gateway.ask('{ shop { name } }');
    expect(contexts).toHaveLength(3);
    expect(contexts[0]).toBe(contexts[1]);
    expect(contexts[2]).not.toBe(contexts[0]);
    await gateway.close();
  });
});
