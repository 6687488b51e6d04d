import type { Period } from '../core/period.js';

/** A period as DHIS2 writes it: 2023, 2023S1, 2023Q2, 202306. */
export function periodCode(period: Period): string {
  return period.text.replace('-', '');
}
