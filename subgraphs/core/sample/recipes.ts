import type { SampleDistrict } from './districts.js';

/** How a count of the city falls on its districts. */
export interface Spread {
  /** The weight of a district in a half-year or month, before its seeded deviation. */
  readonly weight: (district: SampleDistrict, period: string) => number;
  /** Largest seeded deviation from the weight, as a share of it. */
  readonly deviation: number;
}

/** How a rate is made. */
export interface RateRecipe {
  /** The base table below the line. */
  readonly base: keyof typeof BASES;
  /** Which part is spread: those counted, or those who are missing to 100 % (so that no district exceeds it). */
  readonly by: 'counted' | 'missing';
  /** Weights multiply the district's base. */
  readonly spread: Spread;
}

const people = (d: SampleDistrict) => d.population;
const even = (deviation: number): Spread => ({ weight: () => 1, deviation });
const byPeople = (deviation: number): Spread => ({ weight: people, deviation });
const byHospitals: Spread = { weight: (d) => d.population * d.hospitals, deviation: 0.1 };

const counted = (base: keyof typeof BASES, deviation: number): RateRecipe => ({
  base,
  by: 'counted',
  spread: even(deviation),
});
const missing = (base: keyof typeof BASES, deviation: number): RateRecipe => ({
  base,
  by: 'missing',
  spread: even(deviation),
});

/** The base tables that rates are made of; their amounts for the city stand in anchors.csv. */
export const BASES = {
  POPULATION: byPeople(0),
  RURAL_POPULATION: { weight: (d: SampleDistrict) => d.population * d.ruralShare, deviation: 0 },
  HOUSEHOLDS: byPeople(0.06),
  LABOUR_FORCE: byPeople(0.05),
  RETIRED_PEOPLE: byPeople(0.15),
  PROTECTED_PEOPLE: { weight: (d: SampleDistrict) => d.population * (0.6 + 0.4 * d.poverty), deviation: 0.1 },
  MERITORIOUS_HOUSEHOLDS: byPeople(0.2),
  VULNERABLE_CHILDREN: { weight: (d: SampleDistrict) => d.population * (0.5 + 0.5 * d.poverty), deviation: 0.15 },
  COMMUNES: {
    weight: (d: SampleDistrict, period: string) => (period < '2025' ? d.communes2024 : d.communes2025),
    deviation: 0,
  },
  MOUNTAIN_COMMUNES_ALL: { weight: (d: SampleDistrict) => d.mountainCommunes, deviation: 0 },
  NEWBORNS: byPeople(0.12),
  PREGNANT_WOMEN: byPeople(0.12),
  DEATHS: byPeople(0.12),
  FAMILIES: byPeople(0.06),
} satisfies Record<string, Spread>;

const poor = (d: SampleDistrict, period: string) =>
  d.noPoorFrom !== null && halfYearOf(period) >= d.noPoorFrom ? 0 : d.poverty;

/** The half-year that has ended by the end of a half-year or month: 2022-01 is not yet 2022-S1. */
function halfYearOf(period: string): string {
  if (period.includes('S')) return period;
  const month = Number(period.slice(5));
  const year = Number(period.slice(0, 4));
  if (month === 12) return `${year}-S2`;
  return month >= 6 ? `${year}-S1` : `${year - 1}-S2`;
}

/** The rates of the sample by indicator code; schools are apart, in schools.ts. */
export const RATES: Readonly<Record<string, RateRecipe>> = {
  COMPULSORY_SOCIAL_INSURANCE: counted('LABOUR_FORCE', 0.25),
  VOLUNTARY_SOCIAL_INSURANCE: counted('LABOUR_FORCE', 0.35),
  UNEMPLOYMENT_INSURANCE: counted('LABOUR_FORCE', 0.25),
  HEALTH_INSURANCE: missing('POPULATION', 0.15),
  PENSION: missing('RETIRED_PEOPLE', 0.2),
  POOR_HOUSEHOLDS: { base: 'HOUSEHOLDS', by: 'counted', spread: { weight: poor, deviation: 0.2 } },
  NEAR_POOR_HOUSEHOLDS: {
    base: 'HOUSEHOLDS',
    by: 'counted',
    spread: { weight: (d) => d.poverty, deviation: 0.2 },
  },
  SOCIAL_ASSISTANCE: missing('PROTECTED_PEOPLE', 0.5),
  MERITORIOUS_FAMILIES: missing('MERITORIOUS_HOUSEHOLDS', 0.5),
  CHILDREN_IN_NEED: missing('VULNERABLE_CHILDREN', 0.4),
  CHILD_FRIENDLY_COMMUNES: missing('COMMUNES', 0.2),
  MOUNTAIN_COMMUNES: {
    base: 'MOUNTAIN_COMMUNES_ALL',
    by: 'missing',
    spread: { weight: (d) => d.mountainCommunes, deviation: 0 },
  },
  HOSPITAL_BEDS: { base: 'POPULATION', by: 'counted', spread: { weight: (d) => d.hospitals, deviation: 0.15 } },
  DOCTORS: { base: 'POPULATION', by: 'counted', spread: { weight: (d) => d.hospitals, deviation: 0.1 } },
  HEALTH_MANAGEMENT: {
    base: 'POPULATION',
    by: 'missing',
    spread: { weight: (d) => (d.goodHealthManagement ? 0.4 : 1), deviation: 0.2 },
  },
  HEALTH_RECORDS: missing('POPULATION', 0.2),
  NEWBORN_SCREENING: missing('NEWBORNS', 0.35),
  PRENATAL_SCREENING: missing('PREGNANT_WOMEN', 0.35),
  CLEAN_WATER: missing('RURAL_POPULATION', 0.4),
  CREMATION: missing('DEATHS', 0.3),
  CULTURAL_FAMILIES: missing('FAMILIES', 0.3),
};

/** The counts of the sample by indicator code. */
export const COUNTS: Readonly<Record<string, Spread>> = {
  POPULATION: BASES.POPULATION,
  JOBS: byPeople(0.3),
  POLICY_CREDIT: { weight: (d) => d.population * (0.3 + 0.7 * d.poverty), deviation: 0.2 },
  POLICY_LOANS: { weight: (d) => d.population * (0.3 + 0.7 * d.poverty), deviation: 0.2 },
  TELEMEDICINE_POINTS: byPeople(0.3),
  ELECTRONIC_RECORD_HOSPITALS: byHospitals,
  SOCIAL_ASSISTANCE_FACILITIES: byPeople(0.4),
  VOCATIONAL_TRAINING_FACILITIES: byPeople(0.4),
};

/** How the half-years of a monthly flow fall on their months: little at Tết, little in December. */
export const MONTH_WEIGHTS: readonly (readonly number[])[] = [
  [150, 110, 175, 180, 190, 195],
  [180, 180, 182, 184, 180, 94],
];
