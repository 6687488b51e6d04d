import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { preparer } from '../../gateway/executor/preparation.js';
import { supergraphFacts } from '../../gateway/executor/supergraph-facts.js';
import { composeSubgraphs } from '../../schema/compose.js';
import { smallSupergraph } from './small-graph.js';

interface Circumstances {
  readonly variables?: Record<string, unknown>;
  readonly passesText?: (subgraph: string) => boolean;
  readonly sdl?: string;
}

/** What of a question passes unread: by subgraph, what it brings and what it is told. */
function unreadOf(query: string, circumstances: Circumstances = {}) {
  const { variables = {}, passesText = () => true, sdl = smallSupergraph } = circumstances;
  const supergraph = Supergraph.build(sdl);
  const prepare = preparer({
    facts: supergraphFacts(supergraph, sdl),
    planner: new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true }),
    apiSchema: supergraph.apiSchema(),
    clientSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    ...{ isTrusted: () => false, passesText, mostPlans: 1 },
  });
  const unread = prepare(parse(query), null).shaperFor(variables)?.unread;
  const lines = (what: string, all: NonNullable<typeof unread>['brought'] = new Map()) =>
    [...all].map(([{ serviceName }, paths]) => `${serviceName} ${what} ${paths.join(' ')}`);
  return [...lines('brings', unread?.brought), ...lines('is told', unread?.told)].sort();
}

const MARK = ['marks is told series.headline', 'north brings _entities.headline', 'south brings _entities.headline'];

test('what a subgraph brings for another one alone passes unread', () => {
  expect(unreadOf('{ items { id mark } }')).toEqual(MARK);
  expect(unreadOf('{ shop { total } }')).toEqual([
    'marks is told items.series.headline',
    'north brings _entities.headline',
    'south brings _entities.headline',
  ]);
});

test('what the client asks of it is read, for objects of all types', () => {
  expect(unreadOf('{ items { mark series { headline { at } } } }')).toEqual([]);
  expect(unreadOf('{ items { mark series { ... on NorthSeries { headline { at } } } } }')).toEqual([
    'marks is told series.headline',
    'south brings _entities.headline',
  ]);
});

test('what the client asks under another name passes beside it', () => {
  expect(unreadOf('{ items { mark series { ... on NorthSeries { points { at } } } } }')).toEqual(MARK);
});

test('what one requires and another one in another way is read', () => {
  expect(unreadOf('{ shop { total items { mark } } }')).toEqual([]);
});

test('what depends on a condition passes when the client does not ask for it', () => {
  const query = 'query($with: Boolean!) { items { mark series @include(if: $with) { headline { at } } } }';
  expect(unreadOf(query, { variables: { with: false } })).toEqual(MARK);
  expect(unreadOf(query, { variables: { with: true } })).toEqual([]);
});

test('what comes from, or goes to, a subgraph in the process is read', () => {
  expect(unreadOf('{ items { mark } }', { passesText: (name) => name !== 'marks' })).toEqual([]);
  expect(unreadOf('{ items { mark } }', { passesText: (name) => name !== 'north' })).toEqual([
    'marks is told series.headline',
    'south brings _entities.headline',
  ]);
});

test('nothing passes where nobody but the client is told', () => {
  expect(unreadOf('{ items { tags series { headline { at value } } } shop { id items { id } } }')).toEqual([]);
});

/** A supergraph of what subgraphs define, by their names. */
function composed(definitions: Readonly<Record<string, string>>): string {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable"])';
  const subgraphs = Object.entries(definitions).map(([name, sdl]) => {
    return { name, url: 'http://127.0.0.1:1/', typeDefs: parse(`${link} ${sdl}`) };
  });
  return composeSubgraphs(subgraphs).supergraphSdl;
}

test('what is read of objects of one type is read of those of all types, for its path is one', () => {
  const sdl = composed({
    shop: `type Query { things: [Thing!]! } union Thing = Apple | Box
      type Apple @key(fields: "id") { id: ID! size: Size } type Box @key(fields: "id") { id: ID! size: Size }
      type Size @shareable { w: Int }`,
    marks: `type Size @shareable { w: Int }
      type Apple @key(fields: "id") { id: ID! size: Size @external mark: Int @requires(fields: "size { w }") }
      type Box @key(fields: "id") { id: ID! size: Size @external mark: Int @requires(fields: "size { w }") }`,
  });
  const both = '... on Apple { mark } ... on Box { mark }';
  expect(unreadOf(`{ things { ${both} } }`, { sdl })).toEqual(['marks is told size', 'shop brings things.size']);
  expect(unreadOf('{ things { ... on Apple { mark } ... on Box { mark size { w } } } }', { sdl })).toEqual([]);
  expect(unreadOf('{ things { ... on Apple { mark size { w } } ... on Box { mark } } }', { sdl })).toEqual([]);
});

test('an object to which another subgraph brings something is read', () => {
  const sdl = composed({
    shop: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! part: Part } type Part @key(fields: "id") { id: ID! }',
    store: 'type Part @key(fields: "id") { id: ID! weight: Int }',
    marks: `type Part @key(fields: "id") { id: ID! @external weight: Int @external }
      type Item @key(fields: "id") { id: ID! part: Part @external
        near: Int @requires(fields: "part { __typename id }") heavy: Int @requires(fields: "part { weight }") }`,
  });
  expect(unreadOf('{ item { near } }', { sdl })).toEqual(['marks is told part', 'shop brings item.part']);
  expect(unreadOf('{ item { near heavy } }', { sdl })).toEqual([]);
});
