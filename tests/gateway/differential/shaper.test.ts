import fc from 'fast-check';
import { buildSchema, executeSync, getOperationAST, getVariableValues, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { shapers } from '../../../gateway/executor/shaper.js';
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

function shaped({ query: { document }, tree, variables }: Case) {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The query has no operation.');
  const named = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(named.map((fragment) => [fragment.name.value, fragment]));
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) throw new Error(errors.join());
  const shaper = shapers({ schema, operation, fragments }, document)(coerced);
  if (!shaper) throw new Error('No shaper was compiled.');
  return shaper(tree);
}

/** What GraphQL's own library makes of it. */
function executed({ query: { document }, tree, variables }: Case) {
  return executeSync({
    schema,
    document,
    rootValue: tree,
    variableValues: variables,
    fieldResolver: (object, _arguments, _context, { path }) =>
      Object.hasOwn(object, path.key) ? object[path.key] : null,
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
