import type { CatalogueIndicator } from './catalogue.js';

/** Columns that can contradict each other. */
export type SharedContradiction =
  | 'unit'
  | 'minimum'
  | 'max_jump'
  | 'threshold'
  | 'numerator_vi'
  | 'denominator_vi'
  | 'time_rule'
  | 'frequency'
  | 'kind';
export type TargetContradiction = SharedContradiction | 'rule' | 'targets' | 'planned_denominator';

interface Rule<Column> {
  /** The column that is named. */
  readonly column: Column;
  readonly isBroken: (indicator: CatalogueIndicator) => boolean;
  readonly fault: string;
}

const SHARED: readonly Rule<SharedContradiction>[] = [
  {
    column: 'minimum',
    isBroken: ({ minimum, maximum }) => minimum !== null && maximum !== null && minimum > maximum,
    fault: 'lies above `maximum`',
  },
  {
    column: 'max_jump',
    isBroken: ({ maxJump }) => maxJump !== null && ('by' in maxJump ? maxJump.by <= 0 : maxJump.factor <= 1),
    fault: 'needs a step above 0 or a factor above x1',
  },
  { column: 'threshold', isBroken: ({ threshold }) => (threshold ?? 0) < 0, fault: 'lies below 0' },
  {
    column: 'numerator_vi',
    isBroken: ({ kind, numerator, denominator }) => (kind === 'RATE' || denominator !== null) && numerator === null,
    fault: 'the cell is empty, but a rate (or what has a denominator) needs a numerator',
  },
  {
    column: 'denominator_vi',
    isBroken: ({ kind, denominator }) => kind === 'RATE' && denominator === null,
    fault: 'the cell is empty, but a rate needs a denominator',
  },
  {
    column: 'denominator_vi',
    isBroken: ({ kind, denominator }) => kind === 'COUNT' && denominator !== null,
    fault: 'a count has none; leave the cell empty',
  },
  {
    column: 'unit',
    isBroken: ({ kind, unit }) => kind === 'RATE' && unit !== 'PERCENT' && unit !== 'PER_10000',
    fault: 'a rate is in PERCENT or PER_10000',
  },
];

const TARGET: readonly Rule<TargetContradiction>[] = [
  {
    column: 'rule',
    isBroken: ({ rule, direction }) => (direction === 'DECREASE') !== (rule === 'AT_MOST' || rule === 'BELOW'),
    fault: 'contradicts `direction`: AT_MOST and BELOW go with DECREASE, all others with INCREASE',
  },
  {
    column: 'frequency',
    isBroken: ({ rule, frequency }) => rule === 'YEARLY_CHANGE' && frequency !== 'A',
    fault: 'YEARLY_CHANGE is judged by yearly figures (A)',
  },
  {
    column: 'kind',
    isBroken: ({ rule, kind }) => rule === 'YEARLY_CHANGE' && kind !== 'CHANGE',
    fault: 'YEARLY_CHANGE is judged by changes (CHANGE)',
  },
  {
    column: 'time_rule',
    isBroken: ({ rule, timeRule }) => rule === 'YEARLY_QUOTA' && timeRule !== 'FLOW',
    fault: 'YEARLY_QUOTA is judged by figures that add up over the year (FLOW)',
  },
  {
    column: 'targets',
    isBroken: ({ rule, targets }) => rule !== 'RANGE' && targets.some(({ upper }) => upper !== null),
    fault: 'only RANGE has an upper end',
  },
  { column: 'targets', isBroken: hasTargetOutOfBounds, fault: 'a value lies outside `minimum` to `maximum`' },
  {
    column: 'planned_denominator',
    isBroken: ({ plannedDenominator }) => plannedDenominator !== null && plannedDenominator <= 0,
    fault: 'needs a number above 0',
  },
  {
    column: 'planned_denominator',
    isBroken: ({ plannedDenominator, denominator }) => plannedDenominator !== null && denominator === null,
    fault: 'there is no denominator that it could foresee',
  },
];

/** A quota is for a whole year and may lie above the most that a single figure can be. */
function hasTargetOutOfBounds({ rule, targets, minimum, maximum }: CatalogueIndicator): boolean {
  const most = rule === 'YEARLY_QUOTA' ? Infinity : (maximum ?? Infinity);
  const values = targets.flatMap(({ value, upper }) => [value, upper].filter((end) => end !== null));
  return values.some((value) => value < (minimum ?? -Infinity) || value > most);
}

/** How the cells of a row contradict each other, by column: no judgement could be made of such an indicator. */
export function contradictionsOf(indicator: CatalogueIndicator): readonly Rule<SharedContradiction>[] {
  return SHARED.filter((rule) => rule.isBroken(indicator));
}

/** The same for a target of the programme, beside what holds for every indicator. */
export function targetContradictionsOf(indicator: CatalogueIndicator): readonly Rule<TargetContradiction>[] {
  return [...SHARED, ...TARGET].filter((rule) => rule.isBroken(indicator));
}
