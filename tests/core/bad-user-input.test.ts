import { expect, test } from 'vitest';
import { BadUserInput } from '../../subgraphs/core/errors.js';

test('a refused argument is repeated in the refusal, a long one not in full', () => {
  expect(new BadUserInput('first', 0, 'at least 1').message).toBe('Argument "first": 0 cannot be used; at least 1.');
  expect(new BadUserInput('first', undefined, 'at least 1').message).toContain('undefined cannot be used');
  const { message } = new BadUserInput('codes', 'x'.repeat(90_000), 'a code of the catalogue');
  expect(message).toMatch(/^Argument "codes": "x{199}… cannot be used; a code of the catalogue\.$/);
});
