import { type ChangeKind, kindOf, type RecordedRow } from './row.js';

/** One side of a change, as in schema/analysis.graphql; what it does not name is null. */
interface ChangeSide {
  readonly value?: number | null;
  readonly numerator?: number | null;
  readonly denominator?: number | null;
  readonly status?: string;
  readonly state?: string;
}

/** One change, as in schema/analysis.graphql. */
export interface Change {
  readonly cursor: string;
  readonly kind: ChangeKind;
  readonly indicator: { readonly __typename: 'Indicator'; readonly code: string; readonly asOf: null };
  readonly item: string | null;
  readonly area: { readonly __typename: 'Area'; readonly id: string; readonly asOf: null } | null;
  readonly period: string | null;
  readonly before: ChangeSide | null;
  readonly after: ChangeSide | null;
  readonly at: string;
}

/** A judgement before and after a change; null: there was none. */
export interface Turn {
  readonly before: string | null;
  readonly after: string | null;
}

/** The entry of a recorded change; null when nothing that is listed has changed. */
export function changeOf(row: RecordedRow): Omit<Change, 'cursor'> | null {
  const kind = kindOf(row);
  const area = row.area === null ? null : ({ __typename: 'Area', id: row.area, asOf: null } as const);
  return (
    kind && { ...common(row), kind, item: row.item, area, period: row.period, before: row.before, after: row.after }
  );
}

/** The entry of the judgement of a period that turned with a recorded change. */
export function turnOf(row: RecordedRow, period: string, { before, after }: Turn): Omit<Change, 'cursor'> {
  const side = (state: string | null) => (state === null ? null : { state });
  const sides = { before: side(before), after: side(after) };
  return { ...common(row), kind: 'JUDGEMENT', item: null, area: null, period, ...sides };
}

function common({ indicator, at }: RecordedRow) {
  return { indicator: { __typename: 'Indicator', code: indicator, asOf: null }, at } as const;
}
