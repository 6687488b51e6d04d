import type { ResultOf } from 'gql.tada';
import type { MapClass, Method } from './classes.js';
import type { MapFigures } from './operations.js';

export type MapIndicator = NonNullable<ResultOf<typeof MapFigures>['indicator']>;
export type MapFigure = NonNullable<NonNullable<MapIndicator['series']>['observations']>[number];
export type MapJudgement = NonNullable<MapIndicator['assessments']>[number];

/** How an area is drawn: in a class, hatched because there is nothing, or apart because only a class is known. */
export interface Drawn {
  readonly figure: MapFigure;
  /** The place of its class, from 0; null where it is in none. */
  readonly index: number | null;
  /** The colour of the scale. */
  readonly colour: number | null;
  readonly kind: 'CLASS' | 'LOW' | 'WITHHELD' | 'MISSING';
}

/** A map: its areas, and the classes that its legend tells. */
export interface Picture {
  readonly drawn: readonly Drawn[];
  readonly classes: readonly MapClass[];
  /** How the classes were found; null where they are those of figures of low reliability. */
  readonly method: Method | null;
}
