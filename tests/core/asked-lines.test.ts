import { expect, test } from 'vitest';
import { note } from '../../subgraphs/core/asked-lines.js';

test('of what a sandbox was asked the last ten thousand lines are kept, however long it runs', () => {
  const lines: string[] = [];
  for (let i = 0; i < 50_000; i += 1) note(lines, `line ${i}`);
  expect(lines.length).toBeGreaterThanOrEqual(10_000);
  expect(lines.length).toBeLessThanOrEqual(11_000);
  expect([lines.at(-10_000), lines.at(-1)]).toEqual(['line 40000', 'line 49999']);
});

test('nothing is dropped below that, so that lines can be counted before and after a question', () => {
  const lines: string[] = [];
  for (let i = 0; i < 10_000; i += 1) note(lines, 'line');
  expect(lines).toHaveLength(10_000);
});
