import type { Withheld } from '../disclosure/suppressions.js';
import { type Frequency, type Period, period } from '../period.js';
import { covers, isAsked, periodsOf } from './asked.js';
import { type Axes, axesByFrequency } from './axes.js';
import { Columns } from './columns.js';
import { columnsWith } from './columns-draft.js';
import type { RecordedSlice } from './comparison.js';
import type { CheckReason, Coverage, Quarantined, SliceKey, Suppression, Vintage } from './contract.js';
import { markOf } from './figure-mark.js';
import { ColumnsReader, figureIn, vintageIn, vintagesIn } from './recorded-figure.js';
import { isSettled } from './rejection.js';
import type { Figure, FigureReader, Freshness, Mark, ServedSlice, StaleCode } from './served.js';

/** By area id, then by period text: a lookup makes no text of its own. */
type ByCell<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** What the last answer covered, and when it was asked for. */
export type Checked = Coverage & { readonly at: string };

/** What is new about a slice. */
export interface SliceNews {
  readonly vintages: readonly Vintage[];
  readonly checked: Checked | null;
  /** Decided ones among them. */
  readonly quarantined: readonly Quarantined[];
  readonly suppressed: readonly Suppression[];
}

/** What is known of a slice at one moment. It never changes: news make another one. */
export class Slice implements SliceKey, RecordedSlice {
  /** The same as `checkedAt` in epoch milliseconds. */
  readonly checkedMs: number | null;
  /** Latest period of that answer. */
  readonly lastPeriod: Period | null;
  readonly #views = new Map<StaleCode | null, ServedSlice>();
  readonly #held: ByCell<Quarantined>;
  #ofCell: ByCell<readonly Quarantined[]> | null = null;

  private constructor(
    readonly indicator: string,
    readonly frequency: Frequency,
    /** What the answer that was taken last covered. */
    readonly checked: Checked | null,
    /** When the source last confirmed the figures, as far as the clock tells; null where it never answered. */
    readonly checkedAt: string | null,
    /** First year of the widest answer: what is asked never becomes less. */
    readonly firstYear: number | null,
    private readonly columns: Columns,
    /** What was quarantined and is of account, ascending. */
    private readonly entries: readonly Quarantined[],
    private readonly suppressed: ByCell<Withheld>,
  ) {
    this.checkedMs = checkedAt === null ? null : Date.parse(checkedAt);
    this.lastPeriod = checked && period(checked.lastPeriod);
    this.#held = lastByCell(entries.filter((entry) => this.#holds(entry)));
  }

  /** A slice of which nothing is known. */
  static unknown({ indicator, frequency }: SliceKey, axes: Axes): Slice {
    return new Slice(indicator, frequency, null, null, null, new Columns(indicator, axes), [], new Map());
  }

  /** With what is new, at an instant of the clock (epoch milliseconds). */
  with(news: SliceNews, mark: Mark, now: number): Slice {
    const checked = news.checked ?? this.checked;
    const checkedAt = news.checked ? this.#confirmedBy(news.checked, now) : this.checkedAt;
    const firstYear = checked && Math.min(checked.firstYear, this.firstYear ?? checked.firstYear);
    const suppressed = withSuppressed(this.suppressed, news.suppressed);
    const columns = columnsWith(this.columns, this.#shownAnew(news), marking(mark, suppressed));
    const entries = withEntries(this.entries, news.quarantined);
    return new Slice(this.indicator, this.frequency, checked, checkedAt, firstYear, columns, entries, suppressed);
  }

  /** What was recorded last of a cell. */
  get(areaId: string, text: string): Vintage | undefined {
    return vintageIn(this.columns, areaId, text);
  }

  /** What was recorded last of every cell. */
  vintages(): Iterable<Vintage> {
    return vintagesIn(this.columns);
  }

  /** As what a cell is withheld; undefined: it is shown. */
  withheld(areaId: string, text: string): Withheld | undefined {
    return this.suppressed.get(areaId)?.get(text);
  }

  /** What was quarantined of a cell and is of account, ascending. */
  quarantined(areaId: string, text: string): readonly Quarantined[] {
    if (this.entries.length === 0) return NONE;
    this.#ofCell ??= groupByCell(this.entries);
    return this.#ofCell.get(areaId)?.get(text) ?? NONE;
  }

  /** What is rejected and was not left by the source since. */
  rejected(): readonly Quarantined[] {
    return this.entries.filter((entry) => entry.decision === 'REJECTED');
  }

  /** The slice as a request sees it; the same object for the same reason. */
  served(staleBecause: StaleCode | null): ServedSlice {
    const known = this.#views.get(staleBecause);
    if (known) return known;
    const made = new View(this, this.columns, this.#held, staleBecause);
    this.#views.set(staleBecause, made);
    return made;
  }

  /** The vintages that are new, and those that have to be shown otherwise since they are withheld. */
  #shownAnew({ vintages, suppressed }: SliceNews): readonly Vintage[] {
    if (suppressed.length === 0) return vintages;
    return [...suppressed.flatMap(({ area, period: text }) => this.get(area, text) ?? []), ...vintages];
  }

  /** A rejected figure holds its cell back until the source gives another one. */
  #holds({ number, decision, figure }: Quarantined): boolean {
    if (decision !== 'REJECTED') return decision === null;
    return (this.get(figure.area, figure.period)?.position ?? 0) < number;
  }

  /** What is recorded later was asked for later, so it is no older than what it covers of the answer before. */
  #confirmedBy(checked: Checked, now: number): string {
    const isCovered = this.checked !== null && covers(this.checked, checked);
    return lastPassed(isCovered ? this.checkedAt : null, checked.at, now);
  }
}

