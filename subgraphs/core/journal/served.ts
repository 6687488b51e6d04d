import type { Catalogue } from '../catalogue.js';
import type { Call } from '../department.js';
import type { Confidentiality } from '../disclosure/masked.js';
import type { SourceErrorCode } from '../errors.js';
import type { SourceFigure } from '../figure.js';
import type { PrintedParts } from '../sample/published.js';
import type { CheckReason, Quarantined, Receipt, SliceKey, Vintage } from './contract.js';

/**
 * A vintage with what the graph adds to it. It never changes, but for one that a FigureReader gives; its properties may be read from where many figures are kept
 * together, so that `{ ...figure }` has none of them.
 */
export interface Figure extends SourceFigure {
  readonly position: number;
  readonly recordedAt: string;
  readonly released: number | null;
  /** Which of its numbers are made up for the sample; the value with any part that is shown beside it. */
  readonly sample: PrintedParts;
  /** F where it is shown; of what is withheld, neither a number nor a note is here. */
  readonly confidentiality: Confidentiality;
}

/** Tells which numbers of what was recorded are made up. */
export type Mark = (vintage: Vintage) => PrintedParts;

/** Why figures could not be confirmed in time: a failure of the source, of the journal, or a newer one in quarantine. */
export type StaleCode = SourceErrorCode | 'JOURNAL_UNREACHABLE' | 'HELD_BACK';

/** How old a figure is, and why it is not younger. */
export interface Freshness {
  /** When the source last confirmed it; under asOf, when it was recorded. */
  readonly retrievedAt: string;
  /** Null: it was confirmed within the maximum age (or it is asked for as of an instant). */
  readonly staleBecause: StaleCode | null;
}

/** Reads figures of a slice without leaving any behind: each stands only until the next is read. */
export interface FigureReader {
  /** Where a period's figures are, for `of`. */
  place(period: string): number;
  of(areaId: string, place: number): Figure | undefined;
}

/** The figures of one slice as one request of the gateway sees them: they do not change under it. */
export interface ServedSlice extends SliceKey {
  get(areaId: string, period: string): Figure | undefined;
  /** Reads figures one after the other. */
  reader(): FigureReader;
  /** What is in quarantine (open or rejected) for the cell: the check that it failed. */
  heldBack(areaId: string, period: string): CheckReason | undefined;
  /** Of a cell, also of one that the source does not have; null where it never was asked. */
  freshness(areaId: string, period: string): Freshness | null;
}

/** What a request needs of a slice. */
export interface SliceRequest extends SliceKey {
  /** The earliest year that it needs. */
  readonly firstYear: number;
  /** Milliseconds within which the figures must have been confirmed; null: the department's. */
  readonly maxAgeMs: number | null;
}

/** What was in memory at one moment: it stays as it is, whatever is recorded meanwhile. */
export interface InMemory {
  /** The slice where it is fresh enough for the request; null: it has to be read. */
  slice(request: SliceRequest): ServedSlice | null;
}

/** What is known of an owner's figures: the journal, filled from the source as need be. */
export interface Journal {
  /** How far it has come: `edition` moves with whatever is served besides times of confirmation, `position` with those too. */
  readonly version: { readonly edition: number; readonly position: number };
  /** What is in memory now, for who can do without waiting. */
  inMemory(call: Call): InMemory;
  /**
   * The slices, in the order of the requests: from memory when they are fresh, else from the source, which is asked once
   * however many wait; else the last good figures, with the reason. An Error stands for a slice that nothing is known of:
   * a SourceError when the source failed, a JournalError when the journal did. Never rejects.
   */
  read(requests: readonly SliceRequest[], call: Call): Promise<readonly (ServedSlice | Error)[]>;
  /** What was known at a closed position; with `areas`, of these alone. */
  readAt(
    keys: readonly SliceKey[],
    position: number,
    areas?: readonly string[] | null,
  ): Promise<readonly ServedSlice[]>;
  /** Asks the source for these slices now, whatever their age, and records the answer. Throws SourceError, JournalError. */
  refresh(keys: readonly SliceKey[], call: Call): Promise<Receipt>;
  /** Slices that are kept fresh: all indicators of the owner at their own frequency, the oldest first. */
  ages(): readonly (SliceKey & { readonly checkedAt: string | null })[];
  /** Takes over what other processes have recorded. */
  catchUp(): Promise<void>;
  /** When an answer of the source was last taken. */
  readonly lastGood: string | null;
  decide(number: number, decision: 'RELEASED' | 'REJECTED', by: string, why: string): Promise<Quarantined>;
  /** Checks what comes from now on by another catalogue, and screens by its thresholds what is there. Throws JournalError. */
  renew(catalogue: Catalogue): Promise<void>;
  close(): Promise<void>;
}
