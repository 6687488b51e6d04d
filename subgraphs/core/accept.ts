import { startsNewDefinition } from './break.js';
import type { Catalogue } from './catalogue.js';
import type { SourceFigure } from './figure.js';
import type { Accept, Figure } from './loader.js';
import { period } from './period.js';
import type { PrintedParts } from './sample/published.js';

const NONE = { value: false, numerator: false, denominator: false } as const;

function madeUp({ value, numerator, denominator }: PrintedParts): Figure['sample'] {
  return { value: !value, numerator: !numerator, denominator: !denominator };
}

/**
 * Marks what arrives: `sample` unless it was published exactly so or the source is a real one, and status B on the first
 * figure of each new definition of the catalogue.
 */
export function acceptFrom(
  catalogue: Catalogue,
  sample: boolean,
  printedParts: (figure: SourceFigure) => PrintedParts,
): Accept {
  return (figure, retrievedAt) => {
    const indicator = catalogue.get(figure.indicator);
    const first = figure.status === 'A' && indicator && startsNewDefinition(period(figure.period), indicator);
    return {
      ...figure,
      status: first ? 'B' : figure.status,
      sample: sample ? madeUp(printedParts(figure)) : NONE,
      retrievedAt,
    };
  };
}
