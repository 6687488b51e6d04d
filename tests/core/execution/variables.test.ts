import fc from 'fast-check';
import { buildSchema, type GraphQLScalarType, getOperationAST, getVariableValues, parse } from 'graphql';
import { expect, test } from 'vitest';
import { compiledExecution } from '../../../subgraphs/core/execution/execution.js';
import { coercion } from '../../../subgraphs/core/execution/variables.js';

const schema = buildSchema(`scalar Any scalar Loud
  input Filter { any: Any deeper: Filter list: [Any] }
  type Query { a(many: [Any!]!, other: [Any], one: Any, number: [Int!], loud: [Loud!]): Int
    of(filter: Filter, n: Int): String }`);
(schema.getType('Loud') as GraphQLScalarType).parseValue = (value) => `${String(value)}!`;

const TYPES = ['[Any!]!', '[Any!]', '[Any]', '[Any]!', 'Any', '[Int!]', '[Loud!]!', '[[Any!]!]!'];

test('variables are brought to their types as GraphQL does it, or refused with its words', () => {
  const item = fc.oneof(fc.constant(null), fc.constant(undefined), fc.integer(), fc.object({ maxDepth: 1 }));
  const value = fc.oneof({ weight: 4, arbitrary: fc.array(item, { maxLength: 4 }) }, item);
  const definition = fc.record({
    type: fc.constantFrom(...TYPES),
    ending: fc.constantFrom('', '', '', ' = [7]'),
  });
  fc.assert(
    fc.property(
      fc.array(definition, { maxLength: 3 }),
      fc.array(fc.option(value, { nil: undefined })),
      (all, values) => {
        const variables = all.map(({ type, ending }, i) => `$v${i}: ${type}${ending}`);
        const operation = getOperationAST(
          parse(`query${variables.length > 0 ? `(${variables})` : ''} { a(many: []) }`),
        );
        if (!operation) throw new Error('There is no operation.');
        const given = Object.fromEntries(values.map((one, i) => [`v${i}`, one]));
        const own = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 50 });
        const ours = coercion(schema, operation)(given);
        expect(ours.coerced).toEqual(own.coerced);
        expect(ours.errors?.map(String)).toEqual(own.errors?.map(String));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a list of whatever it may be is handed on as it is', () => {
  const operation = getOperationAST(parse('query($many: [Any!]!) { a(many: $many) }'));
  if (!operation) throw new Error('There is no operation.');
  const many = [{ b: 1 }, 2];
  expect(coercion(schema, operation)({ many }).coerced?.many).toBe(many);
});

test('arguments in which a variable has a part are made for each question, all others once', async () => {
  const given: unknown[] = [];
  const field = schema.getQueryType()?.getFields().of;
  if (!field) throw new Error('The schema has no such field.');
  field.resolve = (_, args) => {
    given.push(args);
    return 'x';
  };
  const document = parse(`query($any: Any = 1) {
    plain: of(filter: { any: 1, deeper: { list: [2] } }, n: 3)
    deep: of(filter: { deeper: { list: [2, $any] } })
  }`);
  const execute = compiledExecution(schema);
  for (const any of [1, 5]) {
    await execute({ document, operationName: null, contextValue: {}, variableValues: { any } });
  }
  const [plain, deep, plainAgain, deepAgain] = given;
  expect(plain).toEqual({ filter: { any: 1, deeper: { list: [2] } }, n: 3 });
  expect(plainAgain).toBe(plain);
  expect([deep, deepAgain]).toEqual([
    { filter: { deeper: { list: [2, 1] } } },
    { filter: { deeper: { list: [2, 5] } } },
  ]);
});