/**
 * The later of two instants that the clock has passed: one in its future was written by another clock, or before it was set
 * back, and tells nothing. Where neither has passed, the second.
 */
export function lastPassed(before: string | null, at: string, now: number): string {
  if (before === null || Date.parse(before) > now) return at;
  return at > before && Date.parse(at) <= now ? at : before;
}

const NONE: readonly Quarantined[] = [];

/** A slice as of an instant: each figure is as old as its recording. */
export function servedAsOf(
  { indicator, frequency }: SliceKey,
  vintages: readonly Vintage[],
  quarantined: readonly Quarantined[],
  suppressed: readonly Suppression[],
  mark: Mark,
): ServedSlice {
  const none = new Columns(indicator, axesByFrequency()[frequency]);
  const columns = columnsWith(none, vintages, marking(mark, withSuppressed(new Map(), suppressed)));
  const held = lastByCell(quarantined);
  return {
    indicator,
    frequency,
    get: (areaId, text) => figureIn(columns, areaId, text),
    reader: () => new ColumnsReader(columns),
    heldBack: (areaId, text) => held.get(areaId)?.get(text)?.reason,
    freshness: (areaId, text) => {
      const vintage = vintageIn(columns, areaId, text);
      return vintage ? { retrievedAt: vintage.recordedAt, staleBecause: null } : null;
    },
  };
}

class View implements ServedSlice {
  readonly indicator: string;
  readonly frequency: Frequency;
  readonly #checked: Checked | null;
  readonly #columns: Columns;
  readonly #held: ByCell<Quarantined>;
  /** Of every cell that the last answer covered and that is not held back. */
  readonly #covered: Freshness | null;
  readonly #staleBecause: StaleCode | null;
  /** Texts of the periods that the last answer covered; made when first needed. */
  #periods: ReadonlySet<string> | null = null;

  constructor(slice: Slice, columns: Columns, held: ByCell<Quarantined>, staleBecause: StaleCode | null) {
    this.indicator = slice.indicator;
    this.frequency = slice.frequency;
    this.#checked = slice.checked;
    this.#columns = columns;
    this.#held = held;
    this.#covered = slice.checkedAt === null ? null : { retrievedAt: slice.checkedAt, staleBecause };
    this.#staleBecause = staleBecause;
  }

  get(areaId: string, text: string): Figure | undefined {
    return figureIn(this.#columns, areaId, text);
  }

  reader(): FigureReader {
    return new ColumnsReader(this.#columns);
  }

  heldBack(areaId: string, text: string): CheckReason | undefined {
    return this.#heldEntry(areaId, text)?.reason;
  }

  freshness(areaId: string, text: string): Freshness | null {
    const held = this.#heldEntry(areaId, text);
    if (held) return { retrievedAt: held.lastGoodAt ?? held.receivedAt, staleBecause: 'HELD_BACK' };
    if (this.#covers(areaId, text)) return this.#covered;
    // Recorded when more was asked for than last time: confirmed then, and not since.
    const figure = this.get(areaId, text);
    return figure ? { retrievedAt: figure.recordedAt, staleBecause: this.#staleBecause } : null;
  }

  #heldEntry(areaId: string, text: string): Quarantined | undefined {
    return this.#held.size === 0 ? undefined : this.#held.get(areaId)?.get(text);
  }

  #covers(areaId: string, text: string): boolean {
    this.#periods ??= new Set(this.#checked ? periodsOf(this.#checked).map((p) => p.text) : []);
    return this.#periods.has(text) && isAsked(areaId);
  }
}

/** Which numbers of a vintage are made up, and as what it is withheld. */
function marking(mark: Mark, suppressed: ByCell<Withheld>): (vintage: Vintage) => number {
  return (vintage) => markOf(mark(vintage), suppressed.get(vintage.area)?.get(vintage.period) ?? 'F');
}

function withSuppressed(before: ByCell<Withheld>, news: readonly Suppression[]): ByCell<Withheld> {
  if (news.length === 0) return before;
  const cells = new Map([...before].map(([area, periods]) => [area, new Map(periods)]));
  for (const { area, period: text, confidentiality } of news) {
    const periods = cells.get(area) ?? new Map<string, Withheld>();
    cells.set(area, periods.set(text, confidentiality));
  }
  return cells;
}

function withEntries(before: readonly Quarantined[], news: readonly Quarantined[]): readonly Quarantined[] {
  if (news.length === 0) return before;
  const byNumber = new Map([...before, ...news].map((entry) => [entry.number, entry]));
  return [...byNumber.values()].filter((entry) => !isSettled(entry)).sort((a, b) => a.number - b.number);
}

function groupByCell(entries: readonly Quarantined[]): Map<string, Map<string, Quarantined[]>> {
  const cells = new Map<string, Map<string, Quarantined[]>>();
  for (const entry of entries) {
    const { area, period: text } = entry.figure;
    const periods = cells.get(area) ?? new Map<string, Quarantined[]>();
    cells.set(area, periods.set(text, [...(periods.get(text) ?? []), entry]));
  }
  return cells;
}

/** Of several entries of one cell the last counts. */
function lastByCell(entries: readonly Quarantined[]): ByCell<Quarantined> {
  const cells = new Map<string, Map<string, Quarantined>>();
  for (const entry of entries) {
    const { area, period: text } = entry.figure;
    const periods = cells.get(area) ?? new Map<string, Quarantined>();
    cells.set(area, periods.set(text, entry));
  }
  return cells;
}
