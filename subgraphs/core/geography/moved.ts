import type { Area } from '../../../schema/areas/areas.js';
import type { MissingReason, ObservationStatus } from '../figure.js';
import type { Figure } from '../journal/served.js';
import type { WeightKind } from './weights.js';

/**
 * How a figure was moved, the graph's MovingWeight: WHOLE where whole areas went, PLACE where the source has counted on these
 * boundaries itself, so that nothing was estimated.
 */
export type MovingWeight = 'WHOLE' | 'PLACE' | WeightKind;

/** The most reliable first. */
const WAYS: readonly MovingWeight[] = ['WHOLE', 'PLACE', 'HOUSEHOLDS', 'POPULATION', 'AREA'];

/** What is said of a figure that is made of figures that were moved so: the least reliable of the ways. */
export function leastReliable(a: MovingWeight, b: MovingWeight): MovingWeight {
  return WAYS.indexOf(a) < WAYS.indexOf(b) ? b : a;
}

/** True where nothing was estimated. */
export function isCounted(movedBy: MovingWeight): boolean {
  return movedBy === 'WHOLE' || movedBy === 'PLACE';
}

/** One figure that a moved one was made of. */
export interface Ingredient {
  readonly area: Area;
  readonly period: string;
  /** What its counts were multiplied by, 0 to 1. */
  readonly weight: number;
  readonly figure: Figure;
}

/** A class of values that one belongs to: at least `from`, less than `to`. */
export interface ValueClass {
  readonly from: number;
  readonly to: number;
}

/** A figure on other boundaries than it was reported on, or why there is none. */
export interface Moved {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly missing: MissingReason | null;
  /** Null where nothing was moved. */
  readonly movedBy: MovingWeight | null;
  readonly madeOf: readonly Ingredient[];
  readonly class: ValueClass | null;
}

/** A figure that cannot be had on other boundaries, and why. */
export function unmoved(missing: MissingReason, status: ObservationStatus, madeOf: readonly Ingredient[] = []): Moved {
  return { value: null, numerator: null, denominator: null, status, missing, movedBy: null, madeOf, class: null };
}

/** The class of the series 1, 2, 5, 10, 20, 50 ... that a count lies in: below 1 it is 0 to 1. */
export function classOf(value: number): ValueClass {
  if (value < 1) return { from: 0, to: 1 };
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const [from = 1, to = 10] = value < 2 * power ? [1, 2] : value < 5 * power ? [2, 5] : [5, 10];
  return { from: from * power, to: to * power };
}
