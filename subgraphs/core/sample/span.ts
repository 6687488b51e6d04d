import { type Frequency, lastDay, type Period, period } from '../period.js';

/** The first and the last year of the sample. */
export const FIRST_YEAR: Period = period('2020');
export const LAST_YEAR: Period = period('2025');

/** The last month (counted from year 0) in which the city had districts. */
export const LAST_DISTRICT_MONTH: number = period('2025-06').lastMonth;

/** Days from a period's end to its publication. */
const PUBLICATION_DAYS: Record<Frequency, number> = { M: 12, Q: 15, S: 18, A: 24 };

/** When the sample's figures about a period were published: nine in the morning in Hanoi, some days after its end. */
export function publishedAt(period: Period): string {
  const end = Date.parse(`${lastDay(period)}T02:00:00Z`);
  return new Date(end + PUBLICATION_DAYS[period.frequency] * 86_400_000).toISOString();
}
