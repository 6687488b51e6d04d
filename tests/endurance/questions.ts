import { readProjectFile } from '../../schema/files.js';
import type { Answer } from '../support/graph.js';
import type { Published, Row } from './published.js';

/** A question of a client, and what has to hold of its answer. */
export interface Question {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** What is wrong with the data of an answer that was asked for and had come at these instants, in epoch milliseconds. */
  faults(data: Answer['data'], asked: number, come: number): string[];
}

const ROW = `area { id } period value reason(lang: EN) numerator denominator stale staleReason(lang: EN) age provenance { retrievedAt }`;

/** Codes that an error of the graph can have. */
export const KNOWN_CODES: ReadonlySet<string> = new Set(
  Object.keys(JSON.parse(readProjectFile('schema', 'errors.json'))),
);

/** Writes the questions of a soak; what was published says which answers are right. */
export class Questions {
  constructor(private readonly published: Published) {}

  /** The city's figures of an indicator. */
  headline(code: string): Question {
    return {
      query: `query Headline($code: ID!) { indicator(code: $code) { series { headline { ${ROW} } } } }`,
      variables: { code },
      faults: (data, ...times) => this.#rowFaults(code, data.indicator?.series?.headline, times),
    };
  }

  /** Those of the districts in some periods. */
  districts(code: string, periods: readonly string[]): Question {
    return {
      query: `query Districts($code: ID!, $periods: [String!]) { indicator(code: $code) { series { observations(level: DISTRICT, periods: $periods) { ${ROW} } } } }`,
      variables: { code, periods },
      faults: (data, ...times) => this.#rowFaults(code, data.indicator?.series?.observations, times),
    };
  }

  /** The city's, live. */
  live(code: string, periods: readonly string[]): Question {
    return {
      query: `query Live($code: ID!, $periods: [String!]) { indicator(code: $code) { series { observations(periods: $periods, maxAge: 0) { ${ROW} } } } }`,
      variables: { code, periods },
      faults: (data, ...times) => this.#rowFaults(code, data.indicator?.series?.observations, times),
    };
  }

  /** How the programme stands: judgements over the figures of all owners. */
  standing(): Question {
    return {
      query: '{ programme { summary(period: "2023-S1") { total unavailable noData } } }',
      variables: {},
      faults: (data) => differences({ total: 27, unavailable: 0, noData: 0 }, data.programme?.summary),
    };
  }

  /** What was known at an instant, which never changes. */
  known(codes: readonly string[], asOf: string, then: unknown): Question {
    return {
      query: `query Then($codes: [ID!], $asOf: DateTime) { indicators(codes: $codes, asOf: $asOf) { code series { headline { area { id } period value numerator vintages { value recordedAt } provenance { retrievedAt } } } } }`,
      variables: { codes, asOf },
      faults: (data) => (then === undefined ? [] : differences(then, data)),
    };
  }

  sources(): Question {
    return {
      query: '{ departments { code source { state lastGood lastError { code } openSince quarantined budgetLeft } } }',
      variables: {},
      faults: (data) => (data.departments?.length === 5 ? [] : [`not five departments: ${JSON.stringify(data)}`]),
    };
  }

  #rowFaults(code: string, rows: readonly Row[] | null | undefined, [asked, come]: [number, number]): string[] {
    // The last good figures are served whatever becomes of the source.
    if (!rows || rows.length === 0) return [`${code} has no figures`];
    return rows.flatMap((row) => this.published.faultOf(code, row, asked, come) ?? []);
  }
}

function differences(expected: unknown, came: unknown): string[] {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(came)];
  return a === b ? [] : [`expected ${a}, came ${b}`];
}
