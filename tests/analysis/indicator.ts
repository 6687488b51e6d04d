import { type Assessment, assess } from '../../subgraphs/analysis/assessment.js';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { sentenceOf } from '../../subgraphs/analysis/sentence.js';
import { workingOf } from '../../subgraphs/analysis/working.js';
import { period } from '../../subgraphs/core/period.js';

/** Figures by period: a value, or [value, numerator, denominator]. */
export type Figures = Readonly<Record<string, number | null | readonly [number, number, number]>>;

/** An indicator as the gateway hands it over: a stock in percent by half-years, at least 90 from a base of 2020. */
export function handedOver(figures: Figures | null, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    __typename: 'Indicator',
    code: 'COVERAGE',
    asOf: null,
    rule: 'AT_LEAST',
    direction: 'INCREASE',
    decimals: 1,
    unitCode: 'PERCENT',
    timeRule: 'STOCK',
    frequency: 'S',
    baseline: '2020',
    seasonal: false,
    breaks: [],
    minimum: null,
    maximum: null,
    hard: false,
    areaTargets: [],
    plannedDenominator: null,
    numeratorNames: { vi: 'người có thẻ', en: 'people with a card' },
    denominatorNames: { vi: 'dân số', en: 'population' },
    targets: [target(90)],
    series: figures && { __typename: 'HealthSeries', headline: headline(figures) },
    ...changes,
  };
}

/** One version of a target; null is the withdrawal. */
export function target(value: number | null, from = '2021-03', more: Readonly<Record<string, unknown>> = {}) {
  return { value, upper: null, from, withdrawn: value === null, evidence: 'PUBLISHED', sourceNames: null, ...more };
}

export function headline(figures: Figures, sample = false) {
  return Object.entries(figures).map(([text, figure]) => {
    const [value, numerator, denominator] = Array.isArray(figure) ? figure : [figure, null, null];
    return { period: text, value, numerator, denominator, sample, status: 'A' };
  });
}

/** The same value for every month from..to of a year. */
export function months(year: number, from: number, to: number, value: number): Record<string, number> {
  const list = Array.from({ length: to - from + 1 }, (_, i) => `${year}-${String(from + i).padStart(2, '0')}`);
  return Object.fromEntries(list.map((text) => [text, value]));
}

/** What makes an indicator one under which less is better. */
export const LESS = { rule: 'AT_MOST', direction: 'DECREASE' };

/** What makes an indicator a monthly quota of 1,200 a year. */
export const QUOTA = {
  code: 'JOBS',
  rule: 'YEARLY_QUOTA',
  unitCode: 'PEOPLE',
  timeRule: 'FLOW',
  frequency: 'M',
  decimals: 0,
  baseline: null,
  numeratorNames: { vi: 'lượt người', en: 'people helped' },
  denominatorNames: null,
  targets: [target(1200)],
};

/** The assessment of what was handed over, with its words. */
export function assessed(indicator: unknown, text: string) {
  const assessment = assess(readIndicator(indicator), period(text));
  return assessment && worded(assessment);
}

/** With the sentence and the working, as they are made where they are asked. */
export function worded(assessment: Assessment) {
  const { judgement } = assessment;
  return { ...assessment, sentence: sentenceOf(judgement), working: workingOf(judgement) };
}

/** The assessment, where there has to be one. */
export function judged(indicator: unknown, text: string) {
  const assessment = assessed(indicator, text);
  if (!assessment) throw new Error('There is no assessment.');
  return assessment;
}
