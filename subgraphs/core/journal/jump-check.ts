import { breakBetween } from '../break.js';
import type { CatalogueIndicator } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import type { Frequency, Period } from '../period.js';
import { shown } from './checks.js';

/** A value of one area in one period, as it would stand. */
export interface SeriesPoint {
  readonly period: Period;
  readonly figure: SourceFigure & { readonly value: number };
  /** True for a new figure that may still be refused; false for what stands already. */
  readonly isOpen: boolean;
}

const MONTHS: Record<Frequency, number> = { A: 12, S: 6, Q: 3, M: 1 };

/** Fewer units than this make no jump: from 1 to 4 facilities, or 1 of 3 communes, is how small numbers move. */
const FEWEST_UNITS = 10;

/**
 * The open points of a series that jump, each with what is wrong. As few are named as can be: of a series with one spoilt
 * point that point alone, not its neighbours. Where it cannot be told which of several points is wrong, all of them are.
 * Points ascend by period and are of one area, one frequency and, for a seasonal indicator, one part of the year.
 */
export function jumpsOf(points: readonly SeriesPoint[], indicator: CatalogueIndicator): Map<SeriesPoint, string> {
  const jumps = new Map<SeriesPoint, string>();
  if (!indicator.maxJump) return jumps;
  let kept = points;
  while (hasJump(kept, indicator)) {
    const sure = certain(kept, indicator);
    for (const point of kept) if (!sure.has(point)) jumps.set(point, '');
    kept = kept.filter((point) => sure.has(point));
  }
  for (const point of jumps.keys()) jumps.set(point, detailOf(point, kept, points, indicator));
  return jumps;
}

function hasJump(points: readonly SeriesPoint[], indicator: CatalogueIndicator): boolean {
  return points.some((point, i) => {
    const before = points[i - 1];
    return before !== undefined && !agree(before, point, indicator);
  });
}

/**
 * The points that belong to every longest chain of points that agree with the next one: the others are those that are wrong,
 * or may be. What stands already belongs to each chain.
 */
function certain(points: readonly SeriesPoint[], indicator: CatalogueIndicator): Set<SeriesPoint> {
  const reversed = chains([...points].reverse(), (later, earlier) => agree(earlier, later, indicator)).reverse();
  const lengths = chains(points, (earlier, later) => agree(earlier, later, indicator));
  const through = points.map((_, i) => (lengths[i] ?? 0) + (reversed[i] ?? 0) - 1);
  const longest = Math.max(...through);
  const atPlace = new Map<number, number[]>();
  through.forEach((length, i) => {
    if (length !== longest) return;
    const place = lengths[i] ?? 0;
    atPlace.set(place, [...(atPlace.get(place) ?? []), i]);
  });
  const alone = [...atPlace.values()].flatMap((places) => (places.length === 1 ? places : []));
  return new Set(points.filter((point, i) => !point.isOpen || alone.includes(i)));
}

/** For each point the length of the longest chain that ends with it; -Infinity when there is none. */
function chains(points: readonly SeriesPoint[], areNext: (a: SeriesPoint, b: SeriesPoint) => boolean): number[] {
  const lengths: number[] = [];
  points.forEach((point, j) => {
    let best = Number.NEGATIVE_INFINITY;
    let i = j - 1;
    for (; i >= 0; i--) {
      const before = points[i] as SeriesPoint;
      if (areNext(before, point)) best = Math.max(best, lengths[i] ?? 0);
      // A chain passes through everything that stands already.
      if (!before.isOpen) break;
    }
    lengths.push(i < 0 ? Math.max(best, 0) + 1 : best + 1);
  });
  return lengths;
}

/** True when the step between two points is plausible. What stands already is not judged again. */
function agree(before: SeriesPoint, after: SeriesPoint, indicator: CatalogueIndicator): boolean {
  if (!before.isOpen && !after.isOpen) return true;
  return breakBetween(before.period, after.period, indicator) || isPlausible(before, after, indicator);
}

function isPlausible(before: SeriesPoint, after: SeriesPoint, indicator: CatalogueIndicator): boolean {
  const { maxJump } = indicator;
  if (!maxJump) return true;
  const steps = stepsBetween(before.period, after.period, indicator);
  const [a, b] = [before.figure.value, after.figure.value];
  if ('by' in maxJump) {
    const step = Math.abs(a - b);
    return step <= maxJump.by * steps * (1 + 1e-9) || isSmall(step, before, after, indicator);
  }
  const [less, more] = a < b ? [a, b] : [b, a];
  return more < FEWEST_UNITS || more <= less * maxJump.factor ** steps * (1 + 1e-9);
}

/** True when fewer units than count make the step of a rate, were they counted over the larger of its denominators. */
function isSmall(step: number, before: SeriesPoint, after: SeriesPoint, { unit }: CatalogueIndicator): boolean {
  const [a, b] = [before.figure.denominator, after.figure.denominator];
  if (a === null || b === null) return false;
  return (step * Math.max(a, b)) / (unit === 'PERCENT' ? 100 : 1) < FEWEST_UNITS;
}

/**
 * How many largest steps are plausible between two periods: one between neighbours, more across a gap. A stock of a whole
 * year has taken the steps of its parts; a flow or a mean is of the whole period. A seasonal figure is set against years.
 */
function stepsBetween(before: Period, after: Period, { seasonal, timeRule, frequency }: CatalogueIndicator): number {
  const months = after.lastMonth - before.lastMonth;
  if (seasonal) return months / 12;
  return Math.max(1, months / MONTHS[timeRule === 'STOCK' ? frequency : after.frequency]);
}

/** Names the nearest point that it jumps against: of those that are kept, else of those that are refused with it. */
function detailOf(
  point: SeriesPoint,
  kept: readonly SeriesPoint[],
  all: readonly SeriesPoint[],
  indicator: CatalogueIndicator,
): string {
  const other = against(point, kept, indicator) ?? against(point, all, indicator);
  if (!other) return `${shown(point.figure.value)} stands between figures that contradict each other`;
  const [value, there] = [point.figure.value, other.figure.value];
  const came = `${shown(value)} came, ${other.period.text} has ${shown(there)}`;
  const steps = stepsBetween(...ordered(point.period, other.period), indicator);
  const { maxJump } = indicator;
  if (!maxJump) return came;
  return 'by' in maxJump
    ? `${came}: ${shown(Math.abs(value - there))} apart, at most ${shown(maxJump.by * steps)} is plausible`
    : `${came}: at most a factor of ${shown(maxJump.factor ** steps)} is plausible`;
}

function against(
  point: SeriesPoint,
  points: readonly SeriesPoint[],
  indicator: CatalogueIndicator,
): SeriesPoint | undefined {
  const before = points.findLast(({ period }) => period.lastMonth < point.period.lastMonth);
  const after = points.find(({ period }) => period.lastMonth > point.period.lastMonth);
  if (before && !agree(before, point, indicator)) return before;
  return after && !agree(point, after, indicator) ? after : undefined;
}

function ordered(a: Period, b: Period): [Period, Period] {
  return a.lastMonth < b.lastMonth ? [a, b] : [b, a];
}
