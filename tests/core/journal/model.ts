import { type CountedCell, partsOfCode } from '../../../subgraphs/core/disclosure/quantity.js';
import type { Suppressed } from '../../../subgraphs/core/disclosure/suppressions.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import type {
  ChangesAsked,
  Coverage,
  Decision,
  DefinitionsVersion,
  Head,
  JournalStore,
  NewQuarantined,
  NewReceipt,
  NewVintage,
  Quarantined,
  Receipt,
  RecordedChange,
  SliceKey,
  Standing,
  Suppression,
  Verdict,
  Vintage,
  Writing,
} from '../../../subgraphs/core/journal/contract.js';
import { period } from '../../../subgraphs/core/period.js';

/**
 * The journal as a list in memory: what JournalStore means, said as plainly as can be. Every question goes through the
 * whole list. Stores over one ModelJournal see the same entries, like processes over one database.
 */

interface Decided {
  readonly position: number;
  readonly number: number;
  readonly decision: Decision;
  readonly at: string;
  readonly by: string | null;
  readonly why: string | null;
}

type Entry =
  | { readonly kind: 'vintage'; readonly position: number; readonly vintage: Vintage }
  | { readonly kind: 'definitions'; readonly position: number; readonly version: DefinitionsVersion }
  | { readonly kind: 'quarantined'; readonly position: number; readonly quarantined: Quarantined }
  | { readonly kind: 'decided'; readonly position: number; readonly decided: Decided }
  | { readonly kind: 'suppressed'; readonly position: number; readonly suppression: Suppression }
  | { readonly kind: 'receipt'; readonly position: number; readonly receipt: Receipt };

/** What a database keeps of one source. */
export interface ModelJournal {
  entries: readonly Entry[];
  closedUntil: string | null;
  screenedBy: string | null;
  /** Writers wait for each other. */
  lock: Promise<unknown>;
}

export function modelJournal(): ModelJournal {
  return { entries: [], closedUntil: null, screenedBy: null, lock: Promise.resolve() };
}

/** When an entry was recorded; null for receipts, which say what was confirmed and not what is known. */
function recordedAt(entry: Entry): string | null {
  if (entry.kind === 'vintage') return entry.vintage.recordedAt;
  if (entry.kind === 'definitions') return entry.version.recordedAt;
  if (entry.kind === 'quarantined') return entry.quarantined.receivedAt;
  if (entry.kind === 'suppressed') return entry.suppression.recordedAt;
  return entry.kind === 'decided' ? entry.decided.at : null;
}

const instantOf = (entry: Entry | undefined) => (entry ? recordedAt(entry) : null);

function headOf(entries: readonly Entry[]): Head {
  return {
    position: entries.at(-1)?.position ?? 0,
    firstRecordedAt: instantOf(entries.find(({ kind }) => kind === 'vintage' || kind === 'definitions')),
    recordedAt: instantOf(entries.findLast((entry) => recordedAt(entry) !== null)),
  };
}

const vintagesIn = (entries: readonly Entry[]) => entries.flatMap((e) => (e.kind === 'vintage' ? [e.vintage] : []));
const suppressedIn = (entries: readonly Entry[]) =>
  entries.flatMap((e) => (e.kind === 'suppressed' ? [e.suppression] : []));
const upTo = (entries: readonly Entry[], position: number) => entries.filter((entry) => entry.position <= position);
const sliceOf = (figure: SourceFigure) => `${figure.indicator} ${period(figure.period).frequency}`;
const cellOf = (figure: SourceFigure) => `${figure.indicator} ${figure.area} ${figure.period}`;
const named = (keys: readonly SliceKey[]) => new Set(keys.map((key) => `${key.indicator} ${key.frequency}`));

/** The last of each group, ascending by position. */
function lastOf<T>(ascending: readonly T[], group: (entry: T) => string): T[] {
  const last = new Map(ascending.map((entry) => [group(entry), entry]));
  return ascending.filter((entry) => last.get(group(entry)) === entry);
}

/** Quarantine entries with the last decision about each. */
function quarantinedIn(entries: readonly Entry[]): (Quarantined & { readonly touched: number })[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'quarantined') return [];
    const found = entries.flatMap((e) =>
      e.kind === 'decided' && e.decided.number === entry.position ? [e.decided] : [],
    );
    const last = found.at(-1);
    if (!last) return [{ ...entry.quarantined, touched: entry.position }];
    const { decision, at, by, why, position } = last;
    return [{ ...entry.quarantined, decision, decidedAt: at, decidedBy: by, decidedWhy: why, touched: position }];
  });
}

const held = ({ decision }: Quarantined) => decision === null || decision === 'REJECTED';
const untouched = ({ touched: _, ...quarantined }: Quarantined & { readonly touched: number }): Quarantined =>
  quarantined;

