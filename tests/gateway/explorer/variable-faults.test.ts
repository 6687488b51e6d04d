import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { operationIn, variableFaults } from '../../../gateway/explorer/editor/variable-faults.js';

const schema = buildSchema(`
  enum Level { CITY DISTRICT }
  input Filter { level: Level!, codes: [Int!] }
  type Query { figure(period: String!, filter: Filter): Int }
`);

function faults(question: string, given: unknown) {
  const operation = operationIn(parse(question), null);
  if (!operation) throw new Error('The question of the test has no operation.');
  return variableFaults(schema, operation, given).map(({ path, words }) => [path.join('.'), words.en]);
}

const QUESTION = 'query A($period: String!, $filter: Filter) { figure(period: $period, filter: $filter) }';

describe('variables are held against the question', () => {
  test('what fits has no faults, with a default nothing need be given', () => {
    expect(faults(QUESTION, { period: '2023', filter: { level: 'CITY', codes: [1] } })).toEqual([]);
    expect(faults('query A($period: String! = "2023") { figure(period: $period) }', {})).toEqual([]);
  });

  test('a variable that is required and missing is named with its type', () => {
    expect(faults(QUESTION, {})).toEqual([['', 'The variable $period: String! is missing.']]);
  });

  test('a name that the question does not declare is found at its place', () => {
    expect(faults(QUESTION, { period: '2023', year: 1 })).toEqual([
      ['year', 'The question declares no variable $year.'],
    ]);
  });

  test('a value of another type is found at its place, however deep', () => {
    const found = faults(QUESTION, { period: 2023, filter: { level: 'MOON', codes: [1, 'x'] } });
    expect(found.map(([place]) => place)).toEqual(['period', 'filter.level', 'filter.codes.1']);
  });

  test.each([[[]], ['text'], [null], [3]])('%j is no set of variables', (given) => {
    expect(faults(QUESTION, given)).toEqual([
      ['', 'Variables have to be a JSON object, like { "period": "2023-S1" }.'],
    ]);
  });
});

describe('the operation that is meant', () => {
  const document = parse('query A { figure(period: "1") } query B { figure(period: "2") }');

  test('is the one of the name, else the first one', () => {
    expect(operationIn(document, 'B')?.name?.value).toBe('B');
    expect(operationIn(document, null)?.name?.value).toBe('A');
    expect(operationIn(document, 'gone')?.name?.value).toBe('A');
    expect(operationIn(parse('fragment F on Query { __typename }'), null)).toBeNull();
  });
});
