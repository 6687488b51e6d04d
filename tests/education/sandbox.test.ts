import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import type { Block, SourceFigure } from '../../subgraphs/core/figure.js';
import { period, periodsBetween } from '../../subgraphs/core/period.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { reportedOf } from '../../subgraphs/core/reported.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { education } from '../../subgraphs/education/index.js';
import { tempFolder } from '../support/temp.js';
import { block, call, log } from './database.js';

let dataDir: string;
let remove: () => Promise<void>;
let sandbox: Sandbox;
let source: DepartmentSource;

const catalogue = readCatalogue();
const EVERYTHING: Block = {
  indicators: catalogue.seriesOf('education').map((indicator) => indicator.code),
  areas: AREAS,
  periods: (['S', 'A'] as const).flatMap((frequency) => periodsBetween(frequency, period('2020'), period('2025'))),
};

async function open(): Promise<void> {
  sandbox = await education.startSandbox({ port: 0, dataDir, catalogue, log });
  source = await education.open(education.parse(sandbox.variables, { catalogue }), { catalogue, log });
}

async function close(): Promise<void> {
  await source?.close();
  await sandbox?.close();
}

/** Changes the database behind the sandbox's back, as its superuser, between two runs. */
async function tamper(...statements: string[]): Promise<void> {
  await close();
  const server = await startPostgres({ dataDir, log, durable: false });
  const client = new pg.Client(server.url);
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
  await server.close();
  await open();
}

beforeAll(async () => {
  const folder = await tempFolder('education-sandbox');
  chmodSync(folder.path, 0o755);
  ({ path: dataDir, remove } = folder);
  await open();
});

afterAll(async () => {
  await close();
  await remove?.();
});

describe('the education database in miniature', () => {
  test('gives exactly the sample figures, grouped by itself from single schools', async () => {
    const told = ({ indicator, area, period: p, value, numerator, denominator, note, publishedAt }: Told) =>
      [indicator, area, p, value, numerator, denominator, note, publishedAt].join(' | ');
    const expected = sampleOf(catalogue)('education').map(told).sort();
    expect((await source.figures([EVERYTHING], call())).map(told).sort()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(1000);
  });

  test('keeps the rate as it was printed beside the parts as they were printed, and says so', async () => {
    const [figure] = await source.figures([block(['NATIONAL_STANDARD_SCHOOLS'], ['CITY-01'], ['2025-S2'])], call());
    expect(figure).toMatchObject({
      value: 80.6,
      numerator: 1812,
      denominator: 2272,
      note: expect.stringContaining('79,75'),
    });
  });

  test('has districts until the first half of 2025, and communes since; schools by place in the communes of today all the time', async () => {
    const areas = async (text: string) =>
      new Set((await source.figures([{ ...EVERYTHING, periods: [period(text)] }], call())).map((f) => f.area)).size;
    expect(await Promise.all(['2024', '2025-S1', '2025-S2', '2025'].map(areas))).toEqual([157, 157, 127, 127]);
    const pupils = await source.figures([{ ...EVERYTHING, indicators: ['PUPILS'], periods: [period('2024')] }], call());
    expect(pupils).toHaveLength(31);
  });

  test('is asked one statement for many blocks, however many indicators, areas and periods they name', async () => {
    const before = sandbox.asked.length;
    const blocks = EVERYTHING.indicators.flatMap((code) => [
      block([code], ['CITY-01'], ['2023-S1', '2022']),
      { indicators: [code], areas: AREAS.slice(1), periods: [period('2022-S2'), period('2021')] },
    ]);
    expect((await source.figures(blocks, call())).length).toBeGreaterThan(200);
    expect(sandbox.asked.slice(before)).toEqual(['SELECT graph.observations']);
    await source.submissions(period('2023-S1'), call());
    await source.ping(call());
    expect(sandbox.asked.slice(before)).toEqual(['SELECT graph.observations', 'SELECT graph.submissions']);
  });

  test('knows which districts have reported: most in time, a few late', async () => {
    const periods = periodsBetween('S', period('2020'), period('2025-S1'));
    const reports = await Promise.all(
      periods.map(
        async (p) => reportedOf(p, await source.submissions(p, call()), education.dueDays, '2026-01-01').reports,
      ),
    );
    expect(reports.every((list) => list.length === 30)).toBe(true);
    const late = reports.flat().filter((report) => report.late).length;
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(30);
    expect(reports.flat().some((report) => report.on === null)).toBe(true);
    const since = await source.submissions(period('2025-S2'), call());
    expect(since.filter((s) => s.area?.startsWith('COMMUNE-')).length).toBeGreaterThan(100);
  });

  test('gives its role no way to write', async () => {
    const client = new pg.Client(sandbox.variables.EDUCATION_URL);
    await client.connect();
    for (const sql of [
      'create table t (n integer)',
      `delete from registry.schools`,
      `refresh materialized view registry.observations`,
    ]) {
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });
});

describe('its second start', () => {
  const schools = async () =>
    (await source.figures([block(['SCHOOLS'], ['CITY-01'], ['2023-S1'])], call())).map((figure) => figure.value);

  test('leaves the content as it is, with the same password, and the views follow the register', async () => {
    const [before] = await schools();
    const { password } = new URL(sandbox.variables.EDUCATION_URL ?? '');
    await tamper(
      `delete from registry.enrolments where school in (select min(id) from registry.schools where opened is null and closed is null)`,
      `delete from registry.school_milk where school in (select min(id) from registry.schools where opened is null and closed is null)`,
      `delete from registry.schools where id in (select min(id) from registry.schools where opened is null and closed is null)`,
      'refresh materialized view registry.observations',
    );
    expect(await schools()).toEqual([(before ?? 0) - 1]);
    expect(new URL(sandbox.variables.EDUCATION_URL ?? '').password).toBe(password);
  });

  test('brings the sample in again when the folder holds another version of it', async () => {
    await tamper(
      'truncate registry.schools cascade',
      'refresh materialized view registry.observations',
      `comment on schema graph is 'older'`,
    );
    const expected = sampleOf(catalogue)('education').find(
      (f) => f.indicator === 'SCHOOLS' && f.area === 'CITY-01' && f.period === '2023-S1',
    );
    expect(await schools()).toEqual([expected?.value]);
  });

  test('says in one sentence that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await close();
    await expect(education.startSandbox({ port, dataDir, catalogue, log })).rejects.toThrow(
      /^Port \d+ on 127\.0\.0\.1 is taken: .*\.$/,
    );
    other.close();
    await open();
  });
});

type Told = Pick<
  SourceFigure,
  'indicator' | 'area' | 'period' | 'value' | 'numerator' | 'denominator' | 'note' | 'publishedAt'
>;