function checkedIn(entries: readonly Entry[]): (Coverage & { at: string })[] {
  const all = entries.flatMap((e) =>
    e.kind === 'receipt' ? e.receipt.slices.map((slice) => ({ ...slice, at: e.receipt.at })) : [],
  );
  return lastOf(all, (slice) => `${slice.indicator} ${slice.frequency}`);
}

function standingAfter(entries: readonly Entry[], position: number): Standing {
  const later = entries.filter((entry) => entry.position > position);
  return {
    head: headOf(entries),
    vintages: lastOf(vintagesIn(later), cellOf),
    checked: checkedIn(later),
    quarantined: quarantinedIn(entries)
      .filter(({ touched }) => touched > position)
      .map(untouched),
    suppressed: suppressedIn(later),
  };
}

function sameFailing(a: NewQuarantined, b: NewQuarantined): boolean {
  const { place: _, ...figure } = a.figure;
  const alike = (Object.keys(figure) as (keyof typeof figure)[]).every((key) => figure[key] === b.figure[key]);
  return alike && a.reason === b.reason;
}

function changesIn(entries: readonly Entry[], asked: ChangesAsked): RecordedChange[] {
  const all = vintagesIn(entries);
  return all
    .filter((v) => (asked.after === null ? v.recordedAt >= asked.since : v.position > asked.after))
    .filter((v) => asked.indicators?.includes(partsOfCode(v.indicator).indicator) ?? true)
    .filter((v) => asked.areas?.includes(v.area) ?? true)
    .map((after) => ({
      before: all.findLast((v) => cellOf(v) === cellOf(after) && v.position < after.position) ?? null,
      after,
    }))
    .filter(({ before, after }) => before || (asked.firstsOf?.includes(after.area) ?? true))
    .filter(({ before, after }) => !before || FIGURE.some((field) => before[field] !== after[field]))
    .slice(0, asked.first);
}

/** What makes a figure another one. */
const FIGURE = ['value', 'numerator', 'denominator', 'status'] as const;

class ModelWriting implements Writing {
  readonly head: Head;
  readonly recordedAt: string;
  readonly earliest: string | null;
  /** What is written so far, with what stood before. */
  readonly entries: Entry[];

  constructor(
    entries: readonly Entry[],
    private readonly closedUntil: string | null,
    public screenedBy: string | null,
    now: Date,
  ) {
    this.entries = [...entries];
    this.head = headOf(entries);
    const open = closedUntil === null ? null : new Date(Date.parse(closedUntil) + 1).toISOString();
    this.earliest = [this.head.recordedAt, open].reduce((a, b) => (a !== null && (b === null || a > b) ? a : b));
    const after = [this.head.recordedAt, closedUntil].flatMap((at) => (at === null ? [] : [Date.parse(at) + 1]));
    this.recordedAt = new Date(Math.max(now.getTime(), ...after)).toISOString();
  }

  get position(): number {
    return headOf(this.entries).position;
  }

  private add<E extends Entry>(make: (position: number) => E): E {
    const entry = make(headOf(this.entries).position + 1);
    this.entries.push(entry);
    return entry;
  }

  private instant(given: string | undefined): string {
    const at = given ?? this.recordedAt;
    if (at < (headOf(this.entries).recordedAt ?? '')) throw new Error('instants fall');
    if (at > this.recordedAt) throw new Error('in the future');
    if (at <= (this.closedUntil ?? '')) throw new Error('closed');
    return at;
  }

  async since(position: number): Promise<Standing> {
    return standingAfter(this.entries, position);
  }

  async append(vintages: readonly (NewVintage & { readonly recordedAt?: string })[]): Promise<Vintage[]> {
    return vintages.map((vintage) => {
      const at = this.instant(vintage.recordedAt);
      const made = (position: number) => ({ ...vintage, position, recordedAt: at });
      return this.add((position) => ({ kind: 'vintage', position, vintage: made(position) })).vintage;
    });
  }

  async receipt(receipt: NewReceipt): Promise<Receipt> {
    const text = (slice: Coverage) => `${slice.indicator} ${slice.frequency} ${slice.firstYear} ${slice.lastPeriod}`;
    const slices = [...receipt.slices].sort((a, b) => (text(a) < text(b) ? -1 : 1));
    const made = (position: number) => ({ ...receipt, slices, position });
    return this.add((position) => ({ kind: 'receipt', position, receipt: made(position) })).receipt;
  }

  async quarantine(entries: readonly NewQuarantined[]): Promise<Quarantined[]> {
    return entries.map((entry) => {
      const alike = quarantinedIn(this.entries).findLast((other) => held(other) && sameFailing(other, entry));
      if (alike) return untouched(alike);
      const receivedAt = this.instant(undefined);
      const open = { decision: null, decidedAt: null, decidedBy: null, decidedWhy: null };
      const made = (number: number) => ({ number, ...entry, receivedAt, ...open });
      return this.add((position) => ({ kind: 'quarantined', position, quarantined: made(position) })).quarantined;
    });
  }

