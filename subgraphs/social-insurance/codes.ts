import type { Period } from '../core/period.js';

/** A period as the source writes it: 2023, 2023H1, 2023Q2, 202306. */
export function periodCode(period: Period): string {
  const year = String(period.year).padStart(4, '0');
  if (period.frequency === 'A') return year;
  if (period.frequency === 'M') return year + String(period.part).padStart(2, '0');
  return `${year}${period.frequency === 'S' ? 'H' : 'Q'}${period.part}`;
}
