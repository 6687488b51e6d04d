/** A seeded source of numbers in [0, 1): integer arithmetic only, so the same on every machine. */
export function seeded(key: string): () => number {
  let state = 2166136261;
  for (let i = 0; i < key.length; i++) state = Math.imul(state ^ key.charCodeAt(i), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Splits a whole number by weights into whole numbers that add up to it exactly (largest remainder; of equal remainders
 * the first wins). No part exceeds its cap: what is over goes to the others. Throws when the caps or weights cannot hold
 * the total, because a silent rest would make the city differ from its districts.
 */
export function distribute(total: number, weights: readonly number[], caps?: readonly number[]): number[] {
  const parts = weights.map(() => 0);
  let open = weights.flatMap((weight, i) => (weight > 0 ? [i] : []));
  let rest = total;
  for (let full = overfull(rest, weights, open, caps); full.length > 0; full = overfull(rest, weights, open, caps)) {
    for (const i of full) {
      parts[i] = caps?.[i] ?? 0;
      rest -= parts[i];
    }
    open = open.filter((i) => !full.includes(i));
  }
  if (rest > 0 && open.length === 0) throw new Error(`${total} cannot be split: the caps or weights hold less.`);
  handOut(rest, weights, open, parts);
  return parts;
}

/** Those whose proportional part, rounded up, would exceed the cap. */
function overfull(total: number, weights: readonly number[], open: readonly number[], caps?: readonly number[]) {
  if (!caps) return [];
  const sum = open.reduce((all, i) => all + (weights[i] ?? 0), 0);
  return open.filter((i) => (total * (weights[i] ?? 0)) / sum > (caps[i] ?? 0));
}

function handOut(total: number, weights: readonly number[], open: readonly number[], parts: number[]): void {
  const sum = open.reduce((all, i) => all + (weights[i] ?? 0), 0);
  const exact = open.map((i) => ({ i, quota: (total * (weights[i] ?? 0)) / sum }));
  let left = total;
  for (const { i, quota } of exact) {
    parts[i] = Math.floor(quota);
    left -= parts[i];
  }
  exact.sort((a, b) => (b.quota % 1) - (a.quota % 1) || a.i - b.i);
  for (const { i } of exact.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
}
