import type { Text } from '../core/catalogue.js';
import type { Period } from '../core/period.js';
import type { Figure } from './figures.js';
import type { Judgement } from './judgement.js';
import type { Indicator } from './representation.js';
import { judge } from './rule.js';
import { sentenceOf } from './sentence.js';
import type { WorkingStep } from './step.js';
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
}

/**
 * Judges an indicator in a period, with the working and a sentence. Null when the owner of its figures did not answer
 * and for a supporting indicator (null), which has no target.
 */
export function assess(indicator: Indicator | null, period: Period): Assessment | null {
  const judgement = indicator && judge(indicator, period);
  if (!judgement) return null;
  const { state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear } = judgement;
  return {
    period: period.text,
    ...{ state, reason, target, shareOfWay, shareOfTime, exceeded, missing, neededPerYear },
    base: shown(judgement.base),
    latest: shown(judgement.latest),
    sentence: sentenceOf(judgement),
    working: workingOf(judgement),
    sample: figuresOf(judgement).some((figure) => figure?.sample),
  };
}

function figuresOf({ base, latest, yearBefore, quota }: Judgement): (Figure | null)[] {
  return [base, latest, yearBefore, ...(quota?.figures ?? []), ...(quota?.before?.figures ?? [])];
}

function shown(figure: Figure | null): ShownFigure | null {
  return figure && { ...figure, period: figure.period.text };
}
