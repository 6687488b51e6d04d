import type { Figure } from './figures.js';
import type { Missing, Quantity } from './judgement.js';
import { clean } from './number.js';
import type { QuotaYear } from './quota.js';
import type { Indicator } from './representation.js';
import { isDecrease, type LiveTarget } from './target.js';
import { differenceNoun, unitNoun } from './unit.js';
import { yearsLeft } from './way.js';

/**
 * What is missing to a target that is not met, always above zero: what has to be gained, or under AT_MOST and BELOW to
 * go down. A rate made of counts is told in what is counted, at the denominator that the plan foresees, for that is what the
 * target was set for; where the plan's leaves nothing missing, at the latest figure's. Everything else is told in the unit, and
 * so is a rate whose printed parts say that it is met although the rate itself is not.
 */
export function missingTo(indicator: Indicator, target: LiveTarget, latest: Figure): Missing {
  const { numerator, denominator } = latest;
  const counted = indicator.unitCode === 'PERCENT' || indicator.unitCode === 'PER_10000';
  if (counted && numerator !== null && denominator !== null && indicator.numeratorNames) {
    const unit = indicator.numeratorNames;
    const planned = indicator.plannedDenominator;
    const atPlan = planned === null ? 0 : countMissing(indicator, target.value, numerator, planned, PRINTED);
    if (planned !== null && atPlan > 0) return { value: atPlan, unit, denominator: planned, planned: true };
    const value = countMissing(indicator, target.value, numerator, denominator, EXACT);
    if (value > 0) return { value, unit, denominator, planned: false };
  }
  const value = gap(indicator, target, latest);
  if (!isWhole(indicator))
    return { value, unit: differenceNoun(indicator.unitCode), denominator: null, planned: false };
  const unit = indicator.numeratorNames ?? unitNoun(indicator.unitCode);
  return { value: wholeUp(value, EXACT), unit, denominator: null, planned: false };
}

/** What is missing to the year's quota; null when the sum has reached it. */
export function missingToQuota(indicator: Indicator, { target, sum }: QuotaYear): Missing | null {
  const value = clean(target.value - sum);
  if (value <= 0) return null;
  const unit = indicator.numeratorNames ?? unitNoun(indicator.unitCode);
  return { value: isWhole(indicator) ? wholeUp(value, EXACT) : value, unit, denominator: null, planned: false };
}

/**
 * What must be gained each year from the latest figure's last day to the programme's end, in the indicator's unit; of a hard
 * target in what is counted, where that is missing. Null when no time is left, and for a change, which starts anew each year.
 */
export function neededPerYear(
  indicator: Indicator,
  target: LiveTarget,
  latest: Figure,
  missing: Missing | null,
): Quantity | null {
  const years = yearsLeft(latest.period);
  if (years === 0 || indicator.rule === 'YEARLY_CHANGE') return null;
  if (indicator.hard && missing !== null && missing.denominator !== null) {
    return { value: wholeUp(missing.value / years, EXACT), unit: missing.unit };
  }
  return { value: clean(gap(indicator, target, latest) / years), unit: differenceNoun(indicator.unitCode) };
}

/** The numerator at which a rate with this denominator stands exactly at the target, not rounded. */
export function countNeeded({ unitCode }: Indicator, target: number, denominator: number): number {
  return unitCode === 'PERCENT' ? (target * denominator) / 100 : target * denominator;
}

/** The plan's denominator is printed rounded (883.3333): 13,249.9995 means 13,250. */
const PRINTED = 0.01;
/** Binary fractions only. */
const EXACT = 1e-6;

/** Nobody is counted in parts: half a doctor missing is one doctor missing. */
function countMissing(indicator: Indicator, target: number, numerator: number, denominator: number, slack: number) {
  const needed = countNeeded(indicator, target, denominator);
  // Figures of areas that were moved are no whole numbers; what is missing is.
  if (!isDecrease(indicator.rule)) return wholeUp(clean(needed - numerator), slack);
  const allowed = indicator.rule === 'BELOW' ? wholeUp(needed, slack) - 1 : -wholeUp(-needed, slack);
  return wholeUp(clean(numerator - Math.max(0, allowed)), EXACT);
}

/** The gap in the unit; exactly at a target that has to be undercut, one printed step is still missing. */
function gap({ rule, decimals }: Indicator, target: LiveTarget, latest: Figure): number {
  const distance = clean(Math.abs(target.value - latest.value));
  return rule === 'BELOW' ? Math.max(distance, 10 ** -decimals) : distance;
}

function isWhole({ unitCode }: Indicator): boolean {
  return ['PEOPLE', 'HOUSEHOLDS', 'SCHOOLS', 'PUPILS', 'FACILITIES'].includes(unitCode);
}

function wholeUp(value: number, slack: number): number {
  const nearest = Math.round(value);
  return (Math.abs(value - nearest) <= slack ? nearest : Math.ceil(value)) + 0;
}
