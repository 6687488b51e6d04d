import { partsOfCode } from '../disclosure/quantity.js';
import { type Frequency, parsePeriod } from '../period.js';
import { axesByFrequency } from './axes.js';
import type { Recorded } from './comparison.js';
import type { Quarantined, SliceKey, Standing, Suppression, Vintage } from './contract.js';
import { isSettled } from './rejection.js';
import type { Mark } from './served.js';
import { type Checked, lastPassed, Slice } from './slice.js';

type Slices = ReadonlyMap<string, ReadonlyMap<Frequency, Slice>>;

/** News of one slice while they are gathered. */
interface Gathered {
  readonly key: SliceKey;
  readonly vintages: Vintage[];
  checked: Checked | null;
  readonly quarantined: Quarantined[];
  readonly suppressed: Suppression[];
}

/** What stands in a journal up to a position. It never changes: news make another one. */
export class Memory implements Recorded {
  private constructor(
    readonly position: number,
    /** When the source last confirmed anything, as far as the clock tells. */
    readonly lastGood: string | null,
    private readonly slices: Slices,
    /** What was quarantined under a text that is no period, and so in no slice. */
    private readonly strays: readonly Quarantined[],
    private readonly mark: Mark,
    private readonly axes: ReturnType<typeof axesByFrequency>,
    /** Moves with everything that is served besides times of confirmation. */
    readonly edition: number,
  ) {}

  static empty(mark: Mark): Memory {
    return new Memory(0, null, new Map(), [], mark, axesByFrequency(), 0);
  }

  /** The slice; one of which nothing is known where there is none. */
  slice(key: SliceKey): Slice {
    return this.slices.get(key.indicator)?.get(key.frequency) ?? Slice.unknown(key, this.axes[key.frequency]);
  }

  /** The slices of an indicator and of the items of its breakdowns. */
  *slicesOf(indicator: string): Iterable<Slice> {
    for (const [code, byFrequency] of this.slices) {
      if (partsOfCode(code).indicator === indicator) yield* byFrequency.values();
    }
  }

  /** What was quarantined of a cell and is of account, ascending. */
  quarantined(indicator: string, areaId: string, text: string): readonly Quarantined[] {
    const p = parsePeriod(text);
    if (p) return this.slice({ indicator, frequency: p.frequency }).quarantined(areaId, text);
    return this.strays.filter(
      ({ figure }) => figure.indicator === indicator && figure.area === areaId && figure.period === text,
    );
  }

  /** With what came after, up to its head, at an instant of the clock (epoch milliseconds). */
  with(standing: Standing, now: number): Memory {
    const slices = new Map(this.slices);
    let lastGood = this.lastGood;
    for (const news of gather(standing)) {
      const byFrequency = new Map(slices.get(news.key.indicator));
      byFrequency.set(news.key.frequency, this.slice(news.key).with(news, this.mark, now));
      slices.set(news.key.indicator, byFrequency);
      if (news.checked) lastGood = lastPassed(lastGood, news.checked.at, now);
    }
    const position = Math.max(this.position, standing.head.position);
    const edition = this.#isServedOtherwise(standing) ? this.edition + 1 : this.edition;
    const strays = withStrays(this.strays, standing.quarantined);
    return new Memory(position, lastGood, slices, strays, this.mark, this.axes, edition);
  }

  /** True when news are more than the confirmation of what is known. */
  #isServedOtherwise({ vintages, quarantined, suppressed, checked }: Standing): boolean {
    const isFirst = (one: Checked) => {
      const before = this.slice(one).checked;
      return before?.firstYear !== one.firstYear || before.lastPeriod !== one.lastPeriod;
    };
    return vintages.length + quarantined.length + suppressed.length > 0 || checked.some(isFirst);
  }
}

function gather(standing: Standing): Iterable<Gathered> {
  const gathered = new Map<string, Gathered>();
  const of = (indicator: string, frequency: Frequency): Gathered => {
    const name = `${indicator} ${frequency}`;
    const found = gathered.get(name) ?? nothingOf({ indicator, frequency });
    gathered.set(name, found);
    return found;
  };
  for (const vintage of standing.vintages) of(vintage.indicator, frequencyOf(vintage.period)).vintages.push(vintage);
  for (const checked of standing.checked) of(checked.indicator, checked.frequency).checked = checked;
  for (const one of standing.suppressed) of(one.indicator, frequencyOf(one.period)).suppressed.push(one);
  for (const entry of standing.quarantined) {
    const p = parsePeriod(entry.figure.period);
    if (p) of(entry.figure.indicator, p.frequency).quarantined.push(entry);
  }
  return gathered.values();
}

function nothingOf(key: SliceKey): Gathered {
  return { key, vintages: [], checked: null, quarantined: [], suppressed: [] };
}

function withStrays(before: readonly Quarantined[], quarantined: readonly Quarantined[]): readonly Quarantined[] {
  const news = quarantined.filter((entry) => parsePeriod(entry.figure.period) === null);
  if (news.length === 0) return before;
  const byNumber = new Map([...before, ...news].map((entry) => [entry.number, entry]));
  return [...byNumber.values()].filter((entry) => !isSettled(entry));
}

function frequencyOf(text: string): Frequency {
  const p = parsePeriod(text);
  if (!p) throw new Error(`The journal holds a figure of "${text}", which is not a period.`);
  return p.frequency;
}
