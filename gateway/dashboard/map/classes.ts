import { roundStep } from '../chart/scale.js';

/** How the bounds of the classes are found. */
export type Method = 'QUANTILES' | 'EQUAL_STEPS';

/** A class of the map: at least `from`, less than `to`; the last one holds its upper end too. */
export interface MapClass {
  readonly from: number;
  readonly to: number;
}

/** Classes of a map at most. */
const MOST = 5;

/**
 * Classes that cover the values, ascending, with rounded bounds: of about as many areas each, or of the same width. Fewer
 * than five where values are too alike; none without values. Values come rounded to so many decimals.
 */
export function classesOf(values: readonly number[], decimals: number, method: Method): MapClass[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [low] = sorted;
  const high = sorted.at(-1);
  if (low === undefined || high === undefined) return [];
  // Never finer than the values are printed: bounds between two printed values would puzzle who reads them.
  const step = Math.max(roundStep((high - low || Math.abs(high) || 1) / 50), 10 ** -decimals);
  const steps = (value: number, to: (size: number) => number) => Number((to(value / step) * step).toPrecision(12));
  const inner = Array.from({ length: MOST - 1 }, (_, index) => {
    const share = (index + 1) / MOST;
    return steps(method === 'QUANTILES' ? quantile(sorted, share) : low + share * (high - low), Math.round);
  });
  const start = steps(low, Math.floor);
  const end = steps(high, Math.ceil);
  const bounds = [...new Set([start, ...inner.filter((bound) => bound > low && bound <= high), end])];
  if (bounds.length === 1) return [{ from: start, to: end }];
  return bounds.slice(1).map((to, index) => ({ from: bounds[index] ?? start, to }));
}

/** The value below which a share of the sorted values lies, between neighbours by a straight line. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [before = 0, after = before] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return before + (after - before) * (at - Math.floor(at));
}

/** The place of the class that a value lies in, from 0. */
export function classAt(value: number, classes: readonly MapClass[]): number {
  const index = classes.findIndex(({ to }) => value < to);
  return index === -1 ? classes.length - 1 : index;
}

/** The classes of figures of low reliability, each once: a map of nothing else shows them as they are. */
export function givenClasses(given: readonly MapClass[]): MapClass[] {
  const once = new Map(given.map(({ from, to }) => [`${from} ${to}`, { from, to }]));
  return [...once.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Colours of the scale, from --step-0 on. */
const COLOURS = 7;

/** The colour of a class: the scale is used from end to end, whatever the number of classes. */
export function colourOf(index: number, classes: number): number {
  return classes < 2 ? 3 : Math.min(Math.round((index * (COLOURS - 1)) / (classes - 1)), COLOURS - 1);
}
