import type { Text } from '../core/catalogue.js';
import { comparePeriods, type Period } from '../core/period.js';
import type { Figure } from './figures.js';
import type { Judgement } from './judgement.js';
import type { Indicator } from './representation.js';
import { judge, type Terms } from './rule.js';
import { sentenceOf } from './sentence.js';
import type { WorkingStep } from './step.js';
import { targetInForce } from './target.js';
import { isAbsolute } from './unit.js';
import { workingOf } from './working.js';

/** A figure as the graph shows it. */
interface ShownFigure extends Omit<Figure, 'period'> {
  readonly period: string;
}

/** A judgement with its words, as in schema/analysis.graphql; texts carry both languages. */
export interface Assessment
  extends Pick<
    Judgement,
    'state' | 'reason' | 'target' | 'shareOfWay' | 'shareOfTime' | 'exceeded' | 'missing' | 'neededPerYear'
  > {
  readonly period: string;
  readonly base: ShownFigure | null;
  readonly latest: ShownFigure | null;
  readonly sentence: Text;
  readonly working: readonly WorkingStep[];
  /** True when any figure that a number of the judgement is made of was made up for the sample. */
  readonly sample: boolean;
  /** What it was made of, for judgements by other versions. */
  readonly judgement: Judgement;
  readonly terms: Terms;
}

/**
 * Judges an indicator in a period, with the working and a sentence. Null when the owner of its figures did not answer
 * and for a supporting indicator (null), which has no target.
 */
export function assess(indicator: Indicator | null, period: Period, terms: Terms = {}): Assessment | null {
  const judgement = indicator && judge(indicator, period, terms);
  return judgement && worded(judgement, terms);
}

/** A figure of an area with its status. */
type AreaFigure = Figure | (Omit<Figure, 'value'> & { readonly value: null });
type WithStatus = AreaFigure & { readonly status: string };

/**
 * Judges an area by its own figures: a rate by the target of the city unless the area has its own, what is counted in
 * absolute numbers by its own alone. The denominator that is planned for the city is none of an area's.
 */
export function assessArea(
  indicator: Indicator,
  area: string,
  figures: readonly WithStatus[],
  period: Period,
): Assessment | null {
  const own = indicator.areaTargets.find((one) => one.area.id === area)?.targets;
  const known = figures.filter(({ value, period: p }) => value !== null && p.lastMonth <= period.lastMonth);
  const last = known.sort((a, b) => comparePeriods(a.period, b.period)).at(-1);
  const isWithdrawn = targetInForce(indicator.targets, period)?.withdrawn ?? false;
  const refused = isAbsolute(indicator) && !own ? 'NO_AREA_TARGET' : last?.status === 'U' ? 'LOW_RELIABILITY' : null;
  const judgedBy = refused ? figures : figures.filter(({ status }) => status !== 'U');
  const targets = isWithdrawn ? indicator.targets : refused === 'NO_AREA_TARGET' ? [] : (own ?? indicator.targets);
  const ofArea = { ...indicator, targets, plannedDenominator: null, series: { headline: [...judgedBy] } };
  return assess(ofArea, period, refused ? { refused } : {});
}

/** The judgements of the same figures by each other version of the target, oldest first. */
export function otherVersions({ judgement, terms, target }: Assessment): Assessment[] {
  const { indicator, period } = judgement;
  const others = indicator.targets.filter(({ from }) => from !== target?.from);
  return others.flatMap((by) => assess(indicator, period, { ...terms, by }) ?? []);
}

function worded(judgement: Judgement, terms: Terms): Assessment {
  const { period, state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear } = judgement;
  return {
    period: period.text,
    ...{ state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear },
    base: shown(judgement.base),
    latest: shown(judgement.latest),
    sentence: sentenceOf(judgement),
    working: workingOf(judgement),
    sample: figuresOf(judgement).some((figure) => figure?.sample),
    judgement,
    terms,
  };
}

function figuresOf({ base, latest, yearBefore, quota }: Judgement): (Figure | null)[] {
  return [base, latest, yearBefore, ...(quota?.figures ?? []), ...(quota?.before?.figures ?? [])];
}

function shown(figure: Figure | null): ShownFigure | null {
  return figure && { ...figure, period: figure.period.text };
}
