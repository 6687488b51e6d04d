import { inForce, type Period } from '../core/period.js';
import { baseOf, comparableYearBefore, type Figure, figuresUpTo, isTooOld } from './figures.js';
import type { Judgement, NoDataReason, State } from './judgement.js';
import { missingTo, missingToQuota, neededPerYear } from './missing.js';
import { quotaYear } from './quota.js';
import type { Indicator, Target } from './representation.js';
import { isBetter, isExceeded, isLive, isMet, type LiveTarget } from './target.js';
import { shareOfTime, shareOfWay } from './way.js';

/**
 * Decides the state of an indicator in a period by the programme's one rule, in its order: withdrawn, unavailable
 * (null: the owner did not answer, which is never the same as having no figure), no data, met, and only then the way. Values
 * are compared unrounded; rounding decides only whether a target is exceeded or slipping. `by` is another version of the
 * target than the one in force; `refused` says why there can be no judgement at all (unless the target is withdrawn).
 */
export function judge(indicator: Indicator, period: Period, { by, refused }: Terms = {}): Judgement | null {
  const target = by ?? inForce(indicator.targets, period);
  if (target?.withdrawn) return { ...nothing(indicator, period), state: 'WITHDRAWN', target };
  if (!indicator.series?.headline) return null;
  const figures = figuresUpTo(indicator, period);
  const latest = figures.at(-1);
  const noData = (reason: NoDataReason): Judgement => ({
    ...nothing(indicator, period),
    reason,
    target,
    latest: latest ?? null,
  });
  if (refused) return noData(refused);
  if (!isLive(target)) return noData('NO_TARGET');
  if (!latest) return noData('NO_FIGURE');
  if (isTooOld(latest, period)) return noData('TOO_OLD');
  const known = { indicator, period, target, figures, latest };
  return indicator.rule === 'YEARLY_QUOTA' ? byQuota(known) : byWay(known);
}

/** What differs from the judgement of the city by the target in force. */
export interface Terms {
  readonly by?: Target;
  readonly refused?: NoDataReason;
}

interface Known {
  readonly indicator: Indicator;
  readonly period: Period;
  readonly target: LiveTarget;
  readonly figures: readonly Figure[];
  readonly latest: Figure;
}

function byWay({ indicator, period, target, figures, latest }: Known): Judgement {
  const met = isMet(indicator.rule, target.value, latest.value);
  const base = baseOf(indicator, figures, latest);
  const yearBefore =
    met && indicator.rule !== 'YEARLY_CHANGE' ? comparableYearBefore(indicator, figures, latest) : null;
  const baseMet = base !== null && isMet(indicator.rule, target.value, base.value);
  const way = base && !baseMet ? shareOfWay(latest.value, base.value, target.value) : null;
  const time = base ? shareOfTime(latest.period, base.period) : null;
  const missing = met ? null : missingTo(indicator, target, latest);
  const state = met ? metState(indicator, latest, yearBefore) : wayState(target, latest, base, baseMet, way, time);
  return {
    ...nothing(indicator, period),
    state,
    reason: state === 'NO_DATA' ? 'NO_BASE' : null,
    target,
    base,
    latest,
    yearBefore,
    shareOfWay: way,
    shareOfTime: time,
    exceeded: met ? isExceeded(indicator, target, latest.value) : null,
    missing,
    neededPerYear: met ? null : neededPerYear(indicator, target, latest, missing),
  };
}

function metState(indicator: Indicator, latest: Figure, yearBefore: Figure | null): State {
  return yearBefore && isBetter(indicator, yearBefore.value, latest.value) ? 'MET_SLIPPING' : 'MET';
}

/**
 * The state of a target that is not met. Only BELOW can have its base exactly at the target without being met there:
 * then there is no way to measure, so standing still counts as a way of 0 and anything else has moved away.
 */
function wayState(
  target: LiveTarget,
  latest: Figure,
  base: Figure | null,
  baseMet: boolean,
  way: number | null,
  time: number | null,
): State {
  if (!base || time === null) return 'NO_DATA';
  if (baseMet) return 'MOVING_AWAY';
  const covered = way ?? (latest.value === target.value ? 0 : -1);
  if (covered < 0) return 'MOVING_AWAY';
  return covered >= time ? 'ON_TRACK' : 'BEHIND';
}

function byQuota({ indicator, period, target, figures, latest }: Known): Judgement {
  const quota = quotaYear(indicator, target, period, figures, latest);
  // A whole year that is not met is never on pace: its pace is the quota itself.
  const notMet: State = quota.onPace ? 'ON_TRACK' : 'BEHIND';
  return {
    ...nothing(indicator, period),
    state: quota.met ? 'MET' : notMet,
    reason: null,
    target: quota.target,
    latest,
    quota,
    shareOfWay: quota.target.value === 0 ? null : quota.sum / quota.target.value,
    shareOfTime: quota.monthsGone / 12,
    // Ahead within the year is on pace, not above the quota: that takes a sum above the whole of it.
    exceeded: quota.met ? isExceeded(indicator, quota.target, quota.sum) : null,
    missing: quota.met ? null : missingToQuota(indicator, quota),
  };
}

function nothing(indicator: Indicator, period: Period): Judgement {
  return {
    indicator,
    period,
    state: 'NO_DATA',
    reason: null,
    target: null,
    base: null,
    latest: null,
    yearBefore: null,
    quota: null,
    shareOfWay: null,
    shareOfTime: null,
    exceeded: null,
    missing: null,
    neededPerYear: null,
  };
}
