import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { buildSchema, parse as parseQuestion } from 'graphql';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../../gateway/csv/csv.js';
import { shapeOf } from '../../../gateway/csv/shape.js';
import { type Cell, tableOf } from '../../../gateway/csv/table.js';

const read = (text: string): string[][] => parse(text, { bom: true, relax_column_count: false });
const csv = (...rows: Cell[][]) =>
  csvOf({ columns: (rows[0] ?? []).map((_, at) => ({ name: `c${at}`, type: 'String' })), rows });

/** What a reader of the file sees in place of a cell. */
const seen = (cell: Cell) => (cell === null ? '' : String(cell));

describe('a table as CSV', () => {
  test('begins with a byte order mark and a header line, and ends every line with CRLF', () => {
    expect(csv([1, 'Sở Y tế'], [null, true])).toBe('\uFEFFc0,c1\r\n1,Sở Y tế\r\n,true\r\n');
  });

  test('quotes what would break it, and tells an empty text from no value', () => {
    expect(csv(['a,b', 'say "x"', 'two\nlines', ' near', '', null])).toBe(
      '\uFEFFc0,c1,c2,c3,c4,c5\r\n"a,b","say ""x""","two\nlines"," near","",\r\n',
    );
  });

  test.each(['=1+1', '+84', '-5.2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '－1', '\u00a0@x'])(
    'defuses the text %j',
    (text) => {
      expect(read(csv([text]))[1]).toEqual([`'${text}`]);
    },
  );

  test.each(["'=1", 'a=1', '1-2', 'Quận Ba Đình', '(=1)', ''])('leaves the text %j alone', (text) => {
    expect(read(csv([text, 'x']))[1]).toEqual([text, 'x']);
  });

  test('is refused beyond ten million characters', () => {
    const long = 'x'.repeat(1_000_000);
    expect(csv(...Array.from({ length: 9 }, () => [long]))).toHaveLength(1 + 4 + 9 * 1_000_002);
    expect(() => csv(...Array.from({ length: 10 }, () => [long]))).toThrow(
      expect.objectContaining({ code: 'TABLE_TOO_LARGE', message: expect.stringContaining('10,000,000 characters') }),
    );
  });

  test('never touches a number, and rounds none', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (numbers) => {
        const [, row] = read(csv(numbers));
        expect(row?.map(Number)).toEqual(numbers.map((number) => number + 0));
        expect(row?.join()).not.toContain("'");
      }),
    );
  });

  test('is read back cell by cell, whatever stands in it, and no text runs as a formula', () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', ' ', "'", 'ế', '1') }),
    );
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(rows, (cells) => {
        const [, ...back] = read(csv(...cells));
        expect(back).toHaveLength(cells.length);
        for (const [r, row] of cells.entries())
          for (const [c, value] of row.entries()) {
            const text = back[r]?.[c] ?? 'missing';
            expect(typeof value === 'string' ? [value, `'${value}`] : [seen(value)]).toContain(text);
            if (typeof value === 'string') expect(text).not.toMatch(/^\s*[=+\-@]/);
          }
      }),
    );
  });
});

describe('the rows of any answer', () => {
  const schema = buildSchema('type Query { a: [A!] } type A { x: Int b: [B!] y: String } type B { z: Float }');
  const shape = shapeOf(schema, { document: parseQuestion('{ a { x b { z } y } }') });
  const answers = fc.record({
    a: fc.array(
      fc.record({
        x: fc.option(fc.integer()),
        b: fc.option(fc.array(fc.record({ z: fc.option(fc.integer()) }))),
        y: fc.option(fc.string()),
      }),
    ),
  });

  test('are as many as there are innermost elements, and one for each element without any', () => {
    fc.assert(
      fc.property(answers, (data) => {
        const { rows } = tableOf(shape, data);
        expect(rows).toEqual(
          data.a.flatMap(({ x, b, y }) => (b?.length ? b : [{ z: null }]).map(({ z }) => [x, z, y])),
        );
      }),
    );
  });

  test('are the same with errors, which only add a column', () => {
    const path = fc.tuple(fc.constant('a'), fc.nat(3), fc.constantFrom('x', 'b', 'y')).map((parts) => [...parts]);
    fc.assert(
      fc.property(answers, fc.array(path, { minLength: 1 }), (data, paths) => {
        const errors = paths.map((at) => ({ message: `at ${at.join('.')}`, path: at }));
        const table = tableOf(shape, data, errors);
        expect(table.columns.at(-1)?.name).toBe('error');
        expect(table.rows.map((row) => row.slice(0, -1))).toEqual(tableOf(shape, data).rows);
        const told = new Set(table.rows.flatMap((row) => String(row.at(-1) ?? '').split('; ')));
        for (const [, index] of paths)
          if (Number(index) < data.a.length) expect([...told].join()).toContain(`a.${index}.`);
      }),
    );
  });
});
