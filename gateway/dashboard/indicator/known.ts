import type { ResultOf, VariablesOf } from 'gql.tada';
import type { Asked } from '../../pages/browser/use-question.js';
import { useKept } from '../use-kept.js';
import type { IndicatorPage } from './operations.js';
import type { Indicator } from './types.js';

type Page = ResultOf<typeof IndicatorPage>;
type Variables = VariablesOf<typeof IndicatorPage>;

/** What is known of the indicator: what came, and what stands in for what did not come. */
export interface Known {
  readonly indicator: Indicator;
  /** When the figures came that stand in for those that did not; null where they are of now. */
  readonly figuresFrom: Date | null;
  /** The same of the judgement. */
  readonly judgementFrom: Date | null;
}

/** The indicator as the page shows it; null where nothing was ever told of it. */
export function useKnown(asked: Asked<Page, Variables>): Known | null {
  const kept = useKept(asked, wholeParts);
  const { answer, about } = asked;
  if (!answer || !about) return null;
  const names = namesOf(about);
  const now = answer.data.indicator ?? kept.get(names.indicator)?.part;
  if (!now) return null;
  const figures = answer.data.indicator?.series?.headline ? null : kept.get(names.figures);
  const judgement = answer.data.indicator?.assessment ? null : kept.get(names.judgement);
  const { assessment, projection } = judgement?.part ?? now;
  const series = figures?.part.series ?? now.series;
  return {
    indicator: { ...now, series, assessment, projection },
    figuresFrom: figures?.at ?? null,
    judgementFrom: judgement?.at ?? null,
  };
}

/** Figures are the same whatever period is judged. */
function namesOf({ code, period, lang }: Variables) {
  const indicator = `${code} ${lang}`;
  return { indicator, figures: `${indicator} figures`, judgement: `${indicator} ${period}` };
}

function wholeParts({ indicator }: Page, about: Variables): (readonly [string, Indicator])[] {
  if (!indicator) return [];
  const names = namesOf(about);
  const whole = [
    names.indicator,
    ...(indicator.series?.headline ? [names.figures] : []),
    ...(indicator.assessment ? [names.judgement] : []),
  ];
  return whole.map((name) => [name, indicator] as const);
}

/** Whether figures are missing because somebody is silent, or are old: to be asked for again soon. */
export function isTroubled({ indicator }: Page): boolean {
  return indicator?.series?.headline?.some(({ stale }) => stale) ?? true;
}
