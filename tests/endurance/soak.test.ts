import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import type { DepartmentName } from '../../schema/subgraphs.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { seeded } from '../../subgraphs/core/sample/shares.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { type Answer, type TestGraph, TODAY, testGraph } from '../support/graph.js';
import { footprint } from './footprint.js';
import type { MovingOwner } from './moving-source.js';
import { type Cell, Published, type Row } from './published.js';
import { KNOWN_CODES, type Question, Questions } from './questions.js';
import { type System, startSystem } from './systems.js';
import { LARGEST_SHIFT, Weather } from './weather.js';

const SEED = process.env.ENDURANCE_SEED ?? '2026-03-01';
const WARM_UP = 2_000;
const REQUESTS = 8_000;
const CLIENTS = 16;
/** What may be more at the end than after the warm-up: caches that fill, what a background question holds just then. */
const MORE_HEAP = 6_000_000;
const MORE_HANDLES = 10;
/** A source that does not answer by then, after all was mended, never does. */
const LONGEST_RECOVERY_MS = 60_000;
/** Connections to the journals that one process has. */
const MOST_CONNECTIONS = 2;
const BROKEN: readonly DepartmentName[] = ['health', 'education', 'labour', 'social-insurance'];
/** Figures are asked for again after seconds, those that are revised most often; no budget keeps a question back. */
const UPKEEP = {
  HEALTH_MAX_AGE: '1',
  SOCIAL_INSURANCE_MAX_AGE: '1',
  PROGRAMME_MAX_AGE: '3',
  EDUCATION_MAX_AGE: '3',
  LABOUR_MAX_AGE: '3',
  HEALTH_BUDGET: '100000',
  SOCIAL_INSURANCE_BUDGET: '99999',
  PROGRAMME_BUDGET: '100000',
  EDUCATION_BUDGET: '100000',
  LABOUR_BUDGET: '100000',
};
/** Indicators whose figures are revised, and the periods of them. */
const REVISED: Readonly<Record<MovingOwner, Readonly<Record<string, readonly string[]>>>> = {
  health: {
    DOCTORS: ['2022-S2', '2023-S1', '2023-S2'],
    HOSPITAL_BEDS: ['2023-S1', '2023-S2'],
    HEALTH_MANAGEMENT: ['2024-S1'],
  },
  'social-insurance': {
    PENSION: ['2022-S2', '2023-S1'],
    VOLUNTARY_SOCIAL_INSURANCE: ['2023-S1', '2023-S2'],
    COMPULSORY_SOCIAL_INSURANCE: ['2023-S2'],
    HEALTH_INSURANCE: ['2023-05', '2023-06'],
  },
};
/** Fewer are not revised: less than nobody is not counted. */
const FEWEST = 50;

const catalogue = readCatalogue();
const begun = performance.now();
/** The graph's clock goes with the test's, from the day on which all tests ask. */
const clock = () => new Date(TODAY.getTime() + performance.now() - begun);
const published = new Published(clock);
const questions = new Questions(published);
const indicators = catalogue.indicators.filter(({ rule }) => rule !== null);
const revisable = new Map<MovingOwner, Cell[]>();

let database: TestDatabase;
let graph: TestGraph;
const systems: System[] = [];
let weather: Weather;

beforeAll(async () => {
  for (const owner of BROKEN) systems.push(await startSystem(owner, catalogue, () => spoilable(owner)));
  database = await testDatabase();
  graph = await testGraph(
    {
      ...Object.assign({}, ...systems.map(({ variables }) => variables)),
      ...UPKEEP,
      SAMPLE: 'programme',
      DATABASE_URL: database.url,
      BACKGROUND_REFRESH: 'on',
      // Nothing is timed here: on a busy machine sixteen clients wait for each other.
      DEADLINE_MS: '60000',
      SOURCE_DEADLINE_MS: '400',
      SOURCE_PAUSE_MS: '100',
    },
    'in one process',
    clock,
  );
});

afterAll(async () => {
  await weather?.end();
  await graph?.close();
  for (const system of systems) await system.close();
  await database?.drop();
});

