import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AREAS } from '../../schema/areas/areas.js';
import { blockKey, mergeBlocks } from '../../subgraphs/core/block.js';
import type { Block } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';

const someOf = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const anyBlock: fc.Arbitrary<Block> = fc.record({
  indicators: someOf(['A', 'B', 'C']),
  areas: someOf(AREAS.slice(0, 4)),
  periods: someOf(['2022', '2023', '2023-S1'].map(period)),
});

function cells(blocks: readonly Block[]): Set<string> {
  return new Set(
    blocks.flatMap((b) =>
      b.indicators.flatMap((i) => b.areas.flatMap((a) => b.periods.map((p) => `${i} ${a.id} ${p.text}`))),
    ),
  );
}

test('merged blocks ask for exactly the cells of the blocks, in no more blocks', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 12 }), (blocks) => {
      const merged = mergeBlocks(blocks);
      expect(cells(merged)).toEqual(cells(blocks));
      expect(merged.length).toBeLessThanOrEqual(blocks.length);
    }),
  );
});

test('the profiles of thirty districts with three fields each become one block', () => {
  const blocks = AREAS.slice(1).flatMap((area) =>
    ['A', 'B', 'C'].map((indicator): Block => ({ indicators: [indicator], areas: [area], periods: [period('2023')] })),
  );
  expect(mergeBlocks(blocks)).toHaveLength(1);
});

test('equal blocks have equal names, others do not', () => {
  fc.assert(
    fc.property(anyBlock, anyBlock, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(blockKey(a) === blockKey(b)).toBe(same);
    }),
  );
});
