import type { Catalogue } from '../catalogue.js';
import { coverageOf, LastEnded } from './asked.js';
import type { Coverage } from './contract.js';
import type { SliceRequest } from './served.js';
import type { Slice } from './slice.js';

/** Figures confirmed so recently are live for whoever asks for live ones: nobody can make us hammer a source. */
const LIVE_MS = 10_000;

/** The year of the earliest baseline: slices begin no later. */
export function firstYearOf({ indicators }: Catalogue): number {
  return Math.min(...indicators.flatMap((indicator) => (indicator.baseline ? [indicator.baseline.year] : [])));
}

/** Judges whether what is known is enough, and says what has to be asked where it is not. */
export class Needs {
  readonly #lastEnded = new LastEnded();
  readonly #firstYear: number;

  constructor(
    catalogue: Catalogue,
    private readonly maxAgeMs: number,
  ) {
    this.#firstYear = firstYearOf(catalogue);
  }

  /** True when it was confirmed within the age that the request allows. One that the clock has yet to reach is none. */
  isYoung(slice: Slice, request: Pick<SliceRequest, 'maxAgeMs'>, now: number): boolean {
    return slice.checkedMs !== null && slice.checkedMs <= now && now < this.youngUntil(slice, request);
  }

  /** Epoch milliseconds from which on the slice is too old for the request; 0 where it never was confirmed. */
  youngUntil({ checkedMs }: Slice, { maxAgeMs }: Pick<SliceRequest, 'maxAgeMs'>): number {
    const allowed = maxAgeMs === null ? this.maxAgeMs : Math.max(maxAgeMs, Math.min(LIVE_MS, this.maxAgeMs));
    return checkedMs === null ? 0 : checkedMs + allowed;
  }

  /** True when the last answer covers what the request needs, up to the last period that has ended by the day. */
  isWhole({ checked, lastPeriod }: Slice, { frequency, firstYear }: SliceRequest, today: string): boolean {
    if (!checked || !lastPeriod) return false;
    const ended = this.#lastEnded.of(frequency, today);
    return lastPeriod.lastMonth >= ended.lastMonth && checked.firstYear <= Math.min(firstYear, ended.year);
  }

  /** What to ask: from the earliest year that was ever needed. */
  coverage(slice: Slice, firstYear: number, today: string): Coverage {
    const earliest = Math.min(firstYear, slice.firstYear ?? firstYear, this.#firstYear);
    return coverageOf(slice, earliest, this.#lastEnded.of(slice.frequency, today));
  }
}
