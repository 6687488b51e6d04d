import { BadUserInput } from './errors.js';

/** A year, a half-year, a quarter, a month. */
export const FREQUENCIES = ['A', 'S', 'Q', 'M'] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/** A span of whole months in Hanoi's calendar, named in SDMX text: 2023, 2023-S1, 2023-Q2, 2023-06. */
export interface Period {
  readonly text: string;
  readonly frequency: Frequency;
  readonly year: number;
  /** Place within the year, from 1. */
  readonly part: number;
  /** Months since year 0: the first and the last one of the period. */
  readonly firstMonth: number;
  readonly lastMonth: number;
}

const MONTHS: Record<Frequency, number> = { A: 12, S: 6, Q: 3, M: 1 };
const FORM = /^((?:19|20|21)\d{2})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/;

const known = new Map<string, Period>();

/** The period of an SDMX text, or null when the text is none. */
export function parsePeriod(text: string): Period | null {
  const found = known.get(text);
  if (found) return found;
  const match = FORM.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  if (match[2]) return periodOf('S', year, Number(match[2]));
  if (match[3]) return periodOf('Q', year, Number(match[3]));
  if (match[4]) return periodOf('M', year, Number(match[4]));
  return periodOf('A', year, 1);
}

/** The period of an SDMX text given by the project's own files, which were checked when they were read. */
export function period(text: string): Period {
  const found = parsePeriod(text);
  if (!found) throw new Error(`"${text}" is not a period; periods are written 2023, 2023-S1, 2023-Q2 or 2023-06.`);
  return found;
}

/** The period given by a caller in an argument; refused with the argument's name when it is none. */
export function periodArgument(argument: string, text: string): Period {
  const found = parsePeriod(text);
  if (!found) {
    throw new BadUserInput(argument, text, 'a period is written 2023, 2023-S1, 2023-Q2 or 2023-06 (1900 to 2199)');
  }
  return found;
}

/** The period of a frequency by year and part (1 to 12 for months, 1 to 4, 1 to 2, 1). */
export function periodOf(frequency: Frequency, year: number, part: number): Period {
  const y = String(year).padStart(4, '0');
  const text =
    frequency === 'A' ? y : frequency === 'M' ? `${y}-${String(part).padStart(2, '0')}` : `${y}-${frequency}${part}`;
  const found = known.get(text);
  if (found) return found;
  const months = MONTHS[frequency];
  const firstMonth = year * 12 + (part - 1) * months;
  const made: Period = { text, frequency, year, part, firstMonth, lastMonth: firstMonth + months - 1 };
  known.set(text, made);
  return made;
}

/** The period of a frequency that holds a month (months since year 0). */
function periodAt(frequency: Frequency, month: number): Period {
  const year = Math.floor(month / 12);
  return periodOf(frequency, year, Math.floor((month % 12) / MONTHS[frequency]) + 1);
}

/** The first and the last days of months, by the month: each figure is compared with one. */
const firstDays = new Map<number, string>();
const lastDays = new Map<number, string>();

/** The first day of a period: 2023-01-01. */
export function firstDay({ firstMonth }: Period): string {
  const found = firstDays.get(firstMonth);
  if (found !== undefined) return found;
  const made = dayOf(firstMonth, 1);
  firstDays.set(firstMonth, made);
  return made;
}

/** The last day of a period: 2023-06-30. */
export function lastDay({ lastMonth }: Period): string {
  const found = lastDays.get(lastMonth);
  if (found !== undefined) return found;
  const day = new Date(Date.UTC(Math.floor(lastMonth / 12), (lastMonth % 12) + 1, 0)).getUTCDate();
  const made = dayOf(lastMonth, day);
  lastDays.set(lastMonth, made);
  return made;
}

function dayOf(month: number, day: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The same part of the year before (or of `years` before). */
export function yearBefore(p: Period, years = 1): Period {
  return periodOf(p.frequency, p.year - years, p.part);
}

/** The whole periods of a frequency inside the months from..to, ascending. */
export function periodsBetween(frequency: Frequency, from: Period, to: Period): Period[] {
  const periods: Period[] = [];
  let p = periodAt(frequency, from.firstMonth);
  if (p.firstMonth < from.firstMonth) p = periodAt(frequency, p.lastMonth + 1);
  for (; p.lastMonth <= to.lastMonth; p = periodAt(frequency, p.lastMonth + 1)) periods.push(p);
  return periods;
}

/** The parts of a period at a finer frequency (or the period itself), ascending. */
export function partsOf(p: Period, frequency: Frequency): Period[] {
  return periodsBetween(frequency, p, p);
}

/** The version that applies on the last day of a period: the last one that began by then (`from`: 2021-03); null before the first. */
export function inForce<T extends { readonly from: string }>(versions: readonly T[], { lastMonth }: Period): T | null {
  const begun = versions.filter(({ from }) => period(from).firstMonth <= lastMonth);
  return begun.sort((a, b) => (a.from < b.from ? -1 : 1)).at(-1) ?? null;
}

/** Orders by last day; of two that end together the longer one comes last. */
export function comparePeriods(a: Period, b: Period): number {
  return a.lastMonth - b.lastMonth || b.firstMonth - a.firstMonth;
}

/** Today in Hanoi (UTC+7, no summer time): 2023-06-30. */
export function hanoiDay(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** The same by a clock, for what is asked again and again: the text is made once a day. */
export function hanoiCalendar(now: () => Date): () => string {
  let [day, text] = [Number.NaN, ''];
  return () => {
    const at = now();
    const number = Math.floor((at.getTime() + 7 * 3_600_000) / 86_400_000);
    if (number !== day) [day, text] = [number, hanoiDay(at)];
    return text;
  };
}

/** The last period of a frequency that has ended before a day. */
export function lastEnded(frequency: Frequency, day: string): Period {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const current = periodAt(frequency, month);
  return periodAt(frequency, current.firstMonth - 1);
}

/** True when the period has ended before the day. */
export function hasEnded(p: Period, day: string): boolean {
  return lastDay(p) < day;
}
