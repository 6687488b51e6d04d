import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../../gateway/writing/pieces.js';

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
