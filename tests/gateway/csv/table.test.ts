import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { TableRefused } from '../../../gateway/csv/refusal.js';
import { shapeOf } from '../../../gateway/csv/shape.js';
import { type AnswerError, tableOf } from '../../../gateway/csv/table.js';

const schema = buildSchema(`
  scalar Place
  type Query { shop: Shop shops(town: String): [Shop!] towns: [Town!]! found: [Found] }
  type Town { name: String place: Place }
  type Shop { name: String tags: [String!] keeper: Keeper shelves: [Shelf!] prices: [Float!] }
  type Keeper { name: String age: Int boss: Keeper }
  type Shelf { label: String items: [Item] spare: [Item!] }
  type Item { id: ID! price: Float maker: Keeper }
  union Found = Shop | Town
`);

function table(query: string, data: unknown, errors?: AnswerError[], variables?: Record<string, unknown>) {
  const { columns, rows } = tableOf(shapeOf(schema, { document: parse(query), variables }), data, errors);
  return [columns.map(({ name }) => name), ...rows];
}

describe('an answer as a table', () => {
  test('has one row for each element of the innermost list, with what is around it repeated', () => {
    const query = '{ shop { name shelves { label items { id maker { name } } } keeper { age } } }';
    const items = (...ids: string[]) => ids.map((id) => ({ id, maker: { name: `m${id}` } }));
    const shelves = [
      { label: 'top', items: items('1', '2') },
      { label: 'low', items: items('3') },
    ];
    expect(table(query, { shop: { name: 'S', shelves, keeper: { age: 40 } } })).toEqual([
      ['shop.name', 'shop.shelves.label', 'shop.shelves.items.id', 'shop.shelves.items.maker.name', 'shop.keeper.age'],
      ['S', 'top', '1', 'm1', 40],
      ['S', 'top', '2', 'm2', 40],
      ['S', 'low', '3', 'm3', 40],
    ]);
  });

  test('has one row where nothing is a list', () => {
    expect(table('{ shop { name keeper { name } } }', { shop: { name: 'S', keeper: null } })).toEqual([
      ['shop.name', 'shop.keeper.name'],
      ['S', null],
    ]);
  });

  test('names columns by alias and in the order of the question, merged where a field is asked for twice', () => {
    const query = `{ s: shop { keeper { name } called: name keeper { age } ...More } } fragment More on Shop { tags }`;
    expect(table(query, { s: { keeper: { name: 'K', age: 1 }, called: 'S', tags: ['a', 'b'] } })).toEqual([
      ['s.keeper.name', 's.keeper.age', 's.called', 's.tags'],
      ['K', 1, 'S', 'a; b'],
    ]);
  });

  test('keeps the columns of a list without elements, and the row of what has them', () => {
    const query = '{ shops { name shelves { label } } }';
    const shops = [
      { name: 'A', shelves: [] },
      { name: 'B', shelves: null },
      { name: 'C', shelves: [{ label: 'top' }] },
    ];
    expect(table(query, { shops })).toEqual([
      ['shops.name', 'shops.shelves.label'],
      ['A', null],
      ['B', null],
      ['C', 'top'],
    ]);
    expect(table(query, { shops: [] })).toEqual([['shops.name', 'shops.shelves.label']]);
  });

  test('leaves no empty row for an empty list around which nothing was asked for', () => {
    const shops = [{ shelves: [] }, { shelves: [{ label: 'top' }] }];
    expect(table('{ shops { shelves { label } } }', { shops })).toEqual([['shops.shelves.label'], ['top']]);
  });

  test('tells an element that is null, a value that is null, zero and false apart from nothing', () => {
    expect(
      table('{ shop { shelves { items { price } } } }', { shop: { shelves: [{ items: [null, { price: 0 }] }] } }),
    ).toEqual([['shop.shelves.items.price'], [null], [0]]);
    expect(table('{ towns { place } }', { towns: [{ place: { x: 1 } }, { place: false }] })).toEqual([
      ['towns.place'],
      ['{"x":1}'],
      [false],
    ]);
  });

  test('has the columns of every type that an element may be', () => {
    const query = '{ found { __typename ... on Shop { name tags } ... on Town { name place } } }';
    const found = [
      { __typename: 'Town', name: 'T', place: 'p' },
      { __typename: 'Shop', name: 'S', tags: [] },
    ];
    expect(table(query, { found })).toEqual([
      ['found.__typename', 'found.name', 'found.tags', 'found.place'],
      ['Town', 'T', null, 'p'],
      ['Shop', 'S', '', null],
    ]);
  });

  test('leaves out what @skip and @include leave out, by variables and their defaults', () => {
    const query =
      'query ($a: Boolean!, $b: Boolean! = false) { shop { name @include(if: $a) tags @skip(if: true) keeper @include(if: $b) { name } ... @skip(if: $b) { prices } } }';
    expect(table(query, { shop: { name: 'S', prices: [1.5, -2] } }, [], { a: true })).toEqual([
      ['shop.name', 'shop.prices'],
      ['S', '1.5; -2'],
    ]);
    expect(table(query, { shop: { keeper: { name: 'K' } } }, [], { a: false, b: true })[0]).toEqual([
      'shop.keeper.name',
    ]);
  });

  test('is made of the operation that is named', () => {
    const document = parse('query A { shop { name } } query B { towns { name } }');
    const named = shapeOf(schema, { document, operationName: 'B' });
    expect(named.columns).toEqual([{ name: 'towns.name', type: 'String' }]);
    expect(() => shapeOf(schema, { document, operationName: 'C' })).toThrow('no question C');
  });
});

