import { Supergraph } from '@apollo/federation-internals';
import { type FetchNode, QueryPlanner } from '@apollo/query-planner';
import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Picking, Requirements } from '../../gateway/executor/picking.js';
import { preparer } from '../../gateway/executor/preparation.js';
import { representationsOf } from '../../gateway/executor/representations.js';
import { supergraphFacts } from '../../gateway/executor/supergraph-facts.js';
import { smallSupergraph } from './small-graph.js';

const supergraph = Supergraph.build(smallSupergraph);
const facts = supergraphFacts(supergraph, smallSupergraph);
const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });
const prepare = preparer({
  facts,
  planner,
  apiSchema: supergraph.apiSchema(),
  isTrusted: () => false,
  passesText: () => false,
  clientSchema: supergraph.apiSchema().toGraphQLJSSchema(),
  mostPlans: 2,
});

describe('an operation', () => {
  test('is planned once, however its text is laid out', () => {
    const prepared = prepare(parse('{ items { id } }'), null);
    expect(prepare(parse('{items{id}} # the same'), null)).toBe(prepared);
    expect(prepare(parse('{ items { name } }'), null)).not.toBe(prepared);
  });

  test('is told from the others of its document by its name', () => {
    const document = parse('query A { items { id } } query B { items { name } }');
    const [a, b] = [prepare(document, 'A'), prepare(document, 'B')];
    expect([a.operation.name?.value, b.operation.name?.value]).toEqual(['A', 'B']);
    expect(() => prepare(document, null)).toThrow('operationName');
  });
});

describe('the reference of an entity', () => {
  const node: FetchNode = {
    kind: 'Fetch',
    serviceName: 'marks',
    operation: '',
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'Item',
        selections: ['__typename', 'id', 'asOf', 'kind'].map((name) => ({ kind: 'Field', name })),
      },
    ],
  };
  const referencesTo = (object: Record<string, unknown>) =>
    representationsOf({ facts, requirements: new Requirements(), picking: new Picking(facts) }, node, [
      { path: [], object },
    ]).map(({ value }) => value);

  test('is not sent while a part of the key is missing, for it would name another one', () => {
    expect(referencesTo({ __typename: 'Item', asOf: null, kind: 'TEA' })).toEqual([]);
    expect(referencesTo({ __typename: 'Item', id: '1', kind: 'TEA' })).toEqual([]);
  });

  test('is sent with a part of the key that is null, and with null for a requirement that is missing', () => {
    const reference = { __typename: 'Item', id: '1', asOf: null };
    expect(referencesTo(reference)).toEqual([{ ...reference, kind: null }]);
  });

  test('is not made of an object of another type', () => {
    expect(referencesTo({ __typename: 'Keeper', mail: 'an@x' })).toEqual([]);
  });
});
