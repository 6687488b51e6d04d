import { AREAS, CITY } from '../../../schema/areas/areas.js';
import { mergeBlocks } from '../block.js';
import type { Block } from '../figure.js';
import { type Frequency, lastEnded, type Period, period, periodsBetween } from '../period.js';
import type { Coverage, SliceKey } from './contract.js';

/** The areas that every question is about: the city and what it is or was divided into, so that checks see the whole. */
const ASKED_AREAS = AREAS.filter((area) => area === CITY || area.parent === CITY.id);

const askedIds: ReadonlySet<string> = new Set(ASKED_AREAS.map((area) => area.id));

export function isAsked(areaId: string): boolean {
  return askedIds.has(areaId);
}

/** The last periods that had ended by a day. Kept while the day lasts: every read needs them. */
export class LastEnded {
  #day = '';
  readonly #known = new Map<Frequency, Period>();

  of(frequency: Frequency, day: string): Period {
    if (day !== this.#day) {
      this.#day = day;
      this.#known.clear();
    }
    const known = this.#known.get(frequency);
    if (known) return known;
    const found = lastEnded(frequency, day);
    this.#known.set(frequency, found);
    return found;
  }
}

/** What has to be asked for a slice: never from a year that begins after its last period, so that it is never nothing. */
export function coverageOf({ indicator, frequency }: SliceKey, firstYear: number, last: Period): Coverage {
  return { indicator, frequency, firstYear: Math.min(firstYear, last.year), lastPeriod: last.text };
}

/** True when what was (or is being) asked holds what is needed. */
export function covers(asked: Coverage, needed: Coverage): boolean {
  return (
    asked.firstYear <= needed.firstYear && period(asked.lastPeriod).lastMonth >= period(needed.lastPeriod).lastMonth
  );
}

/** The question to the source for slices. */
export function blocksOf(slices: readonly Coverage[]): Block[] {
  return mergeBlocks(
    slices.map((slice) => ({ indicators: [slice.indicator], areas: ASKED_AREAS, periods: periodsOf(slice) })),
  );
}

/** The periods that a question covers, ascending. */
export function periodsOf({ frequency, firstYear, lastPeriod }: Coverage): Period[] {
  return periodsBetween(frequency, period(String(firstYear)), period(lastPeriod));
}
