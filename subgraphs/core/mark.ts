import type { SourceFigure } from './figure.js';
import type { Mark } from './journal/served.js';
import type { PrintedParts } from './sample/published.js';

const NONE: PrintedParts = { value: false, numerator: false, denominator: false };

/** Marks as `sample` which numbers of a recorded figure are made up: all that were not printed exactly so. */
export function markFrom(sample: boolean, printedParts: (figure: SourceFigure) => PrintedParts): Mark {
  return (vintage) => {
    if (!sample) return { ...vintage, sample: NONE, confidentiality: 'F' };
    const { value, numerator, denominator } = printedParts(vintage);
    const sampled = { value: !value, numerator: !numerator, denominator: !denominator };
    return { ...vintage, sample: sampled, confidentiality: 'F' };
  };
}
