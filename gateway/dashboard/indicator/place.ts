import { monthsOf } from '../chart/periods.js';
import type { Scale } from '../chart/scale.js';

/** How periods and values lie on a chart. In pixels. */
export interface Place {
  readonly x: Scale;
  readonly y: Scale;
  /** Where the numbers of the axis end. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

export const MARGIN = { top: 18, right: 14, bottom: 30 };

/** A line through points that have a value. */
export function lineOf(
  points: readonly { readonly period: string; readonly value: number | null }[],
  { x, y }: Place,
): string {
  const steps = points.map(({ period, value }) => `${x(monthsOf(period).to).toFixed(1)} ${y(value ?? 0).toFixed(1)}`);
  return `M${steps.join('L')}`;
}
