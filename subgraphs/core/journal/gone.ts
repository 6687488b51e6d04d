import type { SourceFigure } from '../figure.js';
import { type Period, period } from '../period.js';
import type { SliceAnswer } from './answer.js';
import { type Coverage, type Vintage, WITHDRAWN } from './contract.js';

/** Recorded figures of a slice that are not in an answer to it. */
interface Gone {
  /** The source withdrew them: a whole period or two, while most others are still there. */
  readonly withdrawn: readonly Vintage[];
  /** They were lost: some areas of a period, or so much that the answer cannot be whole. */
  readonly lost: readonly Vintage[];
}

/** A period of which something is recorded or answered. */
interface KnownPeriod {
  readonly about: Period;
  readonly gone: Vintage[];
  /** True when the answer has it, for whatever area. */
  readonly isAnswered: boolean;
  /** True when it had been recorded, and the answer has it. */
  stayed: boolean;
}

/** As many periods as a source withdraws at once; more that are gone were lost. */
const MOST = 2;

/** What is recorded within the coverage, but was not answered. What is withdrawn already is not gone again. */
export function goneFrom(answered: SliceAnswer, coverage: Coverage, recorded: Iterable<Vintage>): Gone {
  const periods = periodsOf(answered, coverage, recorded);
  // Half an answer withdraws nothing: where areas are missing beside others, so may be whole periods.
  const isHalf = periods.some((known) => known.isAnswered && known.gone.some(({ value }) => value !== null));
  const isWithdrawn = !isHalf && isWithdrawal(periods);
  const withdrawn: Vintage[] = [];
  const lost: Vintage[] = [];
  for (const known of periods) {
    const valued = known.gone.filter(({ value }) => value !== null);
    if (known.isAnswered ? valued.length === 0 : isWithdrawn) withdrawn.push(...known.gone);
    else lost.push(...valued);
  }
  return { withdrawn, lost };
}

/**
 * Whether the periods that are gone were withdrawn: at most two, side by side, beside at least twice as many that stayed.
 * An answer that ends more than one period earlier was cut off.
 */
function isWithdrawal(periods: readonly KnownPeriod[]): boolean {
  const gone = periods.flatMap(({ isAnswered }, i) => (isAnswered ? [] : i));
  const [first = 0, last = first] = [gone[0], gone.at(-1)];
  const isOneRun = last - first === gone.length - 1;
  const isEnd = last === periods.length - 1;
  const stayed = periods.filter((known) => known.stayed).length;
  return gone.length <= (isEnd ? 1 : MOST) && isOneRun && stayed >= 2 * gone.length;
}

/** The periods of the coverage that are answered, or recorded and not withdrawn, ascending. */
function periodsOf(answered: SliceAnswer, coverage: Coverage, recorded: Iterable<Vintage>): KnownPeriod[] {
  const known = new Map<string, KnownPeriod>();
  const of = (text: string, isAnswered: boolean): KnownPeriod => {
    const found = known.get(text) ?? { about: period(text), gone: [], isAnswered, stayed: false };
    known.set(text, found);
    return found;
  };
  for (const row of answered.values()) for (const text of row.keys()) of(text, true);
  for (const vintage of recorded) {
    if (vintage.reason === WITHDRAWN) continue;
    const found = of(vintage.period, false);
    if (answered.get(vintage.area)?.has(vintage.period)) found.stayed = true;
    else found.gone.push(vintage);
  }
  const last = period(coverage.lastPeriod).lastMonth;
  return [...known.values()]
    .filter(({ about }) => about.year >= coverage.firstYear && about.lastMonth <= last)
    .sort((a, b) => a.about.lastMonth - b.about.lastMonth);
}

/** The vintage of a figure that its source has withdrawn: nothing but where it had stood. */
export function withdrawalOf({ indicator, area, period, document }: SourceFigure): SourceFigure {
  const numbers = { value: null, numerator: null, denominator: null };
  const origin = { note: null, document, place: null, publishedAt: null };
  return { indicator, area, period, ...numbers, status: 'O', reason: WITHDRAWN, ...origin };
}
