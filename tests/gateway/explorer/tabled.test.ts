import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { reasons } from '../../../gateway/explorer/answer/missing.js';
import type { Reply } from '../../../gateway/explorer/answer/sending.js';
import { tabled } from '../../../gateway/explorer/answer/tabled.js';

const schema = buildSchema(`
  type Query { shop: Shop towns: [String!] places: [Place!] }
  type Place { name: String }
  type Shop { name: String goods: [Good!] prices: [Price!] }
  type Good { name: String }
  type Price { value: Float status: String reason: String other: Float }
`);

function answered(query: string, data: unknown, known = schema as typeof schema | null) {
  const reply: Reply = {
    sent: { query, variables: {}, operationName: null },
    at: 0,
    data,
    errors: [],
    text: '',
    status: 200,
    bytes: 0,
    milliseconds: 0,
    requestId: null,
    price: null,
    retryAfter: null,
  };
  return tabled(reply, known);
}

describe('the table of an answer', () => {
  test('tells which columns stand above all lists', () => {
    const answer = answered('{ shop { name goods { name } } }', { shop: { name: 'S', goods: [{ name: 'g' }] } });
    expect(answer).toMatchObject({ around: [0], table: { rows: [['S', 'g']] } });
  });

  test('has no such columns where there is no list', () => {
    expect(answered('{ shop { name } }', { shop: { name: 'S' } })).toMatchObject({ around: [] });
  });

  test('is a sentence where there are two lists, in both languages', () => {
    const answer = answered('{ shop { goods { name } prices { value } } }', { shop: null });
    expect(answer).toMatchObject({
      refusal: { en: expect.stringContaining('"shop.prices"'), vi: expect.stringContaining('"shop.prices"') },
    });
  });

  test('is a sentence without schema, and for a refused question', () => {
    expect(answered('{ shop { name } }', { shop: null }, null)).toHaveProperty('refusal');
    expect(answered('{ shop { name } }', null)).toHaveProperty('refusal');
    expect(answered('{ shop', { shop: null })).toHaveProperty('refusal');
  });
});

describe('an empty cell', () => {
  const said = (fields: string, price: object) => {
    const answer = answered(`{ shop { prices { ${fields} } } }`, { shop: { prices: [price] } });
    if (!('table' in answer)) throw new Error('The answer of the test is no table.');
    return reasons(answer.table)(answer.table.rows[0] ?? [], 0).en;
  };

  test('says the reason that stands beside it', () => {
    expect(said('value reason status', { value: null, reason: 'The report is late.', status: 'O' })).toBe(
      'The report is late.',
    );
  });

  test('else says what its status means', () => {
    expect(said('value reason status', { value: null, reason: null, status: 'Q' })).toBe('withheld');
    expect(said('value status', { value: null, status: 'L' })).toBe('not collected');
  });

  test('else says that there is no value', () => {
    expect(said('value', { value: null })).toBe('no value');
    expect(said('value status', { value: null, status: 'A' })).toBe('no value');
  });
});