describe('an answer with two independent lists', () => {
  test.each([
    ['beside each other', '{ shops { name } towns { name } }', 'shops', 'towns'],
    ['the same list under two names', '{ then: shops { name } now: shops { name } }', 'then', 'now'],
    [
      'in one element',
      '{ shops { shelves { items { id } spare { id } } } }',
      'shops.shelves.items',
      'shops.shelves.spare',
    ],
    ['in separate branches', '{ shop { shelves { label } } towns { name } }', 'shop.shelves', 'towns'],
  ])('is no table: %s', (_title, query, one, other) => {
    const asked = () => shapeOf(schema, { document: parse(query) });
    expect(asked).toThrow(TableRefused);
    expect(asked).toThrow(`"${one}" and "${other}" are independent`);
  });

  test('says so in Vietnamese, too', () => {
    const asked = () => shapeOf(schema, { document: parse('{ then: shops { name } now: shops { name } }') });
    expect(asked).toThrow(expect.objectContaining({ messageVi: expect.stringMatching(/"then".*"now".*độc lập/) }));
  });
});

describe('an answer that is too large as a table', () => {
  test('is refused with the limit and what to do: what JSON says once, a table repeats', () => {
    const query = `{ shops { ${Array.from({ length: 999 }, (_, at) => `n${at}: name`).join(' ')} shelves { label } } }`;
    const shops = (length: number) => [{ shelves: Array.from({ length }, () => ({ label: 'x' })) }];
    expect(table(query, { shops: shops(1000) })).toHaveLength(1 + 1000);
    expect(() => table(query, { shops: shops(1001) })).toThrow(
      expect.objectContaining({
        code: 'TABLE_TOO_LARGE',
        message: expect.stringContaining('more than the 1,000,000 cells allowed'),
        messageVi: expect.stringContaining('1.000.000 ô'),
      }),
    );
  });
});

describe('an answer with errors, as a table', () => {
  const down = (path?: (string | number)[]): AnswerError => ({
    message: 'Silent.',
    extensions: { code: 'SOURCE_TIMEOUT' },
    ...(path && { path }),
  });
  const query = '{ shop { name keeper { name } } shops { name shelves { label items { id } } } }';
  const shops = [
    { name: 'A', shelves: [{ label: 'top', items: [{ id: '1' }, null] }] },
    { name: 'B', shelves: null },
  ];
  const said = (errors: AnswerError[]) => table(query, { shop: null, shops }, errors).map((row) => row.at(-1));
  const text = 'SOURCE_TIMEOUT: Silent.';

  test.each([
    ['on the row of its element', ['shops', 0, 'shelves', 0, 'items', 1], [null, text, null]],
    ['on all rows below its element', ['shops', 0, 'name'], [text, text, null]],
    ['on the row that a missing list leaves', ['shops', 1, 'shelves'], [null, null, text]],
    ['on all rows where it stands around the lists', ['shop', 'keeper'], [text, text, text]],
    ['on all rows where it has no place', undefined, [text, text, text]],
  ])('shows each %s', (_title, path, expected) => {
    expect(said([down(path)])).toEqual(['error', ...expected]);
  });

  test('shows several of one row once each', () => {
    const errors = [down(['shop', 'keeper']), down(['shops', 1, 'name']), { message: 'Other.', path: ['shops', 1] }];
    expect(said(errors)).toEqual(['error', text, text, `${text}; Other.`]);
  });

  test('has a row for an error where there would be none', () => {
    expect(table('{ shops { name } }', { shops: null }, [down(['shops'])])).toEqual([
      ['shops.name', 'error'],
      [null, text],
    ]);
  });
});
