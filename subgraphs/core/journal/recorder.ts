import { areaById } from '../../../schema/areas/areas.js';
import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue } from '../catalogue.js';
import { BadUserInput } from '../errors.js';
import type { SourceFigure } from '../figure.js';
import { parsePeriod } from '../period.js';
import { covers } from './asked.js';
import { type Comparison, compare } from './comparison.js';
import type {
  Coverage,
  JournalStore,
  NewQuarantined,
  Quarantined,
  Receipt,
  Standing,
  Verdict,
  Writing,
} from './contract.js';
import { legible } from './legible.js';
import { Memory } from './memory.js';
import { emptyReceipt } from './receipts.js';
import { rejectionOf } from './rejection.js';
import { screenAll, screenNews } from './screening.js';
import type { Mark } from './served.js';

interface RecorderOptions {
  readonly store: JournalStore;
  readonly owner: OwnerName;
  readonly catalogue: Catalogue;
  readonly mark: Mark;
  readonly today: () => string;
  readonly now: () => Date;
}

/** What a source answered. */
interface Answered {
  /** When it was asked: the figures are at least as young. */
  readonly at: string;
  /** What was known then. */
  readonly known: Memory;
  readonly slices: readonly Coverage[];
  readonly figures: readonly SourceFigure[];
}

/** What became of a transaction, and what it wrote; null: nothing. */
interface Written<T> {
  readonly result: T;
  readonly news: Standing | null;
}

/** Writes to the journal, one thing after the other, and keeps memory in step: it holds only what is committed. */
export class Recorder {
  #memory: Memory;
  #catalogue: Catalogue;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly options: RecorderOptions,
    memory: Memory,
  ) {
    this.#memory = memory;
    this.#catalogue = options.catalogue;
  }

  /** With what is recorded, screened for small counts. Throws JournalError. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const memory = Memory.empty(options.mark).with(await options.store.load(), options.now().getTime());
    const recorder = new Recorder(options, memory);
    await recorder.renew(options.catalogue);
    return recorder;
  }

  /** Screens what is recorded by the thresholds of a catalogue, and checks by it what comes from then on. Throws JournalError. */
  async renew(catalogue: Catalogue): Promise<void> {
    const { owner } = this.options;
    await this.#write(
      async (writing, known) => {
        const suppressed = await screenAll(writing, known, { owner, catalogue });
        return { result: null, news: suppressed.length > 0 ? { ...nothing(writing), suppressed } : null };
      },
      () => {
        this.#catalogue = catalogue;
      },
    );
  }

  get memory(): Memory {
    return this.#memory;
  }

  /** Records an answer and its receipt. Throws JournalError. */
  record(answered: Answered): Promise<Receipt> {
    return this.#write((writing, memory) => this.#recordIn(writing, memory, answered));
  }

  /**
   * Records what an operator made of a quarantined figure. Throws BadUserInput without a name and a reason, and for the
   * release of what has no place among the figures, or a newer one in it.
   */
  async decide(number: number, decision: 'RELEASED' | 'REJECTED', by: string, why: string): Promise<Quarantined> {
    refuseEmpty('by', by, 'the name of who decides is kept with the decision');
    refuseEmpty('why', why, 'the reason is kept with the decision');
    return this.#write(async (writing, memory) => {
      const decided = await writing.decide(number, decision, by.trim(), why.trim());
      const isReleased = decision === 'RELEASED';
      if (isReleased) refuseNoSeries(decided, this.#catalogue);
      if (isReleased) refuseOvertaken(decided, memory);
      const others = isReleased ? await supersede(writing, othersOfCell(memory, decided)) : [];
      const vintages = isReleased ? await writing.append([{ ...decided.figure, released: number }]) : [];
      return { result: decided, news: { ...nothing(writing), vintages, quarantined: [decided, ...others] } };
    });
  }

  /** Takes over what other processes have recorded. Throws JournalError. */
  catchUp(): Promise<void> {
    return this.#inTurn(async () => {
      const news = await this.options.store.since(this.#memory.position);
      if (news.head.position > this.#memory.position) this.#memory = this.#with(this.#memory, news);
    });
  }

  /** Until what is under way has ended, well or not. */
  async settled(): Promise<void> {
    await this.#last;
  }

  #write<T>(
    work: (writing: Writing, memory: Memory) => Promise<Written<T>>,
    committed: () => void = () => {},
  ): Promise<T> {
    return this.#inTurn(async () => {
      const { result, memory } = await this.options.store.write(async (writing) => {
        const isBehind = writing.head.position > this.#memory.position;
        const missed = isBehind ? await writing.since(this.#memory.position) : null;
        const before = missed ? this.#with(this.#memory, missed) : this.#memory;
        const { result, news } = await work(writing, before);
        return { result, memory: news ? await this.#screened(writing, this.#with(before, news), news) : before };
      });
      this.#memory = memory;
      committed();
      return result;
    });
  }

  /** What was accepted is screened in the transaction that records it: nothing is shown that was not. */
  async #screened(writing: Writing, memory: Memory, { vintages }: Standing): Promise<Memory> {
    const suppressed = await screenNews(writing, memory, vintages, {
      owner: this.options.owner,
      catalogue: this.#catalogue,
    });
    return suppressed.length > 0 ? this.#with(memory, { ...nothing(writing), suppressed }) : memory;
  }

  #with(memory: Memory, news: Standing): Memory {
    return memory.with(news, this.options.now().getTime());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // Whoever asked for it is told of a failure; the next one in turn is not.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #recordIn(writing: Writing, memory: Memory, answered: Answered): Promise<Written<Receipt>> {
    const { owner, now, today } = this.options;
    const catalogue = this.#catalogue;
    const { at } = answered;
    const taken = answered.slices.filter((slice) => !isOutdated(memory, slice, answered, now()));
    if (taken.length === 0) return { result: emptyReceipt(memory.position, at), news: null };
    const figures = answered.figures.map(legible);
    const comparison = compare({ owner, catalogue, slices: taken, figures, now: now(), today: today() }, memory);
    const vintages = await writing.append(comparison.taken);
    const quarantined = await quarantine(writing, memory, comparison.quarantine);
    const superseded = await supersede(writing, comparison.superseded);
    const left = await leave(writing, leftBy(comparison, memory, taken));
    const { withdrawn, unchanged, refused } = comparison;
    const counts = { taken: vintages.length, withdrawn, unchanged, refused };
    const receipt = await writing.receipt({ at, slices: taken, ...counts });
    const news = {
      ...nothing(writing),
      vintages,
      checked: taken.map((slice) => ({ ...slice, at })),
      quarantined: [...quarantined, ...superseded, ...left],
    };
    return { result: receipt, news };
  }
}

