import type { ResultOf } from 'gql.tada';
import { lastMonth } from '../../pages/browser/format.js';
import type { State } from '../state.js';
import type { Scoreboard } from './operations.js';

export type Programme = NonNullable<ResultOf<typeof Scoreboard>['programme']>;
export type Indicator = Programme['indicators'][number];
export type Assessment = NonNullable<Indicator['assessments']>[number];
export type Figure = NonNullable<NonNullable<Indicator['series']>['headline']>[number];
export type Summary = NonNullable<Programme['summaries']>[number];
export type Difference = NonNullable<Programme['differences']>[number];

/** One target in the chosen period: what the graph says of it, put together. */
export interface Row {
  readonly indicator: Indicator;
  /** Null where the owner of the figures did not answer and none were known before. */
  readonly assessment: Assessment | null;
  readonly state: State;
  /** The figure that the assessment goes by, with its source; null where that is a sum of several. */
  readonly figure: Figure | null;
  readonly declared: Indicator['declared'];
  readonly difference: Difference | null;
  /** When the figures came that are shown in place of those that did not come; null where they are of now. */
  readonly keptFrom: Date | null;
}

/** An indicator as it was last told whole, and when. */
export interface Kept {
  readonly indicator: Indicator;
  readonly at: Date;
}

/** The rows of a period, in the order of the programme. `kept` has what was known of those that are silent now. */
export function rowsOf(programme: Programme, period: string, kept: ReadonlyMap<string, Kept>): Row[] {
  return programme.indicators.map((now) => {
    const before = now.assessments === null ? (kept.get(now.code) ?? null) : null;
    const indicator = before
      ? { ...now, assessments: before.indicator.assessments, series: before.indicator.series }
      : now;
    const assessment = indicator.assessments?.find((one) => one.period === period) ?? null;
    return {
      indicator,
      assessment,
      state: now.assessments === null ? 'UNAVAILABLE' : (assessment?.state ?? 'UNAVAILABLE'),
      figure: indicator.series?.headline?.find((figure) => figure.period === assessment?.latest?.period) ?? null,
      declared: now.declared.filter((declared) => endsWith(declared.period, period)),
      difference: differencesOf(programme, period).find((one) => one.indicator?.code === now.code) ?? null,
      keptFrom: before?.at ?? null,
    };
  });
}

/** Whether figures are missing because somebody is silent, or are old: to be asked for again soon. */
export function isTroubled({ programme }: { readonly programme: Programme | null }): boolean {
  const isOld = ({ series, assessments }: Indicator) =>
    assessments === null || (series?.headline?.some(({ stale }) => stale) ?? true);
  return programme?.indicators.some(isOld) ?? true;
}

/** What reports of a period say otherwise than the judgement of it. */
export function differencesOf(programme: Programme, period: string): readonly Difference[] {
  return (programme.differences ?? []).filter((difference) => endsWith(difference.period, period));
}

/** A report on a year stands beside the half-year in which the year ends. */
export function endsWith(about: string, period: string): boolean {
  return lastMonth(about) === lastMonth(period);
}

/** What the rows are narrowed down to, as the address says it; an empty list lets everything through. */
export interface Filter {
  readonly states: readonly string[];
  readonly owner: string | null;
  readonly group: string | null;
}

export function filterOf(query: URLSearchParams): Filter {
  const states = query.get('state')?.split(',').filter(Boolean) ?? [];
  return { states, owner: query.get('owner'), group: query.get('group') };
}

export function passes({ states, owner, group }: Filter, { indicator, state }: Row): boolean {
  const isState = states.length === 0 || states.includes(state);
  return (
    isState &&
    (owner ?? indicator.owner.code) === indicator.owner.code &&
    (group ?? indicator.group) === indicator.group
  );
}
