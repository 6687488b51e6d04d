import type { OwnerName } from '../../../schema/subgraphs.js';
import type { SourceFigure } from '../figure.js';

/**
 * One figure of the sample, as a sandbox holds it: what its source will give of it, but for the place, which only the
 * sandbox's own system has. Numerator and denominator are whole numbers, except a population in ten thousands.
 */
export interface SampleFigure extends Omit<SourceFigure, 'reason' | 'document' | 'place' | 'publishedAt'> {
  /** Instant of publication, ISO 8601 in UTC. */
  readonly publishedAt: string;
}

/** The sample figures of an owner: the same on every machine. */
export type SampleOf = (owner: OwnerName) => readonly SampleFigure[];
