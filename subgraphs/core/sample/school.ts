export type SchoolLevel = 'preschool' | 'primary' | 'lower-secondary' | 'upper-secondary';

export const SCHOOL_LEVELS: readonly SchoolLevel[] = ['preschool', 'primary', 'lower-secondary', 'upper-secondary'];

/** The first half-year in which the national-standard rate counts public schools only; before it, all schools. */
export const PUBLIC_ONLY_FROM = '2025-S1';

/** The last half-year in which pupils take part in school milk: the target is withdrawn after it. */
export const LAST_MILK_PERIOD = '2024-S2';

/** Half-years are SDMX texts (2022-S1), which sort as text; school years are named by the year they open in. */
export interface School {
  /** Unique: MN-001-012. */
  readonly id: string;
  /** Id of the district it stands in: DISTRICT-001. */
  readonly area: string;
  /** Id of the commune of today in which it stands: COMMUNE-00004-2025-07-01. */
  readonly commune: string;
  readonly level: SchoolLevel;
  readonly isPublic: boolean;
  /** The first half-year in which it is counted; null: it stood before 2020. */
  readonly opened: string | null;
  /** The first half-year in which it is no longer counted; null: it still stands. */
  readonly closed: string | null;
  /** The first half-year in which it meets the national standard; null: never. */
  readonly standardFrom: string | null;
  /** The last half-year in which it meets it; null: it still does (or never did). */
  readonly standardUntil: string | null;
  /** Pupils at the opening of each school year, 2020 to 2025, in which it teaches. */
  readonly pupils: readonly { readonly schoolYear: number; readonly pupils: number }[];
  /** School milk by half-year until 2024-S2; empty for secondary schools. */
  readonly milk: readonly { readonly period: string; readonly pupils: number; readonly participants: number }[];
}

/** True when a school is counted in a half-year. */
export function standsIn(school: School, halfYear: string): boolean {
  return (school.opened === null || school.opened <= halfYear) && (school.closed === null || halfYear < school.closed);
}

/** True when a school meets the national standard in a half-year. */
export function meetsStandardIn(school: School, halfYear: string): boolean {
  return (
    school.standardFrom !== null &&
    school.standardFrom <= halfYear &&
    (school.standardUntil === null || halfYear <= school.standardUntil)
  );
}
