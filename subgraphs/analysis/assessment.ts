import { Notes } from '../../schema/notes.js';
import { comparePeriods, inForce, type Period } from '../core/period.js';
import type { Figure } from './figures.js';
import type { Judgement, NoDataReason } from './judgement.js';
import type { Indicator } from './representation.js';
import { judge, type Terms } from './rule.js';
import { isAbsolute } from './unit.js';

/** A figure as the graph shows it. */
interface ShownFigure extends Omit<Figure, 'period'> {
  readonly period: string;
}

/** A judgement as in schema/analysis.graphql. Its sentence and its working are made where they are asked: most are only counted. */
export interface Assessment
  extends Pick<
    Judgement,
    'state' | 'reason' | 'target' | 'shareOfWay' | 'shareOfTime' | 'exceeded' | 'missing' | 'neededPerYear'
  > {
  readonly period: string;
  readonly base: ShownFigure | null;
  readonly latest: ShownFigure | null;
  /** True when any figure that a number of the judgement is made of was made up for the sample. */
  readonly sample: boolean;
  /** What it was made of: for its words, and for judgements by other versions. */
  readonly judgement: Judgement;
  readonly terms: Terms;
}

/**
 * Judges an indicator in a period. Null when the owner of its figures did not answer
 * and for a supporting indicator (null), which has no target.
 */
export function assess(indicator: Indicator | null, period: Period, terms = NO_TERMS): Assessment | null {
  if (indicator === null) return null;
  if (terms !== NO_TERMS) return assessed(indicator, period, terms);
  const byPeriod = known.of(indicator) ?? known.note(indicator, new Map<Period, Assessment | null>());
  let found = byPeriod.get(period);
  if (found === undefined) {
    found = assessed(indicator, period, terms);
    byPeriod.set(period, found);
  }
  return found;
}

const NO_TERMS: Terms = {};

/** By indicator as it was handed over for one question: most judgements are both shown and counted. */
const known = new Notes<Indicator, Map<Period, Assessment | null>>();

function assessed(indicator: Indicator, period: Period, terms: Terms): Assessment | null {
  const judgement = judge(indicator, period, terms);
  return judgement && shownJudgement(judgement, terms);
}

/** A figure of an area; without a value its status says why. */
type AreaFigure = Omit<Figure, 'value'> & { readonly value: number | null };

/**
 * Judges an area by its own figures: a rate by the target of the city unless the area has its own, what is counted in
 * absolute numbers by its own alone. The denominator that is planned for the city is none of an area's. Estimates and counted
 * figures are not compared with each other: the difference would be that of two geographies.
 */
export function assessArea(
  indicator: Indicator,
  area: string,
  figures: readonly AreaFigure[],
  period: Period,
  isStanding: boolean,
): Assessment | null {
  const own = indicator.areaTargets.find((one) => one.area.id === area)?.targets;
  const past = figures
    .filter(({ period: p }) => p.lastMonth <= period.lastMonth)
    .sort((a, b) => comparePeriods(a.period, b.period));
  const refused = refusal(indicator, own !== undefined, past, isStanding);
  const last = past.findLast(({ value }) => value !== null);
  const isLike = (figure: AreaFigure) =>
    figure.status !== 'U' && isEstimate(figure) === (last ? isEstimate(last) : false);
  const headline = refused ? past : past.filter(isLike);
  const withdrawn = inForce(indicator.targets, period);
  const ofArea = {
    ...indicator,
    targets: own ?? (isAbsolute(indicator) ? [] : indicator.targets),
    plannedDenominator: null,
    series: { headline: [...headline] },
  };
  return assess(ofArea, period, {
    ...(refused ? { refused } : {}),
    ...(withdrawn?.withdrawn ? { by: withdrawn } : {}),
  });
}

/** Why an area cannot be judged, whatever its figures are; null where it can. */
function refusal(
  indicator: Indicator,
  hasOwn: boolean,
  past: readonly AreaFigure[],
  isStanding: boolean,
): NoDataReason | null {
  if (!isStanding) return 'AREA_NOT_STANDING';
  if (isAbsolute(indicator) && !hasOwn) return 'NO_AREA_TARGET';
  const last = past.findLast(({ value }) => value !== null);
  if (last) return last.status === 'U' ? 'LOW_RELIABILITY' : null;
  // The last that says something of the area: one that is only not there yet says nothing.
  const silent = past.findLast(({ status, denominator }) => status === 'Q' || denominator === 0);
  if (!silent) return null;
  return silent.status === 'Q' ? 'WITHHELD' : 'DOES_NOT_APPLY';
}

/** What was neither reported nor counted on these boundaries. */
function isEstimate({ movedBy }: AreaFigure): boolean {
  return movedBy !== null && movedBy !== 'WHOLE' && movedBy !== 'PLACE';
}

/** The judgements of the same figures by each other version of the target, oldest first. */
export function otherVersions({ judgement, terms, target }: Assessment): Assessment[] {
  const { indicator, period } = judgement;
  const others = indicator.targets.filter(({ from }) => from !== target?.from);
  return others.flatMap((by) => assess(indicator, period, { ...terms, by }) ?? []);
}

function shownJudgement(judgement: Judgement, terms: Terms): Assessment {
  const { period, state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear } = judgement;
  return {
    period: period.text,
    ...{ state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear },
    base: shown(judgement.base),
    latest: shown(judgement.latest),
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
