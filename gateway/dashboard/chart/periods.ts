/** The months that a period covers, counted from year 0: from the first to before `to`. */
export interface Months {
  readonly from: number;
  readonly to: number;
}

/** The months of a period as SDMX writes it: 2023, 2023-S1, 2023-Q2, 2023-06. Throws for anything else. */
export function monthsOf(period: string): Months {
  const found = /^(\d{4})(?:-(?:S([12])|Q([1-4])|(\d{2})))?$/.exec(period);
  if (!found) throw new Error(`"${period}" is no period.`);
  const [, year, half, quarter, month] = found;
  const start = Number(year) * 12;
  if (half) return span(start + (Number(half) - 1) * 6, 6);
  if (quarter) return span(start + (Number(quarter) - 1) * 3, 3);
  if (month) return span(start + Number(month) - 1, 1);
  return span(start, 12);
}

function span(from: number, length: number): Months {
  return { from, to: from + length };
}

/** The last day of a period: 2023-06-30. */
export function lastDayOf(period: string): string {
  const { to } = monthsOf(period);
  return new Date(Date.UTC(Math.floor(to / 12), to % 12, 0)).toISOString().slice(0, 10);
}

/** The day after a day. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Today in Hanoi. */
export function todayInHanoi(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(now);
}

/** The half-years of some years that have ended by a day, ascending. */
export function halfYears(startYear: number, endYear: number, today: string): string[] {
  const years = Array.from({ length: endYear - startYear + 1 }, (_, index) => startYear + index);
  return years.flatMap((year) => [`${year}-S1`, `${year}-S2`]).filter((period) => lastDayOf(period) < today);
}

/**
 * The period in which figures of areas are asked for where people chose a half-year: the half-year itself, or the last
 * whole year that has ended by then where the indicator has figures of years alone.
 */
export function areaPeriodOf(halfYear: string, frequency: string): string {
  if (frequency !== 'A') return halfYear;
  const [year, half] = halfYear.split('-');
  return half === 'S2' ? String(year) : String(Number(year) - 1);
}
