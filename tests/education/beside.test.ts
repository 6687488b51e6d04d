import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { type JournalDatabase, openJournalDatabase } from '../../subgraphs/core/journal/database.js';
import { period } from '../../subgraphs/core/period.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { education } from '../../subgraphs/education/index.js';
import { tempFolder } from '../support/temp.js';
import { block, call, log } from './database.js';

const catalogue = readCatalogue();
let folder: Awaited<ReturnType<typeof tempFolder>>;
let database: JournalDatabase;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await tempFolder('education-beside');
  chmodSync(folder.path, 0o755);
  await open();
});

afterAll(async () => {
  await close();
  await folder?.remove();
});

async function open(): Promise<void> {
  database = await openJournalDatabase({ url: null, dataDir: folder.path, log });
  await database.prepare('health');
  const dataDir = join(folder.path, 'sandbox');
  sandbox = await education.startSandbox({ port: 0, dataDir, catalogue, server: await database.server(), log });
}

async function close(): Promise<void> {
  await sandbox?.close();
  await database?.close();
}

const url = () => new URL(sandbox.variables.EDUCATION_URL ?? '');

async function schools(): Promise<unknown> {
  const source = await education.open(education.parse(sandbox.variables, { catalogue }), { catalogue, log });
  const asked = [block(['SCHOOLS'], ['CITY-01'], [period('2023-S1').text])];
  return source.figures(asked, call()).finally(() => source.close());
}

async function asReader(address: URL, statement: string): Promise<unknown[]> {
  const client = new pg.Client(address.href);
  await client.connect();
  return client
    .query(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** Of the row that says which version of the sample was loaded. */
const MADE = `select xmin::text as made from pg_namespace where nspname = 'graph'`;

describe('the education database beside the journals', () => {
  test('is one of its own on their server, with the sample in it', async () => {
    const { url: journals } = (await database.server()) ?? { url: '' };
    expect(url().host).toBe(new URL(journals).host);
    expect(url().pathname).not.toBe(new URL(journals).pathname);
    const expected = sampleOf(catalogue)('education').find(
      (f) => f.indicator === 'SCHOOLS' && f.area === 'CITY-01' && f.period === '2023-S1',
    );
    expect(await schools()).toMatchObject([{ value: expected?.value }]);
  });

  test('counts what its reading role asks of it', async () => {
    const before = sandbox.asked.length;
    await schools();
    expect(sandbox.asked.slice(before)).toEqual(['SELECT graph.observations']);
  });

  test('does not let its reading role into the database of the journals, nor write in its own', async () => {
    const journals = url();
    journals.pathname = '/postgres';
    await expect(asReader(journals, 'select 1')).rejects.toMatchObject({ code: '42501' });
    await expect(asReader(url(), 'delete from registry.schools')).rejects.toMatchObject({ code: '42501' });
    await expect(asReader(url(), 'create table t (n integer)')).rejects.toMatchObject({ code: '42501' });
  });

  test('stands at its next start as it was, under the same address', async () => {
    const before = url().href;
    const [then] = await asReader(url(), MADE);
    await close();
    await open();
    expect(url().href).toBe(before);
    expect(await asReader(url(), MADE)).toEqual([then]);
  });
});
