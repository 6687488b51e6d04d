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

function factorsOf({ areas, indicators, periods, since, items }: Rows, args: Arguments, now: Date): number[] {
  return [
    ...(areas == null ? [] : [areaCount(args, areas)]),
    ...(indicators == null ? [] : [different(args.codes ?? args.indicators) ?? indicators]),
    ...(periods == null ? [] : [different(args.periods) ?? periods]),
    ...(since == null ? [] : [different(args.periods) ?? periodsBetween(args, since, now)]),
    ...(items == null || args.breakdown == null ? [] : [items]),
  ];
}

/** How many different values a list argument has; null where it is not given. */
function different(list: unknown): number | null {
  return Array.isArray(list) ? new Set(list).size : null;
}

function areaCount(args: Arguments, usual: number): number {
  const named = different(args.areas ?? args.codes);
  if (named !== null) return named;
  const { level, on, boundaries } = args;
  if (level == null && on == null) return usual;
  const day = [on, boundaries].find((text) => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text));
  return PLACES.filter(
    (place) => (level == null || place.level === level) && (typeof day !== 'string' || validOn(place, day)),
  ).length;
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