  async decide(number: number, decision: Decision, by: string | null, why: string | null): Promise<Quarantined> {
    const entry = quarantinedIn(this.entries).find((other) => other.number === number);
    if (!entry || !held(entry)) throw new Error(`${number} cannot be decided`);
    const at = this.instant(undefined);
    const made = (position: number) => ({ position, number, decision, at, by, why });
    this.add((position) => ({ kind: 'decided', position, decided: made(position) }));
    return { ...untouched(entry), decision, decidedAt: at, decidedBy: by, decidedWhy: why };
  }

  async decideAll(verdicts: readonly Verdict[]): Promise<Quarantined[]> {
    const decided: Quarantined[] = [];
    for (const { number, decision, by, why } of verdicts) decided.push(await this.decide(number, decision, by, why));
    return decided;
  }

  async suppress(cells: readonly Suppressed[]): Promise<Suppression[]> {
    return cells.map((cell) => {
      const at = this.instant(undefined);
      const made = (position: number) => ({ ...cell, position, recordedAt: at });
      return this.add((position) => ({ kind: 'suppressed', position, suppression: made(position) })).suppression;
    });
  }

  async screened(rule: string): Promise<void> {
    this.screenedBy = rule;
  }

  async counted(indicators: readonly string[]): Promise<CountedCell[]> {
    return vintagesIn(this.entries).filter((v) => indicators.includes(partsOfCode(v.indicator).indicator));
  }

  async define(files: Readonly<Record<string, string>>, given?: string): Promise<DefinitionsVersion> {
    const at = this.instant(given);
    const made = (position: number) => ({ position, recordedAt: at, files: { ...files } });
    return this.add((position) => ({ kind: 'definitions', position, version: made(position) })).version;
  }
}

/** A store over a journal in memory (its own, unless one is given). Instants have to come as `toISOString` writes them. */
export function modelStore(options: { readonly now: () => Date; readonly journal?: ModelJournal }): JournalStore {
  const { now, journal = modelJournal() } = options;
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = journal.lock.then(work);
    journal.lock = mine.catch(() => undefined);
    return mine;
  };
  return {
    async load() {
      const all = standingAfter(journal.entries, 0);
      return {
        ...all,
        quarantined: all.quarantined.filter(
          ({ decision, decidedBy }) => decision !== 'SUPERSEDED' || decidedBy !== null,
        ),
      };
    },
    since: async (position) => standingAfter(journal.entries, position),
    head: async () => headOf(journal.entries),
    write: (work) =>
      alone(async () => {
        const writing = new ModelWriting(journal.entries, journal.closedUntil, journal.screenedBy, now());
        const result = await work(writing);
        journal.entries = writing.entries;
        journal.screenedBy = writing.screenedBy;
        return result;
      }),
    closeUntil: (asOf) =>
      alone(async () => {
        if (asOf > (journal.closedUntil ?? '')) journal.closedUntil = asOf;
        return journal.entries.findLast((entry) => (recordedAt(entry) ?? '9') <= asOf)?.position ?? 0;
      }),
    async standingAt(keys, position, areas = null) {
      const slices = named(keys);
      const asked = vintagesIn(upTo(journal.entries, position)).filter(
        (vintage) => slices.has(sliceOf(vintage)) && (areas?.includes(vintage.area) ?? true),
      );
      return lastOf(asked, cellOf);
    },
    async quarantinedAt(keys, position) {
      const slices = named(keys);
      return quarantinedIn(upTo(journal.entries, position))
        .filter((entry) => held(entry) && slices.has(sliceOf(entry.figure)))
        .map(untouched);
    },
    async vintagesOf(keys, areas, position) {
      const slices = named(keys);
      return vintagesIn(upTo(journal.entries, position ?? Number.POSITIVE_INFINITY)).filter(
        (vintage) => slices.has(sliceOf(vintage)) && areas.includes(vintage.area),
      );
    },
    changes: async (asked) => changesIn(journal.entries, asked),
    async quarantined({ all = false, first = Number.POSITIVE_INFINITY } = {}) {
      const found = quarantinedIn(journal.entries).filter(({ decision }) => all || decision === null);
      return found.reverse().slice(0, first).map(untouched);
    },
    suppressed: async (indicators) =>
      suppressedIn(journal.entries).filter(({ indicator }) => indicators.includes(indicator)),
    countOpen: async () => quarantinedIn(journal.entries).filter(({ decision }) => decision === null).length,
    async receipts(first) {
      const found = journal.entries.flatMap((entry) => (entry.kind === 'receipt' ? [entry.receipt] : []));
      return found.reverse().slice(0, first);
    },
    definitions: async () => journal.entries.flatMap((entry) => (entry.kind === 'definitions' ? [entry.version] : [])),
    size: async () => ({ vintages: vintagesIn(journal.entries).length, bytes: 0 }),
  };
}
