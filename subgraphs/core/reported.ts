import { type Area, partsOfCity } from '../../schema/areas/areas.js';
import type { Submission } from './figure.js';
import { lastDay, type Period } from './period.js';

/** Who has reported for a period, as the graph's type of that name resolves it. */
export interface Reported {
  readonly period: string;
  readonly due: string;
  readonly on: string | null;
  readonly late: boolean;
  readonly reports: readonly { readonly area: Area; readonly on: string | null; readonly late: boolean }[];
}

/**
 * Judges the submissions of a period. A department that reports by area is complete when its last area has reported; a report
 * is late when it came after the due day, or has not come and the due day is over.
 */
export function reportedOf(p: Period, submissions: readonly Submission[], dueDays: number, today: string): Reported {
  const due = addDays(lastDay(p), dueDays);
  const late = (on: string | null) => (on === null ? today > due : on > due);
  const byArea = new Map(submissions.flatMap((s) => (s.area === null ? [] : [[s.area, s.on] as const])));
  const whole = submissions.find((s) => s.area === null)?.on ?? null;
  const reports = expectedAreas(p, byArea).map((area) => {
    const on = byArea.get(area.id) ?? null;
    return { area, on, late: late(on) };
  });
  const complete = reports.length > 0 && reports.every((r) => r.on !== null);
  const last = complete ? reports.map((r) => r.on ?? '').reduce((a, b) => (a > b ? a : b)) : null;
  const on = whole ?? last;
  return { period: p.text, due, on, late: late(on), reports };
}

/** What the city was divided into on the period's last day, for a department that has reports by area, else none. */
function expectedAreas(p: Period, byArea: ReadonlyMap<string, string>): readonly Area[] {
  const parts = partsOfCity(lastDay(p));
  return parts.some(({ id }) => byArea.has(id)) ? parts : [];
}

/** The day that comes so many days after another one. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
