import type { CatalogueIndicator } from './catalogue.js';
import type { Period } from './period.js';

/** What decides which definition of an indicator a figure was counted by. */
type Definitions = Pick<CatalogueIndicator, 'breaks' | 'timeRule'>;

/**
 * True when a figure was counted wholly by the definition that began with a break. A stock is counted on its last day; a
 * flow or a mean that spans the break mixes two definitions, so it belongs to neither.
 */
function liesAfter(p: Period, start: Period, timeRule: Definitions['timeRule']): boolean {
  return decidingMonth(p, timeRule) >= start.firstMonth;
}

function decidingMonth({ firstMonth, lastMonth }: Period, timeRule: Definitions['timeRule']): number {
  return timeRule === 'STOCK' ? lastMonth : firstMonth;
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
  const month = decidingMonth(p, timeRule);
  return breaks.some(({ firstMonth }) => firstMonth <= month && firstMonth > month - length);
}
