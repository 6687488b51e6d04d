import { expect, test } from 'vitest';
import { Failures } from '../../gateway/executor/failures.js';

test('a failure at hundreds of thousands of places is listed, and does not fail for want of stack', () => {
  const failures = new Failures({ cut: () => ['list'] });
  const paths = Array.from({ length: 500_000 }, (_, index) => ['list', index, 'unasked']);
  failures.add({ code: 'SOURCE_FAILED', department: 'health' }, paths);
  expect(failures.list().map(({ path }) => path)).toEqual([['list']]);
  expect(failures.explain(['list', 499_999])).toBe(true);
});