/** What can come out wrong: the figures that are revised, the city's too. */
function spoilable(owner: DepartmentName): Cell[] {
  const cells = revisable.get(owner as MovingOwner) ?? [];
  return [...cells, ...cells.map((cell) => ({ ...cell, area: CITY.id }))];
}

/** Asks again until the answer has no errors, nothing in it is stale, and it is as it should be. */
async function until(
  what: string,
  question: Question,
  isRight: (data: Answer['data']) => boolean = () => true,
): Promise<Answer['data']> {
  for (const end = Date.now() + LONGEST_RECOVERY_MS; ; await delay(100)) {
    const answer = await graph.ask(question.query, question.variables);
    const text = JSON.stringify(answer);
    if (!answer.errors && !text.includes('"stale":true') && isRight(answer.data)) return answer.data;
    if (Date.now() > end) throw new Error(`It never came about that ${what}: ${text}; held back: ${await heldBack()}`);
  }
}

/** Learns what is published at the beginning, from a graph whose sources are all well. */
async function learn(): Promise<void> {
  for (const { code } of indicators) {
    const data = await until(`${code} is fresh`, questions.headline(code));
    published.learn(code, data.indicator.series.headline);
  }
  for (const [owner, ofOwner] of Object.entries(REVISED) as [MovingOwner, Record<string, readonly string[]>][]) {
    const cells: Cell[] = [];
    for (const [indicator, periods] of Object.entries(ofOwner)) {
      const all = questions.districts(indicator, published.periods(indicator));
      const data = await until(`${indicator} is fresh`, all);
      const rows: Row[] = data.indicator.series.observations;
      published.learn(indicator, rows);
      cells.push(
        ...calmAreas(indicator, rows).flatMap((area) => periods.map((period) => ({ indicator, area, period }))),
      );
    }
    revisable.set(owner, cells);
  }
}

/** Districts whose figures stay plausible however they are revised: what is held back for a jump would rightly be. */
function calmAreas(indicator: string, rows: readonly Row[]): string[] {
  const limit = catalogue.get(indicator)?.maxJump;
  const largest = limit && 'by' in limit ? limit.by : 0;
  return [...new Set(rows.map(({ area }) => area.id))].filter((id) => {
    const values = rows.flatMap(({ area, value, numerator }) =>
      area.id === id && value !== null && numerator !== null ? [{ value, numerator }] : [],
    );
    const moves = values.map(({ value, numerator }) => (LARGEST_SHIFT * value) / numerator);
    const steps = values.slice(1).map(({ value }, i) => Math.abs(value - (values[i]?.value ?? 0)));
    const isMany = values.every(({ numerator }) => numerator >= FEWEST);
    return values.length > 0 && isMany && Math.max(...steps) + 2 * Math.max(...moves) < largest;
  });
}

const counted = { asked: 0, answered: 0, rows: 0, stale: 0, connections: 0 };
const errorsByCode = new Map<string, number>();

/** One request of a client; whatever is wrong with its answer is thrown. */
async function ask(question: Question): Promise<void> {
  counted.asked += 1;
  const asked = clock().getTime();
  const { data, errors = [] } = await graph.ask(question.query, question.variables);
  const come = clock().getTime();
  for (const error of errors) {
    const code = String(error.extensions.code);
    errorsByCode.set(code, (errorsByCode.get(code) ?? 0) + 1);
    expect(KNOWN_CODES.has(code), JSON.stringify(error)).toBe(true);
  }
  // Nothing asked for is ever missing: everything has been good once.
  expect(errors, question.query).toEqual([]);
  expect(question.faults(data, asked, come)).toEqual([]);
  counted.answered += 1;
  const text = JSON.stringify(data);
  counted.rows += text.split('"stale":').length - 1;
  counted.stale += text.split('"stale":true').length - 1;
}

