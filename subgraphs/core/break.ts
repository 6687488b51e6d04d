import type { CatalogueIndicator } from './catalogue.js';
import type { Period } from './period.js';

/** What decides which definition of an indicator a figure was counted by. */
type Definitions = Pick<CatalogueIndicator, 'breaks' | 'timeRule'>;

/**
 * True when a figure was counted wholly by the definition that began with a break. A stock is counted on its last day; a
 * flow or a mean that spans the break mixes two definitions, so it belongs to neither.
 */
function liesAfter(p: Period, start: Period, timeRule: Definitions['timeRule']): boolean {
  return (timeRule === 'STOCK' ? p.lastMonth : p.firstMonth) >= start.firstMonth;
}

/**
 * True when the figure of `p` cannot be compared with that of an earlier period: a definition began between them, or
 * in the middle of one of them. The one rule for changes, bases and slipping, so that they never contradict each other.
 */
export function breakBetween(before: Period, p: Period, { breaks, timeRule }: Definitions): boolean {
  return breaks.some((start) => start.firstMonth <= p.lastMonth && !liesAfter(before, start, timeRule));
}

/** True for the first period of its frequency that lies wholly in a new definition. */
export function startsNewDefinition(p: Period, { breaks, timeRule }: Definitions): boolean {
  if (breaks.length === 0) return false;
  const length = p.lastMonth - p.firstMonth + 1;
  const previous = { ...p, firstMonth: p.firstMonth - length, lastMonth: p.lastMonth - length };
  return breaks.some((start) => liesAfter(p, start, timeRule) && !liesAfter(previous, start, timeRule));
}
