import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../../gateway/writing/pieces.js';
import { WrittenList } from '../../../schema/written-list.js';

const whole = (value: unknown) => Buffer.concat([...jsonPieces(value)]).toString();

test('the pieces together are the text that JSON.stringify makes', () => {
  const leaf = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.constant(undefined), fc.date());
  const row = fc.dictionary(fc.string(), leaf, { maxKeys: 3 });
  const rows = fc.array(fc.oneof(leaf, row), { maxLength: 80 });
  const value = fc.oneof(leaf, rows, fc.dictionary(fc.string(), fc.oneof(leaf, rows, row), { maxKeys: 4 }));
  fc.assert(
    fc.property(value, (one) => {
      fc.pre(one !== undefined);
      expect(whole({ one })).toBe(JSON.stringify({ one }));
      expect(whole([one, one])).toBe(JSON.stringify([one, one]));
    }),
    { numRuns: 200 },
  );
});

test('a long list comes in pieces of about the same length', () => {
  const rows = Array.from({ length: 20_000 }, (_, number) => ({ number, name: `row ${number}` }));
  const pieces = [...jsonPieces({ data: { rows } })];
  expect(Buffer.concat(pieces).toString()).toBe(JSON.stringify({ data: { rows } }));
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(80_000);
});

test('lists that are text already are let go behind the last piece, which holds none of their memory', () => {
  let held = 0;
  const lists = Array.from({ length: 3 }, () => {
    const list = new WrittenList();
    for (let i = 0; i < 4; i++) {
      const bytes = Buffer.from(`,"${'x'.repeat(20_000)}"`);
      const letGo = () => {
        bytes.fill('!');
        held -= 1;
      };
      list.add(bytes, { letGo });
      held += 1;
    }
    return list;
  });
  const value = { first: lists[0], others: [lists[1], { again: lists[0], last: lists[2] }] };
  const expected = JSON.stringify(value);
  const pieces = jsonPieces(value);
  const made: Buffer[] = [];
  for (const piece of pieces) {
    made.push(piece);
    expect(held).toBe(12);
  }
  expect(made.length).toBeGreaterThan(5);
  expect(held).toBe(0);
  expect(Buffer.concat(made).toString()).toBe(expected);
});

test('lists that are text already are let go where nobody takes the rest', () => {
  let held = 1;
  const list = new WrittenList();
  list.add(Buffer.from(`,"${'x'.repeat(100_000)}"`), { letGo: () => (held -= 1) });
  for (const piece of jsonPieces([list, list, list])) {
    expect([piece.length > 0, held]).toEqual([true, 1]);
    break;
  }
  expect(held).toBe(0);
});
