import type { OwnerName } from '../../../schema/subgraphs.js';
import type { ObservationStatus } from '../figure.js';

/** One figure of the sample, as a sandbox holds it. */
export interface SampleFigure {
  readonly indicator: string;
  /** Area id: CITY-01, DISTRICT-001. */
  readonly area: string;
  /** Period text. */
  readonly period: string;
  /** In the indicator's unit, not rounded; null where it does not apply (denominator zero). */
  readonly value: number | null;
  /** Whole numbers (except a population in ten thousands); null where the figure is not made of counts. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly note: string | null;
  /** Instant of publication, ISO 8601 in UTC. */
  readonly publishedAt: string;
}

/** The sample figures of an owner: the same on every machine. */
export type SampleOf = (owner: OwnerName) => readonly SampleFigure[];
