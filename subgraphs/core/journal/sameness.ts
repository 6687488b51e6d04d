import type { SourceFigure } from '../figure.js';
import { parsePeriod } from '../period.js';

/** What makes a vintage: a figure that merely moved to another place in its source is no new one. */
export function sameFigure(a: SourceFigure, b: SourceFigure): boolean {
  return (
    sameNumbers(a, b) && a.note === b.note && a.document === b.document && sameInstant(a.publishedAt, b.publishedAt)
  );
}

/** True when nothing that a check of numbers looks at differs: then what was decided of one figure holds for the other. */
export function sameNumbers(a: SourceFigure, b: SourceFigure): boolean {
  return (
    sameNumber(a.value, b.value) &&
    sameNumber(a.numerator, b.numerator) &&
    sameNumber(a.denominator, b.denominator) &&
    a.status === b.status &&
    a.reason === b.reason
  );
}

/** What is no number at all comes back from the database as null. */
function sameNumber(a: number | null, b: number | null): boolean {
  return a === b || !(Number.isFinite(a) || Number.isFinite(b));
}

/** One instant can be written with and without milliseconds. */
function sameInstant(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));
}

/** Orders figures of one indicator and frequency by area id, then by period; those of one cell in an order of their own. */
export function compareCells(a: SourceFigure, b: SourceFigure): number {
  if (a.area !== b.area) return a.area < b.area ? -1 : 1;
  const months = lastMonth(a) - lastMonth(b);
  return months === 0 ? compareTexts(JSON.stringify(a), JSON.stringify(b)) : months;
}

function lastMonth(figure: SourceFigure): number {
  return parsePeriod(figure.period)?.lastMonth ?? 0;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
