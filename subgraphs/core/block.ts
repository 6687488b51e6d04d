import type { Block } from './figure.js';

/**
 * Joins blocks that differ in one dimension only, so that a source is asked few large questions instead of many small
 * ones, and never for a cell that nobody wants. Thirty profiles of one period become one block of thirty areas.
 */
export function mergeBlocks(blocks: readonly Block[]): Block[] {
  let merged = [...blocks];
  merged = joinBy(
    merged,
    (b) => `${idsOf(b)}|${periodsOf(b)}`,
    (a, b) => ({ ...a, indicators: union(a.indicators, b.indicators) }),
  );
  merged = joinBy(
    merged,
    (b) => `${b.indicators.join()}|${periodsOf(b)}`,
    (a, b) => ({ ...a, areas: union(a.areas, b.areas) }),
  );
  return joinBy(
    merged,
    (b) => `${b.indicators.join()}|${idsOf(b)}`,
    (a, b) => ({ ...a, periods: union(a.periods, b.periods) }),
  );
}

/** Names a block: equal blocks have equal names. */
export function blockKey(block: Block): string {
  return `${block.indicators.join()}|${idsOf(block)}|${periodsOf(block)}`;
}

function idsOf(block: Block): string {
  return block.areas.map((area) => area.id).join();
}

function periodsOf(block: Block): string {
  return block.periods.map((period) => period.text).join();
}

function joinBy(blocks: Block[], key: (block: Block) => string, join: (a: Block, b: Block) => Block): Block[] {
  const joined = new Map<string, Block>();
  for (const block of blocks) {
    const name = key(block);
    const other = joined.get(name);
    joined.set(name, other ? join(other, block) : block);
  }
  return [...joined.values()];
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}
