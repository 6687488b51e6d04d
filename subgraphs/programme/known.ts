import { firstDay, type Period } from '../core/period.js';
import type { Definitions } from './definitions.js';

/**
 * What of the definitions can have been known on a day in Hanoi: what was published, issued or given later is left out, and
 * where no such day is given, what speaks of a period that began later. What is not known to be later stays.
 */
export function knownOn(day: string, definitions: Definitions): Definitions {
  // A month or a year sorts before its days, so one that is not known more exactly is known from its first day on.
  const isKnown = (on: string | null, period: Period) => (on ?? firstDay(period)) <= day;
  const reports = definitions.reports.filter(({ published, period }) => isKnown(published, period));
  return {
    ...definitions,
    reports,
    declarations: definitions.declarations.filter(({ report }) => reports.includes(report)),
    documents: definitions.documents.filter(({ issuedOn, period }) => isKnown(issuedOn, period)),
    tasks: definitions.tasks.filter(({ given, period }) => isKnown(given, period)),
    difficulties: definitions.difficulties.filter(({ period }) => isKnown(null, period)),
    practices: definitions.practices.filter(({ period }) => isKnown(null, period)),
  };
}
