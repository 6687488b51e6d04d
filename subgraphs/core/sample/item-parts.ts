import type { IndicatorBreakdown } from '../catalogue.js';
import type { Period } from '../period.js';
import type { CityParts, Parts } from './parts.js';
import { distribute } from './shares.js';

/** The weight of each item of a breakdown in the sample, and how it drifts in a year; every item has one. */
const WEIGHTS: Readonly<
  Record<string, Readonly<Record<string, { readonly weight: number; readonly drift?: number }>>>
> = {
  SEX: { F: { weight: 51 }, M: { weight: 49 } },
  AGE: {
    Y0T5: { weight: 10, drift: -0.2 },
    Y6T17: { weight: 19, drift: 0.1 },
    Y18T59: { weight: 57, drift: -0.3 },
    Y_GE60: { weight: 14, drift: 0.4 },
  },
  URBANISATION: { U: { weight: 49, drift: 0.3 }, R: { weight: 51, drift: -0.3 } },
  FACILITY_TYPE: {
    CITY: { weight: 46 },
    DISTRICT: { weight: 33, drift: -0.4 },
    PRIVATE: { weight: 21, drift: 0.4 },
  },
  BENEFICIARY: { ELDERLY: { weight: 41 }, DISABLED: { weight: 46 }, CHILDREN: { weight: 2 }, OTHER: { weight: 11 } },
};

/** How much likelier than others those of an item are to be counted at all. */
const COUNTED: Readonly<Record<string, number>> = { F: 1.01, Y0T5: 1.2, Y6T17: 1.1, Y_GE60: 1.15, R: 0.98 };

/** The year in which the weights hold as they are written. */
const BASE_YEAR = 2020;

/**
 * The city's parts of an item of a breakdown, by those of the total: whole numbers that add up to it exactly. Null where
 * the sample has no weights for the breakdown.
 */
export function itemParts(
  { code, items, splits }: IndicatorBreakdown,
  item: string,
  partsAt: (period: Period) => CityParts | null,
): ((period: Period) => CityParts | null) | null {
  const weights = WEIGHTS[code];
  if (!weights) return null;
  const place = items.findIndex((one) => one.code === item);
  return (period) => {
    const total = partsAt(period)?.city;
    if (!total) return null;
    const gone = period.year - BASE_YEAR;
    const shares = items.map((one) => {
      const { weight, drift = 0 } = weights[one.code] ?? { weight: 0 };
      return Math.max(0, weight + drift * gone);
    });
    return {
      city: partOf(
        total,
        shares,
        items.map((one) => COUNTED[one.code] ?? 1),
        splits,
        place,
      ),
      districts: [],
    };
  };
}

function partOf(
  { numerator, denominator }: Parts,
  shares: readonly number[],
  counted: readonly number[],
  splits: IndicatorBreakdown['splits'],
  place: number,
): Parts {
  const at = (parts: readonly number[]) => parts[place] ?? 0;
  if (denominator === null) return { numerator: at(distribute(numerator, shares)), denominator };
  if (splits === 'NUMERATOR') return { numerator: at(distribute(numerator, shares)), denominator };
  const wholes = distribute(denominator, shares);
  const weights = wholes.map((whole, i) => whole * (counted[i] ?? 1));
  return { numerator: at(distribute(numerator, weights, wholes)), denominator: at(wholes) };
}
