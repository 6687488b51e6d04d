import { Notes } from '../../schema/notes.js';
import { breakBetween } from '../core/break.js';
import { comparePeriods, type Period, yearBefore } from '../core/period.js';
import type { Indicator } from './representation.js';

/** A figure that is there: a missing or withheld value is no figure to judge by. */
export interface Figure {
  readonly period: Period;
  readonly value: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly sample: boolean;
  /** SDMX CL_OBS_STATUS. */
  readonly status: string;
  /** How an area's figure was brought to other boundaries; null as reported. */
  readonly movedBy: string | null;
}

/**
 * The figures up to a period's last day, ascending; of two that end together the longer one is the later. A quota adds
 * up figures of one frequency only: a half-year among its months would be counted twice.
 */
export function figuresUpTo(indicator: Indicator, period: Period): Figure[] {
  return ordered(indicator).filter((figure) => figure.period.lastMonth <= period.lastMonth);
}

/** By indicator as it was read: one question judges the same figures at several periods, and several things of each. */
const inOrder = new Notes<Indicator, readonly Figure[]>();

function ordered(indicator: Indicator): readonly Figure[] {
  const known = inOrder.of(indicator);
  if (known) return known;
  const made = (indicator.series?.headline ?? [])
    .filter((figure): figure is Figure => figure.value !== null)
    .filter((figure) => indicator.rule !== 'YEARLY_QUOTA' || figure.period.frequency === indicator.frequency)
    .sort((a, b) => comparePeriods(a.period, b.period));
  return inOrder.note(indicator, made);
}

/** True when the figure is more than 18 months older than the period: both end with a month, so months are exact. */
export function isTooOld(latest: Figure, period: Period): boolean {
  return period.lastMonth - latest.period.lastMonth > 18;
}

/**
 * Where the way begins: at the figure that ends with the baseline (2020-S2 or 2020-12 for a baseline of 2020). Figures of
 * an older definition cannot be measured against, so after a break it begins at the earliest figure of the new one. A seasonal
 * indicator takes only figures of the latest one's part of the year: the baseline year's, or the earliest after the break.
 * Null when there is no such figure.
 */
export function baseOf(indicator: Indicator, figures: readonly Figure[], latest: Figure): Figure | null {
  const comparable = indicator.seasonal ? figures.filter((f) => isSamePart(f.period, latest.period)) : figures;
  const base = comparable.findLast((f) => isBaseline(indicator, f.period)) ?? null;
  const lastBreak = lastBreakUpTo(indicator, latest.period);
  if (!lastBreak) return base;
  if (base && !breakBetween(base.period, latest.period, indicator)) return base;
  const baselineIsAfter = indicator.baseline !== null && indicator.baseline.lastMonth >= lastBreak.firstMonth;
  if (!base && baselineIsAfter) return null;
  return comparable.find((f) => !breakBetween(f.period, latest.period, indicator)) ?? null;
}

/** Last year's figure of that time of the year; null when there is none or a break makes it another thing. */
export function comparableYearBefore(indicator: Indicator, figures: readonly Figure[], latest: Figure): Figure | null {
  const before = figures.find((f) => f.period === yearBefore(latest.period));
  return before && !breakBetween(before.period, latest.period, indicator) ? before : null;
}

function isSamePart(a: Period, b: Period): boolean {
  return a.frequency === b.frequency && a.part === b.part;
}

function isBaseline({ baseline, seasonal }: Indicator, period: Period): boolean {
  if (!baseline) return false;
  return seasonal ? period.year === baseline.year : period.lastMonth === baseline.lastMonth;
}

function lastBreakUpTo(indicator: Indicator, latest: Period): Period | null {
  const past = indicator.breaks.filter((b) => b.firstMonth <= latest.lastMonth);
  return past.sort((a, b) => a.firstMonth - b.firstMonth).at(-1) ?? null;
}
