import type { CountedCell } from '../disclosure/quantity.js';
import type { Suppressed } from '../disclosure/suppressions.js';
import type { MissingReason, SourceFigure } from '../figure.js';
import type { Frequency } from '../period.js';

/**
 * The journal of one owner keeps what its source said, for one identity of the source. It is a list of entries that only
 * grows; each entry has a position, counted from 1, and what is known at an instant is what stands up to a position.
 */

/** What is asked, recorded and kept fresh as one: all figures of one indicator at one frequency, of all areas. */
export interface SliceKey {
  readonly indicator: string;
  readonly frequency: Frequency;
}

/** A slice as a question to the source covered it. */
export interface Coverage extends SliceKey {
  /** First year asked for. */
  readonly firstYear: number;
  /** Last period asked for: the last that had ended. */
  readonly lastPeriod: string;
}

/** One observation as it was accepted. A later vintage of the same cell replaces it for whoever asks now. */
export interface Vintage extends SourceFigure {
  readonly position: number;
  /** Instant of recording, ISO 8601 in UTC with milliseconds. Never falls with the position. */
  readonly recordedAt: string;
  /** Number of the quarantine entry that an operator released; null for what passed the checks. */
  readonly released: number | null;
}

/** A vintage before it has its position and time. A figure withdrawn at the source has value null and reason WITHDRAWN. */
export type NewVintage = SourceFigure & { readonly released: number | null };

/** What one question to the source came to. */
export interface Receipt {
  readonly position: number;
  /** When the question began: the answer is at least as young. */
  readonly at: string;
  readonly slices: readonly Coverage[];
  /** New vintages, withdrawals among them. */
  readonly taken: number;
  readonly withdrawn: number;
  readonly unchanged: number;
  /** Figures put, or still, in quarantine. */
  readonly refused: number;
}

export type NewReceipt = Omit<Receipt, 'position'>;

/** Why a figure that arrived was not accepted; texts in check-texts.ts. */
export const CHECK_REASONS = [
  'UNKNOWN_INDICATOR',
  'UNKNOWN_AREA',
  'UNREADABLE',
  'UNIT',
  'RANGE',
  'NUMERATOR_ABOVE_DENOMINATOR',
  'SUM_OF_DISTRICTS',
  'DUPLICATE',
  'JUMP',
  'FUTURE_PERIOD',
  'PUBLISHED_IN_FUTURE',
  'FEWER_AREAS',
] as const;
export type CheckReason = (typeof CHECK_REASONS)[number];

/** What an operator (or a later figure) made of a quarantined figure. */
export type Decision = 'RELEASED' | 'REJECTED' | 'SUPERSEDED';

/** A decision about one entry, by its number. */
export interface Verdict {
  readonly number: number;
  readonly decision: Decision;
  readonly by: string | null;
  readonly why: string | null;
}

/** A figure in quarantine. For FEWER_AREAS it is the figure that is missing: value null, reason WITHDRAWN. */
export interface Quarantined {
  /** Its position in the journal, by which an operator names it. */
  readonly number: number;
  readonly figure: SourceFigure;
  readonly reason: CheckReason;
  /** What was expected and what came, in English, for the command line alone: "6,700 is above the maximum 100". */
  readonly detail: string;
  readonly receivedAt: string;
  /** When the last good figure of the cell had last been confirmed; null where there is none. */
  readonly lastGoodAt: string | null;
  /** Null while it waits for a decision. */
  readonly decision: Decision | null;
  readonly decidedAt: string | null;
  /** Name of who decided, and why; null while open. For SUPERSEDED of who had rejected it, null where nobody had. */
  readonly decidedBy: string | null;
  readonly decidedWhy: string | null;
}

export type NewQuarantined = Pick<Quarantined, 'figure' | 'reason' | 'detail' | 'lastGoodAt'>;

