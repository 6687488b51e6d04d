import type { Period } from '../period.js';
import type { PartAreas } from './part-figures.js';
import type { CityParts, Parts } from './parts.js';
import { LAST_MILK_PERIOD, meetsStandardIn, PUBLIC_ONLY_FROM, type School, standsIn } from './school.js';
import { sampleSchools } from './schools.js';

type Sum = { -readonly [K in keyof Parts]: Parts[K] };

/** What one school adds to the parts of an indicator in a period; null: nothing. */
type Share = (school: School, period: string) => Parts | null;

const SHARES: Readonly<Record<string, Share>> = {
  SCHOOLS: (school, period) => (standsIn(school, period) ? { numerator: 1, denominator: null } : null),
  PUPILS: (school, period) => {
    const row = school.pupils.find((p) => String(p.schoolYear) === period);
    return row ? { numerator: row.pupils, denominator: null } : null;
  },
  NATIONAL_STANDARD_SCHOOLS: (school, period) => {
    if (!standsIn(school, period) || (period >= PUBLIC_ONLY_FROM && !school.isPublic)) return null;
    return { numerator: meetsStandardIn(school, period) ? 1 : 0, denominator: 1 };
  },
  SCHOOL_MILK: (school, period) => {
    const row = school.milk.find((m) => m.period === period);
    return row ? { numerator: row.participants, denominator: row.pupils } : null;
  },
};

/** The indicators that are counted from the schools. */
export const SCHOOL_INDICATORS: ReadonlySet<string> = new Set(Object.keys(SHARES));

/**
 * The parts of an education indicator in a period, summed over the schools of the city and of each area in the order
 * given; null where the sample has none (school milk after its last half-year, an unknown indicator).
 */
export function schoolParts(
  indicator: string,
  schools: readonly School[],
  areas: PartAreas,
): (period: Period) => CityParts | null {
  const share = SHARES[indicator];
  const places = [areas.districts, areas.communes].map((ids) => new Map(ids.map((id, i) => [id, i])));
  return (period) => {
    if (!share || (indicator === 'SCHOOL_MILK' && period.text > LAST_MILK_PERIOD)) return null;
    const rate = indicator === 'NATIONAL_STANDARD_SCHOOLS' || indicator === 'SCHOOL_MILK';
    const nothing = (): Sum => ({ numerator: 0, denominator: rate ? 0 : null });
    const [districts, communes] = [areas.districts.map(nothing), areas.communes.map(nothing)];
    const city = nothing();
    for (const school of schools) {
      const parts = share(school, period.text);
      if (!parts) continue;
      const inDistrict = districts[places[0]?.get(school.area) ?? -1];
      const inCommune = communes[places[1]?.get(school.commune) ?? -1];
      for (const sum of [city, inDistrict, inCommune]) {
        if (!sum)
          throw new Error(`The school ${school.id} stands in an unknown area, ${school.area}, ${school.commune}.`);
        sum.numerator += parts.numerator;
        if (sum.denominator !== null) sum.denominator += parts.denominator ?? 0;
      }
    }
    return { city, districts, communes };
  };
}

/** Which schools are of an item, by breakdown. */
const ITEMS: Readonly<Record<string, (school: School) => string>> = {
  SCHOOL_LEVEL: ({ level }) => level.toUpperCase().replace('-', '_'),
  SCHOOL_TYPE: ({ isPublic }) => (isPublic ? 'PUBLIC' : 'PRIVATE'),
};

/** The city's parts of an item of a breakdown of schools; null where the sample knows no such breakdown. */
export function schoolItemParts(
  indicator: string,
  breakdown: string,
  item: string,
): ((period: Period) => CityParts | null) | null {
  const itemOf = ITEMS[breakdown];
  if (!itemOf) return null;
  const schools = sampleSchools().filter((school) => itemOf(school) === item);
  const areas = [...new Set(schools.map(({ area }) => area))];
  const communes = [...new Set(schools.map(({ commune }) => commune))];
  const partsAt = schoolParts(indicator, schools, { districts: areas, communes });
  return (period) => {
    const parts = partsAt(period);
    return parts && { city: parts.city, districts: [] };
  };
}