/** So many requests by several clients at once, each with dice of its own. */
async function soak(requests: number, what: string, then: Question): Promise<void> {
  const last = counted.asked + requests;
  const client = async (number: number) => {
    const chance = seeded(`${SEED} ${what} client ${number}`);
    while (counted.asked < last) await ask(drawn(chance, then));
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
}

function drawn(chance: () => number, then: Question): Question {
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const dice = chance();
  if (dice < 0.55) return questions.headline(one(indicators).code);
  if (dice < 0.85) {
    const ofOwner = one(Object.values(REVISED));
    const [code, periods] = one(Object.entries(ofOwner));
    return dice < 0.75 ? questions.districts(code, periods) : questions.live(code, periods);
  }
  if (dice < 0.92) return questions.standing();
  return dice < 0.96 ? questions.sources() : then;
}

async function inDatabase<T>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'soak' });
  await client.connect();
  try {
    return (await client.query<{ told: T }>(text)).rows.map(({ told }) => told);
  } finally {
    await client.end();
  }
}

async function connections(): Promise<number> {
  const text = `SELECT count(*)::int AS told FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name <> 'soak'`;
  return (await inDatabase<number>(text))[0] ?? 0;
}

/** The last entries in quarantine, for whoever looks into a failure. */
async function heldBack(): Promise<string> {
  const of = BROKEN.map((owner) => {
    const schema = `journal_${owner.replace('-', '_')}`;
    return `(SELECT concat_ws(' ', indicator, area, period, reason, detail) AS told FROM ${schema}.quarantine q
              WHERE NOT EXISTS (SELECT FROM ${schema}.decision WHERE entry = q.position) ORDER BY position DESC LIMIT 10)`;
  });
  return (await inDatabase<string>(of.join(' UNION ALL '))).join('; ');
}

/** Everything is mended: all figures are those of now, nothing is held back, every source answers. */
async function recovered(): Promise<void> {
  for (const { code } of indicators) {
    await until(`${code} is as it is published now`, questions.headline(code), (data) =>
      data.indicator.series.headline.every((row: Row) => published.isNow(code, row)),
    );
  }
  type Told = { source: { state: string; openSince: string | null; quarantined: number } };
  const isWell = ({ source }: Told) =>
    source.state === 'ANSWERING' && source.openSince === null && source.quarantined === 0;
  await until('every source answers and nothing is in quarantine', questions.sources(), (data) =>
    data.departments.every(isWell),
  );
}

describe('the graph while its sources fail at random', () => {
  test('answers every request with what was published within its age, and holds no more at the end', {
    timeout: 900_000,
  }, async () => {
    console.info(`seed ${SEED}`);
    await learn();
    const asOf = clock().toISOString();
    const codes = ['DOCTORS', 'PENSION', 'SCHOOL_MILK', 'JOBS', 'CREMATION'];
    await delay(2);
    const known = await until('what was known then is told', questions.known(codes, asOf, undefined));
    const then = questions.known(codes, asOf, known);
    weather = new Weather(SEED, systems, published, revisable);
    weather.begin();
    await soak(WARM_UP, 'warm-up', then);
    await weather.end();
    await recovered();
    const before = await footprint();
    weather.begin();
    for (let part = 0; part < 8; part++) {
      await soak(REQUESTS / 8, `part ${part}`, then);
      counted.connections = Math.max(counted.connections, await connections());
    }
    await weather.end();
    await recovered();
    const after = await footprint();
    console.info(
      JSON.stringify({
        ...counted,
        revisions: weather.revisions,
        faults: Object.fromEntries(weather.begun),
        errors: Object.fromEntries(errorsByCode),
        before,
        after,
        seconds: Math.round((performance.now() - begun) / 1000),
      }),
    );
    expect(counted.answered).toBe(counted.asked);
    expect(counted.answered).toBeGreaterThanOrEqual(WARM_UP + REQUESTS);
    expect(counted.connections).toBeLessThanOrEqual(MOST_CONNECTIONS);
    expect(after.heap - before.heap).toBeLessThan(MORE_HEAP);
    for (const [kind, count] of Object.entries(after.handles)) {
      expect(count, kind).toBeLessThanOrEqual((before.handles[kind] ?? 0) + MORE_HANDLES);
    }
  });
});
