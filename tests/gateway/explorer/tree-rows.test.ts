import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allKeys, openedAtFirst, rowsOf } from '../../../gateway/explorer/answer/tree-rows.js';

const DATA = { programme: { name: 'P', indicators: [{ code: 'A' }, { code: 'B' }], none: null } };

const lines = (open: Iterable<string>) =>
  rowsOf(DATA, new Set(open)).map(({ depth, name, size }) => `${depth} ${name}${size === null ? '' : ` (${size})`}`);

describe('the tree of an answer', () => {
  test('shows what is in open lines alone', () => {
    expect(lines([])).toEqual(['1 programme (3)']);
    expect(lines(['programme'])).toEqual(['1 programme (3)', '2 name', '2 indicators (2)', '2 none']);
    expect(lines(['programme', 'programme/indicators', 'programme/indicators/1']).slice(2, 6)).toEqual([
      '2 indicators (2)',
      '3 0 (1)',
      '3 1 (1)',
      '4 code',
    ]);
  });

  test('does not show what lies in a closed line, open as it may be itself', () => {
    expect(lines(['programme/indicators'])).toEqual(['1 programme (3)']);
  });

  test('says of each line its place among its siblings and to whom it belongs', () => {
    const [, , indicators] = rowsOf(DATA, new Set(['programme']));
    expect(indicators).toMatchObject({ parent: 'programme', position: 2, siblings: 3, open: false });
  });

  test('is open at first as far as its lines fit, and always below the top, where a long list is its outline', () => {
    expect(openedAtFirst(DATA, 100)).toEqual(allKeys(DATA));
    expect([...openedAtFirst(DATA, 4)]).toEqual(['programme']);
    const long = { list: Array.from({ length: 4000 }, (_, at) => ({ at })) };
    expect([...openedAtFirst(long, 400)]).toEqual(['list']);
  });

  test('shows every value once when all is open', () => {
    const count = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? Object.values(value).reduce<number>((sum, inner) => sum + 1 + count(inner), 0)
        : 0;
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue({ maxDepth: 4 })), (data) => {
        const rows = rowsOf(data, allKeys(data));
        expect(rows.length).toBe(count(data));
      }),
    );
  });
});
