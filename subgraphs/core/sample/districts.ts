import { projectFile } from '../../../schema/files.js';
import { Faults, readTable } from '../table.js';

/** What the sample knows of a district: plausible sizes, not published figures. */
export interface SampleDistrict {
  /** Area id. */
  readonly area: string;
  /** Thousands of people. */
  readonly population: number;
  /** Rural people, % of the population; 0 in an urban district. */
  readonly ruralShare: number;
  /** Communes until the end of 2024, and in the first half of 2025. */
  readonly communes2024: number;
  readonly communes2025: number;
  readonly mountainCommunes: number;
  /** How many doctors and beds for its population; 1 is the usual. */
  readonly hospitals: number;
  /** How many poor households for its population; 1 is the usual. */
  readonly poverty: number;
  /** The half-year from whose end on there is no poor household; null: until the city has none. */
  readonly noPoorFrom: string | null;
  /** True for a district whose health management was praised in print. */
  readonly goodHealthManagement: boolean;
}

const COLUMNS = [
  'area',
  'population',
  'rural_share',
  'communes_2024',
  'communes_2025',
  'mountain_communes',
  'hospitals',
  'poverty',
  'no_poor_from',
  'good_health_management',
] as const;

/** The 30 districts of the sample, by code, from districts.csv. */
export function readDistricts(): readonly SampleDistrict[] {
  const faults = new Faults();
  const file = projectFile('subgraphs', 'core', 'sample', 'districts.csv');
  const districts = readTable(file, COLUMNS, faults).map(({ cells }) => ({
    area: cells.area,
    population: Number(cells.population),
    ruralShare: Number(cells.rural_share),
    communes2024: Number(cells.communes_2024),
    communes2025: Number(cells.communes_2025),
    mountainCommunes: Number(cells.mountain_communes),
    hospitals: Number(cells.hospitals),
    poverty: Number(cells.poverty),
    noPoorFrom: cells.no_poor_from || null,
    goodHealthManagement: cells.good_health_management === 'yes',
  }));
  faults.throwIfAny();
  return districts;
}
