import { lutimes, mkdir, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import { period } from '../../subgraphs/core/period.js';
import { BA_DINH, call, type DropFolder, dropFolder, figureOf, HOAN_KIEM, jobsForm, SETTLED } from './drop-folder.js';

let folder: DropFolder;
beforeEach(async () => {
  folder = await dropFolder();
});
afterEach(() => folder.remove());

const june = (value: number, date = '05 tháng 7 năm 2023') =>
  jobsForm({ date, districts: { [BA_DINH.id]: value - 290 }, total: value });
const spoilt = jobsForm({ date: '30 tháng 7 năm 2023', total: 'abc' });
const JUNE = ['JOBS', '2023-06'] as const;

describe('of several files of a form and period', () => {
  test('the one issued last counts, whatever its name and time of change', async () => {
    await folder.drop('z.xlsx', june(300), new Date(SETTLED.getTime() + 60_000));
    await folder.drop('a_thay_the.xlsx', june(310, '09 tháng 7 năm 2023'));
    expect(await figureOf(await folder.open(), ...JUNE)).toMatchObject({ value: 310, document: 'a_thay_the.xlsx' });
  });

  test('issued on one day, the one changed last counts, then the last by name', async () => {
    await folder.drop('b.xlsx', june(300));
    await folder.drop('a_lan10.xlsx', june(310), new Date(SETTLED.getTime() + 60_000));
    await folder.drop('a_lan2.xlsx', june(320), new Date(SETTLED.getTime() + 60_000));
    expect((await figureOf(await folder.open(), ...JUNE))?.value).toBe(310);
  });

  test('an earlier valid one counts while the newest is spoilt, and the fault is reported', async () => {
    await folder.drop('a.xlsx', june(300));
    await folder.drop('a_lan2.xlsx', spoilt);
    const source = await folder.open();
    expect(await figureOf(source, ...JUNE)).toMatchObject({ value: 300, document: 'a.xlsx' });
    expect((await source.probe(call())).refused).toContainEqual({
      what: 'a_lan2.xlsx, Biểu 01!D6',
      why: expect.stringContaining('"abc"'),
    });
  });
});

describe('a spoilt file', () => {
  test('leaves the others alone; its own figures are unreadable, by file and cell, not unreported', async () => {
    await folder.drop('june.xlsx', spoilt);
    await folder.drop('july.xlsx', jobsForm({ period: 'Tháng 7 năm 2023' }));
    const source = await folder.open();
    expect((await figureOf(source, 'JOBS', '2023-07'))?.value).toBe(300);
    for (const area of [CITY, BA_DINH]) {
      expect(await figureOf(source, 'JOBS', '2023-06', area)).toMatchObject({
        value: null,
        status: 'O',
        reason: 'UNREADABLE_AT_SOURCE',
        document: 'june.xlsx',
        place: 'Biểu 01!D6',
      });
    }
    expect(await figureOf(source, 'JOBS', '2023-08')).toBeUndefined();
  });

  test('counts as soon as it is put right', async () => {
    const path = await folder.drop('june.xlsx', spoilt);
    await folder.drop('july.xlsx', jobsForm({ period: 'Tháng 7 năm 2023' }));
    const source = await folder.open();
    expect((await figureOf(source, ...JUNE))?.value).toBeNull();
    await rm(path);
    await folder.drop('june.xlsx', june(300), new Date(SETTLED.getTime() + 60_000));
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });
});

describe('left alone are', () => {
  test('lock files, hidden files, links, other extensions and other sub-folders', async () => {
    await folder.drop('keep.xlsx', jobsForm({ period: 'Tháng 1 năm 2023' }));
    const elsewhere = await folder.drop('luu-tru/june.xlsx', june(300));
    for (const name of ['~$june.xlsx', '.june.xlsx', 'june.xlsx.tmp', 'june.xls']) await folder.drop(name, june(300));
    await symlink(elsewhere, join(folder.path, 'link.xlsx'));
    await lutimes(join(folder.path, 'link.xlsx'), SETTLED, SETTLED);
    const source = await folder.open();
    expect(await figureOf(source, ...JUNE)).toBeUndefined();
    expect((await source.probe(call())).system).toContain('1 tệp');
  });

  test('not the sub-folders of years', async () => {
    await folder.drop('Năm 2023/june.xlsx', june(300));
    expect(await figureOf(await folder.open(), ...JUNE)).toMatchObject({ value: 300, document: 'Năm 2023/june.xlsx' });
  });

  test('files that are still growing, until they have settled', async () => {
    await folder.drop('may.xlsx', jobsForm({ period: 'Tháng 5 năm 2023' }));
    const path = await folder.drop('june.xlsx', june(300), new Date());
    const source = await folder.open();
    expect(await figureOf(source, ...JUNE)).toBeUndefined();
    await utimes(path, SETTLED, SETTLED);
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });

  test('a file that is being replaced, which counts as it was until the new one has settled', async () => {
    await folder.drop('june.xlsx', june(300));
    const source = await folder.open();
    await figureOf(source, ...JUNE);
    await folder.drop('june.xlsx', Buffer.from('PK half of a fi'), new Date());
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });

  test('not a file from a machine whose clock is ahead, once two looks found it the same', async () => {
    await folder.drop('may.xlsx', jobsForm({ period: 'Tháng 5 năm 2023' }));
    const source = await folder.open();
    await figureOf(source, ...JUNE);
    await folder.drop('june.xlsx', june(300), new Date(Date.now() + 3_600_000));
    expect(await figureOf(source, ...JUNE)).toBeUndefined();
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });
});

describe('coarser periods', () => {
  test('of a flow are sums that name their documents, and missing while a month is', async () => {
    for (const month of [1, 2, 3, 4])
      await folder.drop(`${month}.xlsx`, jobsForm({ period: `Tháng ${month} năm 2023` }));
    const source = await folder.open();
    expect(await figureOf(source, 'JOBS', '2023-Q1', HOAN_KIEM)).toMatchObject({
      value: 30,
      document: '1.xlsx; 2.xlsx; 3.xlsx',
    });
    expect(await figureOf(source, 'JOBS', '2023-Q2')).toBeUndefined();
    expect(await figureOf(source, 'JOBS', '2023')).toBeUndefined();
  });
});

describe('who has reported', () => {
  test('is every district whose row is filled, since the first file in which it was', async () => {
    await folder.drop(
      'a.xlsx',
      jobsForm({ districts: { [BA_DINH.id]: '-' }, total: 300, date: '05 tháng 7 năm 2023' }),
    );
    await folder.drop('a_lan2.xlsx', june(300, '22 tháng 7 năm 2023'));
    const submissions = await (await folder.open()).submissions(period('2023-06'), call());
    expect(submissions).toHaveLength(30);
    expect(submissions).toContainEqual({ area: BA_DINH.id, period: '2023-06', on: '2023-07-22' });
    expect(submissions).toContainEqual({ area: HOAN_KIEM.id, period: '2023-06', on: '2023-07-05' });
  });

  test('is nobody while a row is blank or a form of the period is missing', async () => {
    await folder.drop('a.xlsx', jobsForm({ districts: { [BA_DINH.id]: '-' }, total: 300 }));
    const source = await folder.open();
    const areas = (await source.submissions(period('2023-06'), call())).map((s) => s.area);
    expect(areas).toHaveLength(29);
    expect(areas).not.toContain(BA_DINH.id);
    expect(await source.submissions(period('2023-S1'), call())).toEqual([]);
  });
});

describe('a folder that', () => {
  const code = (expected: string) => expect.objectContaining({ code: expected, owner: 'labour' });

  test('is gone is a source that cannot be reached', async () => {
    await folder.drop('a.xlsx', june(300));
    const source = await folder.open();
    await rename(folder.path, `${folder.path}-aside`);
    await expect(figureOf(source, ...JUNE)).rejects.toEqual(code('SOURCE_UNREACHABLE'));
    await expect(source.ping(call())).rejects.toEqual(code('SOURCE_UNREACHABLE'));
    await rename(`${folder.path}-aside`, folder.path);
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });

  test('holds nothing valid is unreadable: an empty one is mostly a share that is not mounted', async () => {
    const source = await folder.open();
    await expect(figureOf(source, ...JUNE)).rejects.toEqual(code('SOURCE_UNREADABLE'));
    await mkdir(join(folder.path, '2023'));
    await folder.drop('2023/a.xlsx', Buffer.from('rubbish'));
    await expect(figureOf(source, ...JUNE)).rejects.toEqual(code('SOURCE_UNREADABLE'));
  });

  test('is not read in time ends the question, not the reading', async () => {
    await folder.drop('a.xlsx', june(300));
    const source = await folder.open();
    const left = source.figures([], call(AbortSignal.abort()));
    await expect(left).rejects.toEqual(code('SOURCE_TIMEOUT'));
    expect((await figureOf(source, ...JUNE))?.value).toBe(300);
  });
});
