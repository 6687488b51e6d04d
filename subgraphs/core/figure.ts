import type { Area } from '../../schema/areas/areas.js';
import type { Period } from './period.js';

/** SDMX CL_OBS_STATUS, as in the graph's ObservationStatus. */
export type ObservationStatus = 'A' | 'B' | 'E' | 'F' | 'I' | 'L' | 'M' | 'O' | 'P' | 'Q' | 'U';

/** The one that weighs most first: a sum with one estimate in it is an estimate. */
const LEAST_CERTAIN: readonly ObservationStatus[] = ['U', 'F', 'E', 'I', 'P', 'B', 'A'];

/** The status of a figure that is made of figures with these. */
export function leastCertain(statuses: readonly ObservationStatus[]): ObservationStatus {
  return LEAST_CERTAIN.find((status) => statuses.includes(status)) ?? 'A';
}

/** Why a value is missing; the texts are in reasons.ts. */
export type MissingReason =
  | 'NOT_REPORTED'
  | 'BLANK_AT_SOURCE'
  | 'NOT_AT_THIS_LEVEL'
  | 'NOT_AT_THIS_FREQUENCY'
  | 'DOES_NOT_APPLY'
  | 'NOT_ENDED'
  | 'AREA_NOT_STANDING'
  | 'UNREADABLE_AT_SOURCE'
  | 'WITHDRAWN'
  | 'HELD_BACK'
  | 'SUPPRESSED'
  | 'NOT_HEARD'
  | 'NOT_MOVABLE'
  | 'NO_WEIGHT'
  | 'TOO_LITTLE_KNOWN'
  | 'NOT_ADDABLE'
  | 'MEMBER_MISSING';

/**
 * One figure as a source gives it, in the graph's words (indicator code, area id, period text). A source gives a
 * figure for each cell that it has, also for one that it leaves blank (value null, status O, reason BLANK_AT_SOURCE)
 * or that does not apply (denominator zero: value null, status M, reason DOES_NOT_APPLY). A cell that it does not have is
 * not in the list; nothing is ever filled in with 0.
 */
export interface SourceFigure {
  readonly indicator: string;
  /** Area id. */
  readonly area: string;
  /** Period text. */
  readonly period: string;
  /** In the indicator's unit, not rounded: see `valueOfParts` for rates. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly reason: MissingReason | null;
  /** A remark that a reader has to know (printed rate and parts differ, say), in Vietnamese as at the source. */
  readonly note: string | null;
  /** Document, table, data set or file in the source. */
  readonly document: string | null;
  /** Place in it: sheet and cell, row, page. */
  readonly place: string | null;
  /** Instant of publication, ISO 8601 in UTC. */
  readonly publishedAt: string | null;
}

/** A question to a source: all figures of these indicators, about these areas, in these periods. */
export interface Block {
  readonly indicators: readonly string[];
  readonly areas: readonly Area[];
  readonly periods: readonly Period[];
}

/** The report of one area (or, with `area` null, of the department as a whole) for a period. */
export interface Submission {
  /** Area id; null for the whole department. */
  readonly area: string | null;
  readonly period: string;
  /** The day it came in, in Hanoi. */
  readonly on: string;
}
