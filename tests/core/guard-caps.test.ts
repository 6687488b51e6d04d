import { Dirent } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sheetReader } from '../../subgraphs/core/sources/sheet.js';
import { openSql, type SqlClient } from '../../subgraphs/core/sources/sql.js';
import { Faults, readTable } from '../../subgraphs/core/table.js';
import { findFiles, type ListFolder, listFolder } from '../../subgraphs/labour/folder.js';
import { block, call as databaseCall, log, type OwnDatabase, ownDatabase } from '../education/database.js';
import { call, type DropFolder, dropFolder, figureOf, jobsForm } from '../labour/drop-folder.js';
import { type tempFolder as Temp, tempFolder } from '../support/temp.js';
import { zipBomb } from '../support/zip-bomb.js';

const signal = new AbortController().signal;

describe('a database', () => {
  let database: OwnDatabase;
  let sql: SqlClient;
  beforeAll(async () => {
    database = await ownDatabase();
    const url = database.url('reader');
    sql = await openSql({ owner: 'education', url, statementTimeoutMs: 20_000, log });
  });
  afterAll(async () => {
    await sql?.close();
    await database?.close();
  });

  test('that has more rows than cells were asked for is unreadable, and sends one row too many at most', async () => {
    const many = 'select g from generate_series(1, 100000) g';
    await expect(sql.query(many, [], { signal, maxRows: 5 })).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await database.admin(`insert into "Thống kê".cells select 'TH', 1, 100, '2023-S1', g from generate_series(1, 9) g`);
    const source = await database.source();
    const question = [block(['SCHOOLS'], ['CITY-01'], ['2023-S1'])];
    await expect(source.figures(question, databaseCall())).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await source.close();
  });

  test.each([
    ['one long row', `select repeat('x', 60000000)`],
    ['many long rows', `select repeat('x', 100000) from generate_series(1, 600)`],
  ])('that sends %s is cut off, and answers the next question', async (_, statement) => {
    await expect(sql.query(statement, [], { signal, maxRows: 1_000 })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      detail: 'query: more than 20000000 bytes',
    });
    expect(await sql.query('select 1', [], { signal, maxRows: 1 })).toEqual([['1']]);
  });

  test('may send long rows on a connection that has sent many before', async () => {
    const long = `select repeat('x', 15000000)`;
    for (let i = 0; i < 3; i += 1) expect(await sql.query(long, [], { signal, maxRows: 1 })).toHaveLength(1);
  });
});

describe('a folder', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await dropFolder();
  });
  afterEach(() => folder.remove());

  test('with a zip bomb in it still answers with the other files', async () => {
    await folder.drop('a.xlsx', jobsForm({}));
    await folder.drop('b.xlsx', zipBomb(100 * 1024 * 1024));
    const source = await folder.open();
    expect((await figureOf(source, 'JOBS', '2023-06'))?.value).toBe(300);
    expect((await source.probe(call())).refused).toContainEqual({
      what: 'b.xlsx',
      why: expect.stringContaining('quá lớn'),
    });
  });

  test('with far too many files is refused before they are looked at', async () => {
    await folder.drop('2023/a.xlsx', jobsForm({}));
    const many: ListFolder = async (path) => [...(await listFolder(path)), ...Array.from({ length: 5_000 }, entry)];
    await expect(findFiles(folder.path, many)).rejects.toThrow('5001 files, at most 5000 are read');
    for (let i = 0; i < 101; i += 1) await mkdir(join(folder.path, `${i} 2023`));
    await expect(findFiles(folder.path, listFolder)).rejects.toThrow('102 folders');
  });

  test('with far too many files says so with a code', async () => {
    for (let i = 0; i < 101; i += 1) await mkdir(join(folder.path, `${i} 2023`));
    const source = await folder.open();
    await expect(source.ping(call())).resolves.toBeUndefined();
    await expect(source.figures([], call())).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('a CSV file', () => {
  let folder: Awaited<ReturnType<typeof Temp>>;
  beforeAll(async () => {
    folder = await tempFolder('caps');
  });
  afterAll(() => folder.remove());

  test('that is dropped with far too many rows is refused', async () => {
    const path = join(folder.path, 'rows.csv');
    await writeFile(path, 'a;b\n'.repeat(2_000_000));
    const reader = sheetReader({ timeoutMs: 20_000 });
    await expect(reader.read(path)).rejects.toThrow('5001 dòng');
    await reader.close();
  });

  test.each([
    ['rows', 'a,b\n'.repeat(100_001), 'more than 100000 rows'],
    ['bytes', `a,b\n"${'x'.repeat(10_000_000)}",1\n`, 'at most 10000000 are read'],
  ])('that is edited and has far too many %s is a fault', async (_, text, why) => {
    const path = join(folder.path, 'figures.csv');
    await writeFile(path, text);
    const faults = new Faults();
    expect(readTable(path, ['a', 'b'], faults)).toEqual([]);
    expect(faults.list).toEqual([expect.stringContaining(why)]);
  });
});

/** An entry of a folder. */
function entry(_: unknown, i: number): Dirent {
  const made = Object.create(Dirent.prototype) as Dirent;
  return Object.assign(made, { name: `f${i}.xlsx`, isFile: () => true, isDirectory: () => false });
}
