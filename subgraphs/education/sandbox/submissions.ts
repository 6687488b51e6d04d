import { CITY, partsOfCity } from '../../../schema/areas/areas.js';
import { lastDay, type Period } from '../../core/period.js';

/** A report of the sample: area id, period and the day it came in. */
export interface SampleSubmission {
  readonly area: string;
  readonly period: string;
  readonly on: string;
}

/**
 * When the districts, and since July 2025 the communes, handed in their figures: 2 to 12 days after the period, now and then
 * one that is late, and one that never reported a half-year. The city's report comes with the last one.
 */
export function submissionsOf(periods: readonly Period[]): SampleSubmission[] {
  return periods.flatMap((p) => {
    const reports = partReports(p);
    const last = reports.map((report) => report.on).reduce((a, b) => (a > b ? a : b), dayAfter(p, 10));
    return [...reports, { area: CITY.id, period: p.text, on: last }];
  });
}

function partReports(p: Period): SampleSubmission[] {
  return partsOfCity(lastDay(p)).flatMap(({ id, code }) => {
    const spread = (Number(code) * 31 + p.lastMonth * 17) % 61;
    if (spread === 13 && p.frequency === 'S') return [];
    return [{ area: id, period: p.text, on: dayAfter(p, spread === 7 ? 24 : 2 + (spread % 11)) }];
  });
}

function dayAfter(p: Period, days: number): string {
  return new Date(Date.parse(lastDay(p)) + days * 86_400_000).toISOString().slice(0, 10);
}
