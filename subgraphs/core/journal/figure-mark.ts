import type { Confidentiality } from '../disclosure/masked.js';
import type { PrintedParts } from '../sample/published.js';

/** Which numbers of a figure are made up, and as what it is withheld, as one small number. */

/** By code: its bits say whether the value, the numerator and the denominator are. */
const PARTS: readonly PrintedParts[] = Array.from({ length: 8 }, (_, code) => ({
  value: (code & 1) > 0,
  numerator: (code & 2) > 0,
  denominator: (code & 4) > 0,
}));

const KINDS: readonly Confidentiality[] = ['F', 'A', 'D'];

export function markOf({ value, numerator, denominator }: PrintedParts, confidentiality: Confidentiality): number {
  return Number(value) + 2 * Number(numerator) + 4 * Number(denominator) + 8 * KINDS.indexOf(confidentiality);
}

export function sampleOf(mark: number): PrintedParts {
  return PARTS[mark & 7] as PrintedParts;
}

export function confidentialityOf(mark: number): Confidentiality {
  return KINDS[mark >> 3] as Confidentiality;
}
