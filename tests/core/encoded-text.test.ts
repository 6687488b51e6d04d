import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextEncoding } from '../../subgraphs/encoded-text.js';

test('texts of any length are encoded as UTF-8, and what was given out stays as it is', () => {
  const encoding = new TextEncoding();
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', '"', 'ộ', 'đ', '🙂', '\ud800', '\u0000'), maxLength: 300 }),
  );
  fc.assert(
    fc.property(texts, (given) => {
      const made = given.map((text) => encoding.bytesOf(text));
      expect(made.map((bytes) => bytes.toString('hex'))).toEqual(
        given.map((text) => Buffer.from(text).toString('hex')),
      );
    }),
  );
});

test.each([262_144, 262_145])('a text of %i characters of three bytes each', (length) => {
  const text = 'ộ'.repeat(length);
  expect(new TextEncoding().bytesOf(text).equals(Buffer.from(text))).toBe(true);
});
