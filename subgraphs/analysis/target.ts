import { round } from './number.js';
import type { Indicator, Rule, Target } from './representation.js';

/** A target in force that was not withdrawn. */
export interface LiveTarget extends Target {
  readonly value: number;
}

export function isLive(target: Target | null): target is LiveTarget {
  return target !== null && target.value !== null;
}

/** Whether a value, unrounded, meets the target: of a range its lower end; below means that the target itself does not. */
export function isMet(rule: Rule, target: number, value: number): boolean {
  if (rule === 'AT_MOST') return value <= target;
  if (rule === 'BELOW') return value < target;
  return value >= target;
}

/** Whether less is better under a rule. */
export function isDecrease(rule: Rule): boolean {
  return rule === 'AT_MOST' || rule === 'BELOW';
}

/** Whether `a` is better than `b` when both are rounded as they are printed. */
export function isBetter({ rule, decimals }: Indicator, a: number, b: number): boolean {
  const difference = round(a, decimals) - round(b, decimals);
  return isDecrease(rule) ? difference < 0 : difference > 0;
}

/**
 * Whether a value that meets the target is better than it after rounding. What lies within a range is what was asked
 * for: a range is exceeded above its upper end.
 */
export function isExceeded(indicator: Indicator, target: LiveTarget, value: number): boolean {
  return isBetter(indicator, value, target.upper ?? target.value);
}
