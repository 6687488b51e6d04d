import type { CatalogueIndicator } from '../catalogue.js';
import { type Period, periodOf } from '../period.js';
import { type AnchoredSeries, amountAt } from './anchors.js';
import type { SampleDistrict } from './districts.js';
import { BASES, COUNTS, MONTH_WEIGHTS, RATES, type RateRecipe, type Spread } from './recipes.js';
import { distribute, seeded } from './shares.js';

/** Whole numbers above and below the line; below is null for a plain count. Populations are in people here. */
export interface Parts {
  readonly numerator: number;
  readonly denominator: number | null;
}

/** The parts of the city and, in their order, of the districts; after them of the communes, where they are made. */
export interface CityParts {
  readonly city: Parts;
  readonly districts: readonly Parts[];
  readonly communes?: readonly Parts[];
}

const FIRST_MONTH = 2020 * 12;
const MONTHS = 72;

/** Makes counts and rates of the sample: for each period the city by its anchors, then the districts by weights. */
export class PartsMaker {
  readonly #bases = new Map<string, { city: number; districts: readonly number[] }>();
  readonly #deviations = new Map<string, readonly (readonly [number, number])[]>();

  constructor(
    private readonly anchors: ReadonlyMap<string, AnchoredSeries>,
    private readonly districts: readonly SampleDistrict[],
  ) {}

  /** How the parts of an indicator are made for a period; null when the sample has no recipe for it. */
  partsOf(indicator: CatalogueIndicator): ((period: Period) => CityParts) | null {
    const count = COUNTS[indicator.code];
    if (count) return (period) => this.#count(indicator, period, count);
    const rate = RATES[indicator.code];
    return rate ? (period) => this.#rate(indicator, period, rate) : null;
  }

  #count(indicator: CatalogueIndicator, period: Period, spread: Spread): CityParts {
    const series = this.#series(indicator.code);
    const city = period.frequency === 'M' ? monthOf(series, period) : Math.round(amountAt(series, period.lastMonth));
    const districts = distribute(city, this.#weights(indicator.code, spread, period));
    return {
      city: { numerator: city, denominator: null },
      districts: districts.map((numerator) => ({ numerator, denominator: null })),
    };
  }

  #rate(indicator: CatalogueIndicator, period: Period, recipe: RateRecipe): CityParts {
    const base = this.#base(recipe.base, period);
    const series = this.#series(indicator.code);
    const amount = amountAt(series, period.lastMonth);
    const per = indicator.unit === 'PERCENT' ? 100 : 10_000;
    const numerator = Math.round(series.as === 'count' ? amount : (amount * base.city) / per);
    const weights = this.#weights(indicator.code, recipe.spread, period).map((w, i) => w * (base.districts[i] ?? 0));
    const spread = recipe.by === 'counted' ? numerator : base.city - numerator;
    const districts = distribute(spread, weights, base.districts).map((part, i) => {
      const denominator = base.districts[i] ?? 0;
      return { numerator: recipe.by === 'counted' ? part : denominator - part, denominator };
    });
    return { city: { numerator, denominator: base.city }, districts };
  }

  #base(name: keyof typeof BASES, period: Period): { city: number; districts: readonly number[] } {
    const key = `${name} ${period.text}`;
    const known = this.#bases.get(key);
    if (known) return known;
    const city = Math.round(amountAt(this.#series(name), period.lastMonth));
    const made = { city, districts: distribute(city, this.#weights(name, BASES[name], period)) };
    this.#bases.set(key, made);
    return made;
  }

  /** Each district's weight, with a seeded deviation that drifts evenly from the first to the last month. */
  #weights(name: string, spread: Spread, period: Period): number[] {
    const deviations = this.#deviationsOf(name);
    const gone = (period.lastMonth - FIRST_MONTH) / MONTHS;
    return this.districts.map((district, i) => {
      const [first, last] = deviations[i] ?? [0, 0];
      return spread.weight(district, period.text) * (1 + spread.deviation * (first + (last - first) * gone));
    });
  }

  #deviationsOf(name: string): readonly (readonly [number, number])[] {
    const known = this.#deviations.get(name);
    if (known) return known;
    const next = seeded(name);
    const made = this.districts.map((): [number, number] => {
      const first = 2 * next() - 1;
      return [first, first * 0.7 + (2 * next() - 1) * 0.3];
    });
    this.#deviations.set(name, made);
    return made;
  }

  #series(name: string): AnchoredSeries {
    const series = this.anchors.get(name);
    if (!series) throw new Error(`anchors.csv: the series ${name} is missing.`);
    return series;
  }
}

/** One month of a flow that is anchored by half-years. */
function monthOf(series: AnchoredSeries, month: Period): number {
  const half = periodOf('S', month.year, month.part > 6 ? 2 : 1);
  const months = distribute(amountAt(series, half.lastMonth), MONTH_WEIGHTS[half.part - 1] ?? []);
  return months[month.lastMonth - half.firstMonth] ?? 0;
}
