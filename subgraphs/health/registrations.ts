import { SourceError } from '../core/errors.js';
import type { Submission } from '../core/figure.js';
import { hanoiDay, type Period } from '../core/period.js';
import { isRecord } from './grid.js';
import type { Mapping } from './mapping.js';
import { periodCode } from './period-code.js';

/**
 * Who has completed the data set of a period: the city's own unit stands for the department as a whole. Units that are
 * not mapped (hospitals, commune stations) are left out. A unit with several registrations was complete with the last.
 */
export function submissionsOf(body: unknown, period: Period, mapping: Mapping): Submission[] {
  const areas = new Map([...mapping.units].map(([area, unit]) => [unit, area === 'CITY-01' ? null : area]));
  const days = new Map<string | null, string>();
  for (const registration of listOf(body)) {
    if (!isRecord(registration)) throw unreadable('a registration is no object');
    // Before version 2.27 period and unit are objects.
    const unit = idOf(registration.organisationUnit);
    if (idOf(registration.period) !== periodCode(period)) throw unreadable('a registration of another period');
    const area = areas.get(unit);
    if (area === undefined || registration.completed === false) continue;
    const on = dayOf(registration.date);
    const known = days.get(area);
    if (known === undefined || known < on) days.set(area, on);
  }
  return [...days].map(([area, on]) => ({ area, period: period.text, on }));
}

function listOf(body: unknown): unknown[] {
  if (!isRecord(body)) throw unreadable('the answer is no object');
  // Without any registration DHIS2 answers {}.
  const list: unknown = body.completeDataSetRegistrations ?? [];
  if (!Array.isArray(list)) throw unreadable('the registrations are no list');
  return list;
}

function idOf(value: unknown): string {
  const id: unknown = isRecord(value) ? value.id : value;
  if (typeof id !== 'string') throw unreadable('a registration without period or unit');
  return id;
}

/** The day in Hanoi: of an instant with its offset, or as written where there is none (the server's own calendar). */
function dayOf(date: unknown): string {
  const match = typeof date === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.exec(date) : null;
  const instant = match && new Date(match[2] ? match[0] : `${match[1]}T00:00:00+07:00`);
  if (!instant || Number.isNaN(instant.getTime())) throw unreadable('a registration without a date');
  return hanoiDay(instant);
}

function unreadable(detail: string): SourceError {
  return new SourceError('SOURCE_UNREADABLE', 'health', `completeDataSetRegistrations: ${detail}`);
}