/** Nothing new, up to where a transaction has written. */
function nothing({ position, head }: Writing): Standing {
  return { head: { ...head, position }, vintages: [], checked: [], quarantined: [], suppressed: [] };
}

/** A figure of no indicator, area or period that the graph knows has no place among the figures, whoever releases it. */
function refuseNoSeries({ number, figure: { indicator, area, period } }: Quarantined, catalogue: Catalogue): void {
  if (catalogue.get(indicator) && areaById(area) && parsePeriod(period)) return;
  throw new BadUserInput(
    'number',
    number,
    `it is about ${indicator}, ${area}, ${period}, not all of which the graph knows; mend the source or its mapping, or reject it`,
  );
}

/** A figure that was accepted after the entry is the source's newer word. */
function refuseOvertaken({ number, figure: { indicator, area, period } }: Quarantined, memory: Memory): void {
  const frequency = parsePeriod(period)?.frequency;
  const standing = frequency && memory.slice({ indicator, frequency }).get(area, period);
  if (!standing || standing.position < number) return;
  throw new BadUserInput(
    'number',
    number,
    `a newer figure of ${indicator}, ${area}, ${period} was accepted on ${standing.recordedAt}; it would be overwritten`,
  );
}

/**
 * True when another process has recorded an answer since this one was asked for, and that may have been asked for later.
 * What was recorded before is older, whatever the clock said then; of two questions at once the clocks tell, unless ours
 * was set back meanwhile.
 */
function isOutdated(memory: Memory, slice: Coverage, { at, known }: Answered, now: Date): boolean {
  const { checked } = memory.slice(slice);
  if (!checked || checked === known.slice(slice).checked || !covers(checked, slice)) return false;
  return checked.at > at || at > now.toISOString();
}

/** Puts figures in quarantine. One that was rejected and left, and comes again, is rejected at once in the same name. */
async function quarantine(
  writing: Writing,
  memory: Memory,
  refused: readonly NewQuarantined[],
): Promise<Quarantined[]> {
  const entries = await writing.quarantine(refused);
  const again = await writing.decideAll(
    entries.flatMap(({ number, figure, decision, reason }): Verdict[] => {
      const before = rejectionOf(figure, memory.quarantined(figure.indicator, figure.area, figure.period));
      if (decision !== null || before?.reason !== reason) return [];
      return [{ number, decision: 'REJECTED', by: before.decidedBy, why: before.decidedWhy }];
    }),
  );
  const rejected = new Map(again.map((entry) => [entry.number, entry]));
  return entries.map((entry) => rejected.get(entry.number) ?? entry);
}

function supersede(writing: Writing, numbers: readonly number[]): Promise<Quarantined[]> {
  return writing.decideAll(numbers.map((number) => ({ number, decision: 'SUPERSEDED', by: null, why: null })));
}

/** Records that the source has left what was rejected; who rejected it, and why, goes on to stand with it. */
function leave(writing: Writing, rejected: readonly Quarantined[]): Promise<Quarantined[]> {
  return writing.decideAll(
    rejected.map(({ number, decidedBy: by, decidedWhy: why }) => ({ number, decision: 'SUPERSEDED', by, why })),
  );
}

/** Numbers of what else waits for a decision about the cell: it is answered with the release. */
function othersOfCell(memory: Memory, { number, figure }: Quarantined): number[] {
  return memory
    .quarantined(figure.indicator, figure.area, figure.period)
    .filter((entry) => entry.number !== number && entry.decision === null)
    .map((entry) => entry.number);
}

/** Rejected figures in cells of which this answer held nothing back: the source has left them. */
function leftBy({ held }: Comparison, memory: Memory, slices: readonly Coverage[]): Quarantined[] {
  const isHeld = ({ figure }: Quarantined) =>
    held.some((c) => c.indicator === figure.indicator && c.area === figure.area && c.period === figure.period);
  return slices.flatMap((slice) =>
    memory
      .slice(slice)
      .rejected()
      .filter((entry) => !isHeld(entry)),
  );
}

function refuseEmpty(argument: string, text: string, allowed: string): void {
  if (text.trim() === '') throw new BadUserInput(argument, text, allowed);
}
