import fc from 'fast-check';
import { buildSchema, executeSync, getOperationAST, getVariableValues, Kind, type SelectionNode } from 'graphql';
import { expect, test } from 'vitest';
import { included } from '../../../gateway/executor/selections.js';
import { shapers } from '../../../gateway/executor/shaper.js';
import { anyType } from '../../../gateway/executor/untyped.js';
import { Chance } from './chance.js';
import { type GeneratedQuery, generateQuery } from './queries.js';
import { generateTree } from './trees.js';

const schema = buildSchema(`
  type Query { one: Thing  some: [Thing!]!  grid: [[Node]]  strict: Thing!  any: [Any]  nodes: [Node!]  sure: Node!  count: Int }
  scalar Json
  enum Kind { TEA RICE }
  interface Node { id: ID!  label(lang: Kind = TEA): String  next: Node }
  interface Weighed { weight: Float }
  type Thing implements Node & Weighed {
    id: ID!  label(lang: Kind = TEA): String  next: Thing  weight: Float  sold: Boolean!  kinds: [Kind!]  kind: Kind
    more: Json  rows: [[Int!]!]  parts(first: Int): [Part!]  any: Any!
  }
  type Other implements Node { id: ID!  label(lang: Kind = TEA): String  next: Node  kind: Kind!  part: Part! }
  type Part implements Weighed { weight: Float  at: String!  of: Node }
  union Any = Thing | Other | Part`);

const seeds = fc.record({ query: fc.nat(), tree: fc.nat() });
const TASTE = { shadowing: 0, introspection: 0 };
const QUERIES = 320;
const TREES = 8;

interface Case {
  readonly query: GeneratedQuery;
  readonly variables: Record<string, unknown>;
  readonly tree: Record<string, unknown>;
}

function* cases(seed: { query: number; tree: number }, faults: number): Generator<Case> {
  const query = generateQuery(schema, new Chance(seed.query), TASTE);
  const chance = new Chance(seed.tree);
  for (let made = 0; made < TREES; made += 1) {
    yield { query, variables: query.variables(chance), tree: generateTree(schema, query.document, chance, faults) };
  }
}

/** An operation with what decides which of its selections count. */
function readingOf({ query: { document }, variables }: Case) {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The query has no operation.');
  const named = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(named.map((fragment) => [fragment.name.value, fragment]));
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) throw new Error(errors.join());
  const isIncluded = (selection: SelectionNode) => included({ variables: coerced }, selection);
  return { schema, operation, fragments, coerced, isIncluded };
}

function shaped(one: Case) {
  const { coerced, ...reading } = readingOf(one);
  const shaper = shapers(reading, one.query.document)(coerced);
  if (!shaper) throw new Error('No shaper was compiled.');
  return shaper.shape(one.tree);
}

/** What GraphQL's own library makes of it; an object whose type was not asked may be of any. */
function executed(one: Case) {
  const reading = readingOf(one);
  return executeSync({
    schema,
    document: one.query.document,
    rootValue: one.tree,
    variableValues: one.variables,
    fieldResolver: (object, _arguments, _context, { path }) =>
      Object.hasOwn(object, path.key) ? object[path.key] : null,
    typeResolver: (object, _context, { fieldNodes }, type) => {
      const { __typename: name } = object as { __typename?: unknown };
      if (typeof object !== 'object' || Array.isArray(object) || typeof name === 'string') return name as string;
      const selections = fieldNodes.flatMap((node) => node.selectionSet?.selections ?? []);
      return anyType(reading, type, selections)?.name;
    },
  });
}

test('an answer that is as the schema says is shaped as GraphQL’s own execution shapes it, keys in the same order', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const one of cases(seed, 0)) {
        const { data, errors } = executed(one);
        expect(errors, one.query.text).toBeUndefined();
        expect(JSON.stringify(shaped(one)), one.query.text).toBe(JSON.stringify(data));
      }
    }),
    { numRuns: QUERIES },
  );
});

test('an answer that is not as the schema says is left to GraphQL’s own execution', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const one of cases(seed, 0.05)) {
        const { data, errors } = executed(one);
        const result = shaped(one);
        // What the execution coerces without an error, like a number to an ID, may go either way, to the same end.
        if (errors) expect(result, one.query.text).toBeUndefined();
        else if (result) expect(JSON.stringify(result), one.query.text).toBe(JSON.stringify(data));
      }
    }),
    { numRuns: QUERIES },
  );
});
