import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../../education/database.js';
import { type TestGraph, testGraph } from '../../support/graph.js';

/** A view that takes a minute, as a department's database may. */
const SLOW = [
  `create function slow() returns boolean language plpgsql as 'begin perform pg_sleep(60); return true; end'`,
  `insert into "Thống kê".cells values ('TH', 1, 100, '2023-S1', 2850)`,
  `alter table "Thống kê".cells rename to slow_cells`,
  `create view "Thống kê".cells as select * from "Thống kê".slow_cells where slow()`,
  `grant select on "Thống kê".cells to reader`,
];
const SCHOOLS = '{ indicator(code: "SCHOOLS") { series { headline { value } } } }';
const SOON = { timeout: 30_000 };

/** Each test starts a graph. */
const STARTING = { timeout: 60_000 };

describe('a statement in a department’s database', STARTING, () => {
  let database: OwnDatabase;
  let graph: TestGraph | undefined;
  beforeAll(async () => {
    database = await ownDatabase();
    for (const statement of SLOW) await database.admin(statement);
  });
  afterEach(() => graph?.close());
  afterAll(() => database?.close());

  const working = () =>
    database.admin(`select query from pg_stat_activity where usename = 'reader' and state = 'active'`);

  function graphWith(times: Record<string, string>): Promise<TestGraph> {
    return testGraph({
      EDUCATION_URL: database.url('reader'),
      EDUCATION_MAPPING: join(database.folder, 'mapping.csv'),
      EDUCATION_STATEMENT_TIMEOUT: '60000',
      SAMPLE: 'programme,health,labour,social-insurance',
      ...times,
    });
  }

  test('is ended there when the client goes away', async () => {
    graph = await graphWith({ DEADLINE_MS: '60000', SOURCE_DEADLINE_MS: '59000' });
    const leave = new AbortController();
    const answer = fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SCHOOLS }),
      signal: leave.signal,
    });
    await vi.waitFor(async () => expect(await working()).toHaveLength(1), SOON);
    leave.abort();
    await expect(answer).rejects.toThrow();
    await vi.waitFor(async () => expect(await working()).toEqual([]), SOON);
  });

  test('is ended there when its time is over, which is before that of the question', async () => {
    graph = await graphWith({});
    const asked = graph.ask(SCHOOLS);
    await vi.waitFor(async () => expect(await working()).toHaveLength(1), SOON);
    const { errors } = await asked;
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_TIMEOUT']);
    await vi.waitFor(async () => expect(await working()).toEqual([]), SOON);
  });
});
