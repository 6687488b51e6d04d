import type { ResultOf } from 'gql.tada';
import type { IndicatorAreas, IndicatorPage } from './operations.js';

/** One indicator as the page has got it. */
export type Indicator = NonNullable<ResultOf<typeof IndicatorPage>['indicator']>;
export type Series = NonNullable<Indicator['series']>;
export type Headline = NonNullable<Series['headline']>[number];
export type Year = NonNullable<Series['years']>[number];
export type Assessment = NonNullable<Indicator['assessment']>;
/** The figures of areas as the ranking has got them. */
export type Areas = NonNullable<ResultOf<typeof IndicatorAreas>['indicator']>;
export type AreaFigure = NonNullable<NonNullable<Areas['series']>['observations']>[number];
export type AreaJudgement = NonNullable<Areas['assessments']>[number];
