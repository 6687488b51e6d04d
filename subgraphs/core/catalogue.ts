import type { OwnerName } from '../../schema/subgraphs.js';
import type { Weights } from './geography/weights.js';
import type { Frequency, Period } from './period.js';
import type { FileTexts } from './table-files.js';

export interface Text {
  readonly vi: string;
  readonly en: string;
}

export const UNITS = [
  'PERCENT',
  'PERCENTAGE_POINTS',
  'PER_10000',
  'PEOPLE',
  'HOUSEHOLDS',
  'YEARS',
  'SCHOOLS',
  'PUPILS',
  'FACILITIES',
  'BILLION_VND',
] as const;
export type Unit = (typeof UNITS)[number];

export const DIRECTIONS = ['INCREASE', 'DECREASE'] as const;

export const KINDS = ['COUNT', 'RATE', 'INDEX', 'SURVEY', 'CHANGE'] as const;
type IndicatorKind = (typeof KINDS)[number];

export const TIME_RULES = ['FLOW', 'STOCK', 'AVERAGE'] as const;
type TimeRule = (typeof TIME_RULES)[number];

export const RULES = ['AT_LEAST', 'AT_MOST', 'BELOW', 'RANGE', 'YEARLY_CHANGE', 'YEARLY_QUOTA'] as const;
type Rule = (typeof RULES)[number];

export const EVIDENCE = ['PUBLISHED', 'OTHER_PLAN', 'ASSUMED'] as const;
type Evidence = (typeof EVIDENCE)[number];

/** One version of a target, in force from the first day of a month on. */
export interface TargetVersion {
  /** The lower end of a range; null when withdrawn. */
  readonly value: number | null;
  readonly upper: number | null;
  /** 2021-03 */
  readonly from: string;
  readonly withdrawn: boolean;
  readonly evidence: Evidence;
  /** Where the value was found, or where the assumption comes from; null where nothing is said. */
  readonly sourceNames: Text | null;
}

/** The target that an area has of its own. */
interface AreaTarget {
  /** Area id. */
  readonly area: string;
  readonly targets: readonly TargetVersion[];
}

/** One item of a breakdown: women, of SEX. */
interface BreakdownItem {
  readonly code: string;
  readonly name: Text;
}

/** How figures are divided, with its items in order: a code list. */
export interface Breakdown {
  readonly code: string;
  readonly name: Text;
  readonly items: readonly BreakdownItem[];
}

/** A breakdown that an indicator has figures of. */
export interface IndicatorBreakdown extends Breakdown {
  /** Whether the items divide both parts of a rate (people by sex), or what is above the line alone (doctors by facility). */
  readonly splits: 'BOTH' | 'NUMERATOR';
}

/** What a figure of one item of a breakdown is about. */
export interface ItemOf {
  /** The indicator that is broken down. */
  readonly indicator: string;
  readonly breakdown: IndicatorBreakdown;
  readonly item: BreakdownItem;
}

/** One row of the catalogue: a target (number 1 to 27) or a supporting indicator (number, rule null, no targets). */
export interface CatalogueIndicator {
  readonly number: number | null;
  readonly code: string;
  readonly group: 'SOCIAL_SECURITY' | 'WELFARE' | 'SUPPORTING';
  /** The owner whose system serves the figures. */
  readonly owner: OwnerName;
  readonly agency: Text;
  readonly name: Text;
  readonly unit: Unit;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly kind: IndicatorKind;
  readonly timeRule: TimeRule;
  readonly frequency: Frequency;
  readonly decimals: number;
  readonly rule: Rule | null;
  readonly targets: readonly TargetVersion[];
  /** Of areas that have targets of their own. */
  readonly areaTargets: readonly AreaTarget[];
  readonly baseline: Period | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Largest plausible step between neighbouring periods: in the unit, or as a factor (`x3`). */
  readonly maxJump: { readonly by: number } | { readonly factor: number } | null;
  readonly seasonal: boolean;
  /** Counts below it (and above 0) are suppressed; null: none. */
  readonly threshold: number | null;
  readonly breaks: readonly Period[];
  readonly numerator: Text | null;
  readonly denominator: Text | null;
  readonly plannedDenominator: number | null;
  readonly hard: boolean;
  /** What has to be known about the target or its figures. */
  readonly note: Text | null;
  /** How its figures are broken down, where the department has that. */
  readonly breakdowns: readonly IndicatorBreakdown[];
  /** Of an item of a breakdown (HEALTH_INSURANCE:SEX:F), which has no row of its own: of what; null for a row. */
  readonly itemOf: ItemOf | null;
}

/** All indicators: the targets in their order, then the supporting ones. */
export interface Catalogue {
  /** The texts of its files, by name: catalogueOfTexts makes the same catalogue of them again. */
  readonly files: FileTexts;
  readonly indicators: readonly CatalogueIndicator[];
  /** The indicator of a code, or of a code of an item of a breakdown; or undefined. */
  get(code: string): CatalogueIndicator | undefined;
  /** The indicators whose figures an owner serves. */
  ofOwner(owner: OwnerName): readonly CatalogueIndicator[];
  /** The same, each followed by the items of its breakdowns: all that a department is asked for. */
  seriesOf(owner: OwnerName): readonly CatalogueIndicator[];
  /** By what figures of an indicator are brought to other boundaries, best first: households or people where given, else km2. */
  weightsFor(indicator: Pick<CatalogueIndicator, 'unit'>): Weights;
}

/**
 * The value of a rate from its parts, in the indicator's unit: percent is 100 n / d; per 10,000 has its denominator in ten
 * thousands, so it is n / d. Null when the denominator is zero: the rate does not apply.
 */
export function valueOfParts(unit: Unit, numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return unit === 'PERCENT' ? (100 * numerator) / denominator : numerator / denominator;
}
