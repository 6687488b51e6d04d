import { areasOn, CITY } from '../../../schema/areas/areas.js';
import { lastDay, type Period, partsOf } from '../../core/period.js';

/** A report of the sample: area id, period and the day it came in. */
export interface SampleSubmission {
  readonly area: string;
  readonly period: string;
  readonly on: string;
}

/**
 * When the districts handed in their figures: 2 to 12 days after the period, now and then one that is late, and one that
 * never reported a half-year. The city's report comes with the last one. Until the districts' last half-year; then the
 * city reports alone.
 */
export function submissionsOf(periods: readonly Period[], lastDistricts: string): SampleSubmission[] {
  return periods.flatMap((p) => {
    const half = partsOf(p, 'S').at(-1)?.text ?? p.text;
    const reports = half > lastDistricts ? [] : districtReports(p);
    const last = reports.map((report) => report.on).reduce((a, b) => (a > b ? a : b), dayAfter(p, 10));
    return [...reports, { area: CITY.id, period: p.text, on: last }];
  });
}

function districtReports(p: Period): SampleSubmission[] {
  return areasOn('DISTRICT', lastDay(p)).flatMap(({ id, code }) => {
    const spread = (Number(code) * 31 + p.lastMonth * 17) % 61;
    if (spread === 13 && p.frequency === 'S') return [];
    return [{ area: id, period: p.text, on: dayAfter(p, spread === 7 ? 24 : 2 + (spread % 11)) }];
  });
}

function dayAfter(p: Period, days: number): string {
  return new Date(Date.parse(lastDay(p)) + days * 86_400_000).toISOString().slice(0, 10);
}
