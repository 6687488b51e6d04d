import { type Period, parsePeriod, periodOf } from '../core/period.js';
import type { PeriodForm } from './mapping.js';

/** A period as the database writes it; null when it has no figures of such a period. */
export function periodThere(p: Period, form: PeriodForm): string | null {
  if (form === 'calendar') return p.text;
  return p.frequency === 'A' ? `${p.year}-${p.year + 1}` : null;
}

/** The period that the database means; null when it is none. A school year is reported as the year that it opens in. */
export function periodHere(text: string, form: PeriodForm): Period | null {
  if (form === 'calendar') return parsePeriod(text);
  const [, from, to] = /^(\d{4})-(\d{4})$/.exec(text) ?? [];
  return from !== undefined && Number(to) === Number(from) + 1 ? periodOf('A', Number(from), 1) : null;
}
