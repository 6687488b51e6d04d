import { AREAS, type Area, validOn } from '../../schema/areas/areas.js';
import { GROUPS } from '../../schema/areas/groups.js';

/** What the SDL says of a list's length, by `@listSize` and `@rows`. */
export interface ListSize {
  readonly assumedSize: number | null;
  /** Arguments that say how long the list is at most. */
  readonly slicingArguments: readonly string[];
  readonly rows: Rows | null;
}

/** What multiplies to the length of a list, with how many there are where the question does not say. */
export interface Rows {
  readonly areas?: number | null;
  readonly indicators?: number | null;
  readonly periods?: number | null;
  /** The first year, where all periods up to now are listed. */
  readonly since?: number | null;
  readonly items?: number | null;
}

type Arguments = Readonly<Record<string, unknown>>;

/** A list of which nothing is said. */
const UNKNOWN = 10;

const PLACES: readonly Area[] = [...AREAS, ...GROUPS];
const MONTHS: Readonly<Record<string, number>> = { A: 12, S: 6, Q: 3, M: 1 };
const PERIOD = /^(\d{4})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** The arguments that a list with `@rows` is narrowed by. */
export const NARROWING: Readonly<Record<keyof Rows, readonly string[]>> = {
  areas: ['areas', 'codes', 'level'],
  indicators: ['codes', 'indicators'],
  periods: ['periods'],
  since: ['periods', 'from', 'to', 'frequency'],
  items: [],
};

/** How many entries a list has at most, as far as its arguments tell; `now` is until when figures are listed. */
export function lengthOf({ assumedSize, slicingArguments, rows }: ListSize, args: Arguments, now: Date): number {
  const sliced = slicingArguments.flatMap((name) => (typeof args[name] === 'number' ? [args[name]] : []));
  if (sliced.length > 0) return Math.max(0, ...sliced);
  if (!rows) return assumedSize ?? UNKNOWN;
  const product = factorsOf(rows, args, now).reduce((all, factor) => all * factor, 1);
  return Math.min(product, assumedSize ?? Number.POSITIVE_INFINITY);
}

function factorsOf(rows: Rows, args: Arguments, now: Date): number[] {
  const { areas, indicators, periods, since, items } = rows;
  return [
    ...(standingRows(rows, args, now) ?? [
      ...(areas == null ? [] : [areaCount(args, areas)]),
      ...(periods == null ? [] : [different(args.periods) ?? periods]),
      ...(since == null ? [] : [different(args.periods) ?? periodsBetween(args, since, now)]),
    ]),
    ...(indicators == null ? [] : [different(args.codes ?? args.indicators) ?? indicators]),
    ...(items == null || args.breakdown == null ? [] : [items]),
  ];
}

/**
 * Areas times periods where a whole level is asked in periods that are known: it lists the areas that stood at the end of
 * each, of the 526 communes of old and the 126 of today never both. Null where it is not so.
 */
function standingRows({ areas, periods, since }: Rows, args: Arguments, now: Date): [number] | null {
  const isWholeLevel = areas != null && args.level != null && (args.areas ?? args.codes) == null;
  if (!isWholeLevel || dayOf(args) !== null || (periods == null && since == null)) return null;
  const named = Array.isArray(args.periods) ? [...new Set(args.periods)] : null;
  const ends = named?.flatMap((text) => monthsOf(text)?.last ?? []) ?? (periods == null ? null : [lastHalfYear(now)]);
  return ends && [ends.reduce((rows, month) => rows + standing(args.level, lastDayOf(month)), 0)];
}

/** The last month of the half-year that ended last in Hanoi, since year 0. */
function lastHalfYear(now: Date): number {
  const there = new Date(now.getTime() + 7 * 3_600_000);
  return there.getUTCFullYear() * 12 + (there.getUTCMonth() < 6 ? 0 : 6) - 1;
}

function lastDayOf(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
}

function standing(level: unknown, day: string | null): number {
  return PLACES.filter((place) => (level == null || place.level === level) && (day === null || validOn(place, day)))
    .length;
}

/** How many different values a list argument has; null where it is not given. */
function different(list: unknown): number | null {
  return Array.isArray(list) ? new Set(list).size : null;
}

function areaCount(args: Arguments, usual: number): number {
  const named = different(args.areas ?? args.codes);
  if (named !== null) return named;
  if (args.level == null && args.on == null) return usual;
  return standing(args.level, dayOf(args));
}

/** The day whose areas are listed, where the question names one. */
function dayOf({ on, boundaries }: Arguments): string | null {
  const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text);
  return [on, boundaries].find(isDay) ?? null;
}

function periodsBetween({ from, to, frequency }: Arguments, since: number, now: Date): number {
  const first = monthsOf(from)?.first ?? since * 12;
  const last = monthsOf(to)?.last ?? now.getUTCFullYear() * 12 + 11;
  const each = (typeof frequency === 'string' ? MONTHS[frequency] : undefined) ?? 1;
  return Math.max(1, Math.ceil((last - first + 1) / each));
}

/** The first and the last month of a period, since year 0; null for what is no period, which its owner will refuse. */
function monthsOf(text: unknown): { readonly first: number; readonly last: number } | null {
  const found = typeof text === 'string' ? PERIOD.exec(text) : null;
  if (!found) return null;
  const [, year, half, quarter, month] = found;
  const start = Number(year) * 12;
  const part = (number: string, months: number) => {
    const first = start + (Number(number) - 1) * months;
    return { first, last: first + months - 1 };
  };
  if (half) return part(half, 6);
  if (quarter) return part(quarter, 3);
  return month ? part(month, 1) : { first: start, last: start + 11 };
}
