import { areasOn } from '../../../schema/areas/areas.js';
import { question } from '../../support/questions.js';

/** What every server is asked in the table. */
export interface TableQuestion {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Connections that ask at the same time. */
  readonly connections: number;
}

export type QuestionName = 'dashboard' | 'districts' | 'cells' | 'many' | 'tiny';

/** The city and its districts. */
const AREAS = ['CITY-01', ...areasOn('DISTRICT', '2024-12-31').map(({ id }) => id)];
/** Most indicators have a figure of every district for these. */
const HALF_YEARS = ['2022-S1', '2022-S2', '2023-S1', '2023-S2', '2024-S1'];
const ALL_HALF_YEARS = [2020, 2021, 2022, 2023, 2024, 2025].flatMap((year) => [`${year}-S1`, `${year}-S2`]);
/** What a table shows of a figure. */
const CELL = '{ area { code } period value status }';
const TARGETS = 27;

/** The observations that a question brings. */
export const OBSERVATIONS = {
  cells: TARGETS * AREAS.length * HALF_YEARS.length,
  many: 20 * TARGETS * AREAS.length * ALL_HALF_YEARS.length,
};

/** The sample has not so many figures of one kind: it is asked for all half-years twenty times over, under names of its own. */
const TWENTY_TIMES = Array.from(
  { length: 20 },
  (_, i) => `again${i}: observations(areas: $areas, periods: $periods) ${CELL}`,
);

export const QUESTIONS: Readonly<Record<QuestionName, TableQuestion>> = {
  dashboard: { query: question('Standing'), connections: 1 },
  districts: { query: question('OneRowPerDistrict'), connections: 1 },
  cells: {
    query: `query Cells($areas: [ID!]!, $periods: [String!]!) {
      indicators { code series { observations(areas: $areas, periods: $periods) ${CELL} } }
    }`,
    variables: { areas: AREAS, periods: HALF_YEARS },
    connections: 1,
  },
  many: {
    query: `query Many($areas: [ID!]!, $periods: [String!]!) {
      indicators { code series { ${TWENTY_TIMES.join('\n')} } }
    }`,
    variables: { areas: AREAS, periods: ALL_HALF_YEARS },
    connections: 1,
  },
  tiny: { query: '{ programme { code name } }', connections: 8 },
};

/** The body of a request. */
export function bodyOf(name: QuestionName): string {
  const { query, variables } = QUESTIONS[name];
  return JSON.stringify({ query, variables });
}
