import type { SourceFigure } from './figure.js';
import type { Mark } from './journal/served.js';
import type { PrintedParts } from './sample/published.js';

const NONE: PrintedParts = { value: false, numerator: false, denominator: false };

/** Marks as `sample` which numbers of a recorded figure are made up: all that were not printed exactly so. */
export function markFrom(sample: boolean, printedParts: (figure: SourceFigure) => PrintedParts): Mark {
  return (vintage) => {
    if (!sample) return NONE;
    const { value, numerator, denominator } = printedParts(vintage);
    return { value: !value, numerator: !numerator, denominator: !denominator };
  };
}
