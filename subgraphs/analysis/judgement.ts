import type { Text } from '../core/catalogue.js';
import type { Period } from '../core/period.js';
import type { Figure } from './figures.js';
import type { QuotaYear } from './quota.js';
import type { Indicator, Target } from './representation.js';

export type State = 'MET' | 'MET_SLIPPING' | 'ON_TRACK' | 'BEHIND' | 'MOVING_AWAY' | 'NO_DATA' | 'WITHDRAWN';

/** Why there is nothing to judge by, as in schema/analysis.graphql; those from NO_AREA_TARGET on are an area's. */
export type NoDataReason =
  | 'NO_FIGURE'
  | 'TOO_OLD'
  | 'NO_BASE'
  | 'NO_TARGET'
  | 'NO_AREA_TARGET'
  | 'LOW_RELIABILITY'
  | 'AREA_NOT_STANDING'
  | 'WITHHELD'
  | 'DOES_NOT_APPLY';

/** A number with its unit as it is written. */
export interface Quantity {
  readonly value: number;
  readonly unit: Text;
}

/** What is missing to a target. */
export interface Missing extends Quantity {
  /** The denominator that it is computed with; null when the figure is not made of counts. */
  readonly denominator: number | null;
  /** True when that is the one planned for the programme's end. */
  readonly planned: boolean;
}

/** How an indicator stands in a period, in numbers; the words are made from it (sentence.ts, working.ts). */
export interface Judgement {
  readonly indicator: Indicator;
  readonly period: Period;
  readonly state: State;
  readonly reason: NoDataReason | null;
  /** The version that was judged by. */
  readonly target: Target | null;
  readonly base: Figure | null;
  readonly latest: Figure | null;
  /** The figure of a year before that a met target was compared with. */
  readonly yearBefore: Figure | null;
  /** The year's sum against its quota; null under every other rule. */
  readonly quota: QuotaYear | null;
  readonly shareOfWay: number | null;
  readonly shareOfTime: number | null;
  readonly exceeded: boolean | null;
  readonly missing: Missing | null;
  readonly neededPerYear: Quantity | null;
}
