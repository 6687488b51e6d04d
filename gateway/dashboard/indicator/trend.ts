import { type Months, monthsOf } from '../chart/periods.js';
import { roundStep, ticksOf } from '../chart/scale.js';
import type { Status, TargetValue } from '../chart/types.js';

/** A figure of the city, as far as it is drawn. */
export interface Figure {
  readonly period: string;
  readonly value: number | null;
  readonly status: Status;
  readonly class: { readonly from: number; readonly to: number } | null;
}

/** A figure that may come, with the interval of 80 %. */
export interface Projected {
  readonly period: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface TargetVersion extends TargetValue {
  /** The first month in which it is in force. */
  readonly from: string;
}

/** A target over the months in which it is in force. */
export interface TargetStep extends Months {
  readonly low: number;
  readonly high: number;
  /** The version after it withdraws the target. */
  readonly withdrawnAfter: boolean;
}

/** All that a chart of one indicator shows. */
export interface Trend {
  readonly figures: readonly Figure[];
  readonly projected: readonly Projected[];
  readonly steps: readonly TargetStep[];
  /** First months of new definitions, within the time shown. */
  readonly breaks: readonly number[];
  readonly time: Months;
  readonly ticks: readonly number[];
}

export interface TrendParts {
  readonly figures: readonly Figure[];
  readonly projected: readonly Projected[];
  readonly targets: readonly TargetVersion[];
  readonly breaks: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** What a chart shows, from what the graph says. Null when there is nothing that could be drawn. */
export function trendOf({ figures, projected, targets, breaks, minimum, maximum }: TrendParts): Trend | null {
  const spans = [...figures, ...projected].map(({ period }) => monthsOf(period));
  if (spans.length === 0) return null;
  const time = { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
  const steps = stepsOf(targets, time);
  const values = [
    ...figures.flatMap((figure) => (figure.class ? [figure.class.from, figure.class.to] : (figure.value ?? []))),
    ...projected.flatMap(({ low, high }) => [low, high]),
    ...steps.flatMap(({ low, high }) => [low, high]),
  ];
  const months = breaks.map((month) => monthsOf(month).from).filter((month) => month > time.from && month < time.to);
  return { figures, projected, steps, breaks: months, time, ticks: valueTicks(values, minimum, maximum) };
}

/** The versions of a target as steps, cut to the time shown. */
function stepsOf(targets: readonly TargetVersion[], time: Months): TargetStep[] {
  return targets.flatMap(({ from, value, upper, withdrawn }, index) => {
    const next = targets[index + 1];
    const start = Math.max(monthsOf(from).from, time.from);
    const end = Math.min(next ? monthsOf(next.from).from : time.to, time.to);
    if (withdrawn || value === null || end <= start) return [];
    return [{ from: start, to: end, low: value, high: upper ?? value, withdrawnAfter: next?.withdrawn ?? false }];
  });
}

/** Round values around all that is drawn, with some air, yet never past what there can be. */
function valueTicks(values: readonly number[], minimum: number | null, maximum: number | null): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (values.length === 0) return [0, 1];
  const air = high === low ? roundStep((Math.abs(high) || 1) / 10) : (high - low) * 0.06;
  const bottom = minimum === null ? low - air : Math.max(minimum, low - air);
  const top = maximum === null ? high + air : Math.min(maximum, high + air);
  return ticksOf(bottom, top > bottom ? top : bottom + air, 5);
}

/**
 * The runs of figures that are joined by a line: it is broken where a figure is missing or has a class alone, and where
 * the definition changed, for figures before and after cannot be compared.
 */
export function runsOf({ figures, breaks }: Pick<Trend, 'figures' | 'breaks'>): Figure[][] {
  const runs: Figure[][] = [[]];
  for (const figure of figures) {
    const run = runs.at(-1) ?? [];
    const before = run.at(-1);
    const missing = figure.value === null || figure.class !== null;
    const anew =
      before !== undefined && (figure.status === 'B' || breaks.some((month) => between(month, before, figure)));
    if (missing) runs.push([]);
    else if (anew) runs.push([figure]);
    else run.push(figure);
  }
  return runs.filter((run) => run.length > 0);
}

function between(month: number, before: Figure, after: Figure): boolean {
  return month >= monthsOf(before.period).to && month < monthsOf(after.period).to;
}
