import { lastDay, type Period, period } from '../core/period.js';

/** The last year of the programme, at whose end every target falls due. */
export const PROGRAMME_END: Period = period('2025');

/**
 * The share of the way from base to target that the latest figure has covered: 0 at the base, 1 at the target, not
 * capped. Null when base and target are the same, for then there is no way.
 */
export function shareOfWay(latest: number, base: number, target: number): number | null {
  if (target === base) return null;
  return (latest - base) / (target - base) + 0;
}

/** The share of the time from the base's last day to the programme's end that is gone at the latest's, by days, 0 to 1. */
export function shareOfTime(latest: Period, base: Period): number {
  const whole = daysBetween(base, PROGRAMME_END);
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, daysBetween(base, latest) / whole));
}

/** Days from the last day of one period to that of another. */
export function daysBetween(from: Period, to: Period): number {
  return (Date.parse(lastDay(to)) - Date.parse(lastDay(from))) / 86_400_000;
}

/** Years from a period's last day to the programme's end; 0 when none are left. */
export function yearsLeft(latest: Period): number {
  return Math.max(0, PROGRAMME_END.lastMonth - latest.lastMonth) / 12;
}
