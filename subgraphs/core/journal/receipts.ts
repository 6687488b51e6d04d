import type { Receipt } from './contract.js';

/** The receipt of a question that brought nothing to record. */
export function emptyReceipt(position: number, at: string): Receipt {
  return { position, at, slices: [], taken: 0, withdrawn: 0, unchanged: 0, refused: 0 };
}

/** What several questions came to together: up to the last of them, at the time of the first. */
export function joinReceipts(receipts: readonly Receipt[], none: Receipt): Receipt {
  const [first = none, ...others] = receipts;
  return others.reduce(
    (a, b) => ({
      position: Math.max(a.position, b.position),
      at: a.at < b.at ? a.at : b.at,
      slices: [...a.slices, ...b.slices],
      taken: a.taken + b.taken,
      withdrawn: a.withdrawn + b.withdrawn,
      unchanged: a.unchanged + b.unchanged,
      refused: a.refused + b.refused,
    }),
    first,
  );
}
