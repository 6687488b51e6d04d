import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import { period } from '../../subgraphs/core/period.js';
import { sheetReader } from '../../subgraphs/core/sources/sheet.js';
import { type ListFolder, listFolder } from '../../subgraphs/labour/folder.js';
import { FormFolder } from '../../subgraphs/labour/form-folder.js';
import { openFolder } from '../../subgraphs/labour/source.js';
import { call, catalogue, type DropFolder, defaultForms, dropFolder, jobsForm, log } from './drop-folder.js';

const JUNE = 'b.xlsx';
let folder: DropFolder;
let path: string;
let aside: string;

beforeEach(async () => {
  folder = await dropFolder();
  await folder.drop('a.xlsx', jobsForm({ period: 'Tháng 5 năm 2023', date: '05 tháng 6 năm 2023' }));
  path = await folder.drop(JUNE, jobsForm({}));
  aside = join(folder.path, 'aside.tmp');
});

afterEach(() => folder.remove());

async function months(source: DepartmentSource): Promise<string[]> {
  const periods = ['2023-05', '2023-06'].map(period);
  const figures = await source.figures([{ indicators: ['JOBS'], areas: [CITY], periods }], call());
  return figures.map((figure) => figure.period);
}

describe('a folder whose files go while it is looked at', () => {
  /** The source, and what is done each time that its folder has been listed. */
  async function opened(afterListing: () => Promise<void>): Promise<DepartmentSource> {
    const list: ListFolder = async (name) => {
      const entries = await listFolder(name);
      await afterListing();
      return entries;
    };
    return openFolder({ folder: folder.path, forms: defaultForms() }, { catalogue, log }, list);
  }

  test('is listed again: a file that was deleted just then is no failure', async () => {
    const source = await opened(() => rm(path, { force: true }));
    expect(await months(source)).toEqual(['2023-05']);
    await source.close();
  });

  test('and again while it is listed anew fails, for what is left of it is not the whole', async () => {
    const going = [path, await folder.drop('c.xlsx', jobsForm({ period: 'Tháng 7 năm 2023' }))];
    const source = await opened(() => rm(going.shift() ?? path, { force: true }));
    await expect(months(source)).rejects.toMatchObject({ code: 'SOURCE_FAILED', owner: 'labour' });
    expect(await months(source)).toEqual(['2023-05']);
    await source.close();
  });
});

describe('a file that goes while it is read', () => {
  /** Looks at the folder; `while` is done when a file is being read. */
  async function looks(meanwhile: () => Promise<void>) {
    const reader = sheetReader();
    let reads = 0;
    const moving = {
      read: async (name: string) => {
        const sheets = await reader.read(name);
        if (name === path && ++reads === 2) await meanwhile();
        return sheets;
      },
      close: () => reader.close(),
    };
    const forms = new FormFolder(folder.path, listFolder, { reader: moving, forms: defaultForms(), catalogue }, log);
    const filled = async () => (await forms.look()).files.flatMap((file) => file.forms).length;
    return { filled, close: () => forms.close(), reads: () => reads };
  }

  test('counts as it was, and is read again when it is back as it was listed', async () => {
    const { filled, close, reads } = await looks(() => rename(path, aside));
    expect(await filled()).toBe(2);
    await folder.drop(JUNE, jobsForm({ total: 300 }), new Date(1_000_000));
    expect(await filled()).toBe(2);
    await rename(aside, path);
    expect(await filled()).toBe(2);
    expect(reads()).toBe(3);
    await close();
  });
});