/** The definitions that held from a position on: files by name, as texts. */
export interface DefinitionsVersion {
  readonly position: number;
  readonly recordedAt: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A cell that is withheld from the entry on, whatever was recorded of it before or is later. */
export interface Suppression extends Suppressed {
  readonly position: number;
  readonly recordedAt: string;
}

/** How far a journal is. */
export interface Head {
  /** Position of the last entry; 0 when there is none. */
  readonly position: number;
  /** Instant of the first and of the last recording; null when there is none. */
  readonly firstRecordedAt: string | null;
  readonly recordedAt: string | null;
}

/** What stands at the head, or what came after a position. */
export interface Standing {
  readonly head: Head;
  /** The latest vintage of each cell (that is after the position). */
  readonly vintages: readonly Vintage[];
  /** The latest receipt of each slice (that is after the position). */
  readonly checked: readonly (Coverage & { readonly at: string })[];
  /**
   * Entries but superseded ones that nobody had rejected: a release goes on excusing its figure, a rejection refusing it.
   * After a position also those decided after it.
   */
  readonly quarantined: readonly Quarantined[];
  /** Ascending by position: of one cell the last counts. */
  readonly suppressed: readonly Suppression[];
}

/**
 * One transaction, alone on the journal of its source: the head is locked from its start to its end, across processes.
 * `recordedAt` is the instant of all its entries: now, but later than every recording before and every instant that was
 * closed.
 */
export interface Writing {
  /** As it stood when the transaction began. */
  readonly head: Head;
  /** Of the last entry written so far. */
  readonly position: number;
  readonly recordedAt: string;
  /** Before it, nothing can be backdated: the last recording, or what comes after an instant that was closed. Null: never. */
  readonly earliest: string | null;
  /** What came after a position: for a process whose memory is behind. */
  since(position: number): Promise<Standing>;
  /** Appends vintages in order. `recordedAt`, ascending and not before the head's, for a backdated sample only. */
  append(vintages: readonly (NewVintage & { readonly recordedAt?: string })[]): Promise<Vintage[]>;
  receipt(receipt: NewReceipt): Promise<Receipt>;
  /** Puts figures in quarantine; one that is already there alike, open or rejected, is not put there again but returned. */
  quarantine(entries: readonly NewQuarantined[]): Promise<Quarantined[]>;
  /** Throws when the entry has been released or superseded already. */
  decide(number: number, decision: Decision, by: string | null, why: string | null): Promise<Quarantined>;
  /** The same for many at once, in their order: an answer that mends itself can supersede thousands. */
  decideAll(verdicts: readonly Verdict[]): Promise<Quarantined[]>;
  define(files: Readonly<Record<string, string>>, recordedAt?: string): Promise<DefinitionsVersion>;
  suppress(cells: readonly Suppressed[]): Promise<Suppression[]>;
  /** By what rule all that is recorded was screened for small counts; null: it never was. */
  readonly screenedBy: string | null;
  /** Writes down that all that is recorded was screened by a rule. */
  screened(rule: string): Promise<void>;
  /** What was ever recorded of the cells of indicators and of their breakdowns, in any order. */
  counted(indicators: readonly string[]): Promise<CountedCell[]>;
}

/** What a question about changes asks for. Both ends are exclusive below, inclusive above. */
export interface ChangesAsked {
  /** After this position; null: by `since`. */
  readonly after: number | null;
  /** Recorded at or after this instant; without effect when `after` is given. */
  readonly since: string;
  readonly first: number;
  /** Null: all. */
  readonly indicators: readonly string[] | null;
  readonly areas: readonly string[] | null;
  /** The areas whose first vintages are listed too, which are most of a journal. Null: all. */
  readonly firstsOf: readonly string[] | null;
}

/** A vintage beside the one that it replaced. */
export interface RecordedChange {
  readonly before: Vintage | null;
  readonly after: Vintage;
}

/** How much is recorded: for `npm run data -- status`. */
export interface JournalSize {
  /** Vintages of this identity of the source, of all cells. */
  readonly vintages: number;
  /** Bytes on disk of the owner's part, of all identities, with its indexes. */
  readonly bytes: number;
}

/** One line of a backup; see backup.ts. */
export type BackupLine = Readonly<Record<string, unknown>>;

/** The journal of one owner and one identity of its source, in the database. Every method throws JournalError. */
export interface JournalStore {
  /** Everything that stands now. */
  load(): Promise<Standing>;
  /** What came after a position; cheap when nothing did. */
  since(position: number): Promise<Standing>;
  write<T>(work: (writing: Writing) => Promise<T>): Promise<T>;
  /**
   * Closes the journal up to an instant: the position of the last entry recorded by then. Nothing is ever recorded at or
   * before it afterwards, in any process. 0 when nothing had been recorded by then.
   */
  closeUntil(asOf: string): Promise<number>;
  head(): Promise<Head>;
  /** The vintages of slices that stood at a position (the latest of each cell up to it); with `areas`, of these alone. */
  standingAt(keys: readonly SliceKey[], position: number, areas?: readonly string[] | null): Promise<Vintage[]>;
  /** Quarantine entries of slices that were open or rejected at a position, as they stood there; ascending by number. */
  quarantinedAt(keys: readonly SliceKey[], position: number): Promise<Quarantined[]>;
  /** All vintages of the cells of a slice up to a position (null: all), ascending by position. */
  vintagesOf(keys: readonly SliceKey[], areas: readonly string[], position: number | null): Promise<Vintage[]>;
  /**
   * Vintages in the order of positions, each with the one before; only those recorded after what is asked. One with the
   * numbers and the status of the one before is left out: with another document, time of publication, note or reason alone
   * it is the same figure, and however many of them there are, whoever asks gets past them.
   */
  changes(asked: ChangesAsked): Promise<RecordedChange[]>;
  /** What is withheld of indicators, whenever that was found; ascending by position. */
  suppressed(indicators: readonly string[]): Promise<Suppression[]>;
  /** Quarantine entries, the newest first; by default those that are open. */
  quarantined(options?: { readonly all?: boolean; readonly first?: number }): Promise<Quarantined[]>;
  countOpen(): Promise<number>;
  /** The newest first. */
  receipts(first: number): Promise<Receipt[]>;
  /** All versions, ascending. */
  definitions(): Promise<DefinitionsVersion[]>;
  size(): Promise<JournalSize>;
}

/** Reasons of missing values that the journal itself gives. */
export const WITHDRAWN: MissingReason = 'WITHDRAWN';
