import type { Period } from '../core/period.js';
import { type Assessment, assess } from './assessment.js';
import type { Indicator } from './representation.js';

/** How many targets stand where in a period, as in schema/analysis.graphql. */
export interface Summary {
  readonly period: string;
  readonly total: number;
  readonly met: number;
  readonly exceeded: number;
  readonly slipping: number;
  readonly onTrack: number;
  readonly behind: number;
  readonly movingAway: number;
  readonly withdrawn: number;
  readonly noData: number;
  readonly unavailable: number;
  readonly metOnAssumedTargets: number;
  readonly metOnTargetsOfOtherPlans: number;
  readonly metOnSampleFigures: number;
}

/**
 * Counts the programme's targets by state. The total leaves out the withdrawn only: what has no data and what is
 * unavailable stays in it and is told apart, else a silent department would make the programme look better.
 */
export function summarise(indicators: readonly (Indicator | null)[], period: Period): Summary {
  const targets = indicators.filter((indicator): indicator is Indicator => indicator !== null);
  const judged = targets.map((indicator) => assess(indicator, period));
  const count = (holds: (assessment: Assessment) => boolean) => judged.filter((a) => a !== null && holds(a)).length;
  const met = (a: Assessment) => a.state === 'MET' || a.state === 'MET_SLIPPING';
  const withdrawn = count((a) => a.state === 'WITHDRAWN');
  return {
    period: period.text,
    total: targets.length - withdrawn,
    met: count(met),
    exceeded: count((a) => met(a) && a.exceeded === true),
    slipping: count((a) => a.state === 'MET_SLIPPING'),
    onTrack: count((a) => a.state === 'ON_TRACK'),
    behind: count((a) => a.state === 'BEHIND'),
    movingAway: count((a) => a.state === 'MOVING_AWAY'),
    withdrawn,
    noData: count((a) => a.state === 'NO_DATA'),
    unavailable: judged.filter((assessment) => assessment === null).length,
    metOnAssumedTargets: count((a) => met(a) && a.target?.evidence === 'ASSUMED'),
    metOnTargetsOfOtherPlans: count((a) => met(a) && a.target?.evidence === 'OTHER_PLAN'),
    metOnSampleFigures: count((a) => met(a) && a.sample),
  };
}
