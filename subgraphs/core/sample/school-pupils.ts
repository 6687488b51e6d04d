import { period, periodsBetween } from '../period.js';
import { type AnchoredSeries, amountAt } from './anchors.js';
import type { SampleDistrict } from './districts.js';
import { LAST_MILK_PERIOD, type School, type SchoolLevel, standsIn } from './school.js';
import { distribute, seeded } from './shares.js';
import { FIRST_YEAR } from './span.js';

/** Usual pupils of a school in 2020. */
const SIZES: Record<SchoolLevel, { public: number; private: number }> = {
  preschool: { public: 430, private: 180 },
  primary: { public: 1100, private: 560 },
  'lower-secondary': { public: 840, private: 430 },
  'upper-secondary': { public: 1500, private: 520 },
};

/** Pupils of the school years 2020 to 2025, against those of 2020. */
const GROWTH = [1, 1.014, 1.03, 1.044, 1.055, 1.066];

/** Gives the schools their pupils by school year, and preschools and primary schools their school milk by half-year. */
export function withPupils(
  schools: readonly School[],
  milk: AnchoredSeries,
  districts: readonly SampleDistrict[],
): School[] {
  const rural = new Map(districts.map((d) => [d.area, d.ruralShare]));
  const next = seeded('pupils');
  const filled = schools.map((school) => {
    const usual = SIZES[school.level][school.isPublic ? 'public' : 'private'];
    const size = usual * (1.25 - (rural.get(school.area) ?? 0) / 250) * (0.6 + 0.8 * next());
    const pupils = GROWTH.flatMap((growth, i) => {
      const schoolYear = FIRST_YEAR.year + i;
      // A school year opens in the second half of its year.
      return standsIn(school, `${schoolYear}-S2`) ? [{ schoolYear, pupils: Math.round(size * growth) }] : [];
    });
    return { ...school, pupils };
  });
  return withMilk(filled, milk);
}

function withMilk(schools: readonly School[], rates: AnchoredSeries): School[] {
  const away = reluctance(schools);
  const rows = new Map<string, { period: string; pupils: number; participants: number }[]>();
  for (const { text: p, lastMonth } of periodsBetween('S', FIRST_YEAR, period(LAST_MILK_PERIOD))) {
    const taking = schools.flatMap((school, i) => {
      const pupils = drinkers(school, p);
      return pupils === null ? [] : [{ id: school.id, pupils, weight: pupils * (away[i] ?? 0) }];
    });
    const all = taking.reduce((sum, t) => sum + t.pupils, 0);
    const participants = Math.round((amountAt(rates, lastMonth) * all) / 100);
    const missing = distribute(
      all - participants,
      taking.map((t) => t.weight),
      taking.map((t) => t.pupils),
    );
    taking.forEach(({ id, pupils }, i) => {
      const row = { period: p, pupils, participants: pupils - (missing[i] ?? 0) };
      const known = rows.get(id);
      if (known) known.push(row);
      else rows.set(id, [row]);
    });
  }
  return schools.map((school) => ({ ...school, milk: rows.get(school.id) ?? [] }));
}

/** Pupils of a preschool or primary school in a half-year: those of the school year that it lies in; else null. */
function drinkers(school: School, halfYear: string): number | null {
  if (school.level !== 'preschool' && school.level !== 'primary') return null;
  if (!standsIn(school, halfYear)) return null;
  const year = Number(halfYear.slice(0, 4));
  const opened = halfYear.endsWith('S2') ? year : year - 1;
  // The sample knows no school year before 2020, and a school that is about to close has none that opens.
  const known = school.pupils.find((p) => p.schoolYear === Math.max(opened, FIRST_YEAR.year)) ?? school.pupils.at(-1);
  return known?.pupils ?? null;
}

/** How far each school stays away from school milk: by its district, and a little of its own. */
function reluctance(schools: readonly School[]): number[] {
  const next = seeded('school milk');
  const districts = new Map<string, number>();
  return schools.map((school) => {
    const district = districts.get(school.area) ?? 0.4 + 1.2 * next();
    districts.set(school.area, district);
    return district * (0.7 + 0.6 * next());
  });
}
