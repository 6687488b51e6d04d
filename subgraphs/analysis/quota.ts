import { inForce, type Period, partsOf, periodOf } from '../core/period.js';
import type { Figure } from './figures.js';
import type { Indicator } from './representation.js';
import { isLive, type LiveTarget } from './target.js';

/** A year's sum against the quota of that year. */
interface YearSum {
  readonly year: Period;
  readonly target: LiveTarget;
  readonly sum: number;
  readonly figures: readonly Figure[];
  readonly met: boolean;
}

/** The year of the latest figure against its quota, as far as it has gone. */
export interface QuotaYear extends YearSum {
  /** Months from January to the latest figure's last day. */
  readonly monthsGone: number;
  /** True when the year is over and no part of it lacks a figure. */
  readonly whole: boolean;
  /** Parts of the year up to the latest figure that have no figure: they count as nothing in the sum. */
  readonly gaps: readonly Period[];
  /** True when the sum is at least the quota's share of the months gone. */
  readonly onPace: boolean;
  /** The year before, when it is whole; null otherwise. */
  readonly before: YearSum | null;
}

/**
 * Adds up the year of the latest figure. Months gone are counted by that figure, so a report that comes late does not
 * look like a bad month. A part without a figure is not estimated: the sum stays short, and the year is not whole, so that a gap
 * never makes a quota look met. The quota is the one in force at the period judged (`target`); a year before it is held
 * against the quota of its own December, or against the period's where none was in force then.
 */
export function quotaYear(
  indicator: Indicator,
  target: LiveTarget,
  period: Period,
  figures: readonly Figure[],
  latest: Figure,
): QuotaYear {
  const year = periodOf('A', latest.period.year, 1);
  const monthsGone = (latest.period.lastMonth % 12) + 1;
  const quota = year.year === period.year ? target : quotaOf(indicator, year, target);
  const sums = sumOf(year, quota, figures);
  const parts = partsOf(year, indicator.frequency).filter((part) => part.lastMonth <= latest.period.lastMonth);
  const gaps = parts.filter((part) => !sums.figures.some((figure) => figure.period === part));
  const whole = monthsGone === 12 && gaps.length === 0;
  // By products, not by the two shares: a quota of zero has no share, and twelfths are not exact.
  const onPace = sums.sum * 12 >= quota.value * monthsGone;
  const before = whole ? null : wholeYear(indicator, periodOf('A', year.year - 1, 1), target, figures);
  const met = whole ? sums.met : onPace && before?.met === true;
  return { ...sums, met, monthsGone, whole, gaps, onPace, before };
}

function wholeYear(indicator: Indicator, year: Period, target: LiveTarget, figures: readonly Figure[]): YearSum | null {
  const sums = sumOf(year, quotaOf(indicator, year, target), figures);
  return sums.figures.length === partsOf(year, indicator.frequency).length ? sums : null;
}

function quotaOf(indicator: Indicator, year: Period, otherwise: LiveTarget): LiveTarget {
  const own = inForce(indicator.targets, year);
  return isLive(own) ? own : otherwise;
}

function sumOf(year: Period, target: LiveTarget, all: readonly Figure[]): YearSum {
  const figures = all.filter((figure) => figure.period.year === year.year);
  const sum = figures.reduce((total, figure) => total + figure.value, 0);
  return { year, target, sum, figures, met: sum >= target.value };
}
