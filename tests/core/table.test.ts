import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { Faults, readTable } from '../../subgraphs/core/table.js';
import { tempFolder } from '../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  folder = await tempFolder('table');
});
afterAll(() => folder.remove());

async function table(text: string) {
  const path = join(folder.path, 'table.csv');
  await writeFile(path, text);
  const faults = new Faults();
  return { rows: readTable(path, ['code', 'name'], faults), faults: faults.list };
}

describe('a table file', () => {
  test('is read by its column names, in any order, with BOM or without, blank rows left out, rows numbered as a spreadsheet does', async () => {
    const { rows, faults } = await table('\uFEFFname,code\nBa Đình,001\n\n,\n"Hoàn, Kiếm",002\n');
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { row: 2, cells: { name: 'Ba Đình', code: '001' } },
      { row: 5, cells: { name: 'Hoàn, Kiếm', code: '002' } },
    ]);
  });

  test('with missing, unknown and doubled columns is refused, each named', async () => {
    const { rows, faults } = await table('code,code,nam\n1,2,3\n');
    expect(rows).toEqual([]);
    expect(faults).toEqual([
      expect.stringMatching(/table\.csv, row 1, column name: .*missing/),
      expect.stringMatching(/row 1, column code: .*twice/),
      expect.stringMatching(/row 1, column nam: unknown/),
    ]);
  });

  test('with a short row names the row', async () => {
    expect((await table('code,name\n001,Ba Đình\n002\n')).faults).toEqual([expect.stringContaining('row 3')]);
  });

  test('that is not there is named', () => {
    const faults = new Faults();
    readTable(join(folder.path, 'none.csv'), ['code'], faults);
    expect(() => faults.throwIfAny()).toThrow(SettingsFault);
    expect(faults.list[0]).toContain('none.csv');
  });
});

describe('the catalogue', () => {
  test('holds 27 targets in their order, 15 of social security and 12 of welfare, then the supporting indicators', () => {
    const { indicators } = readCatalogue();
    const targets = indicators.filter((i) => i.number !== null);
    expect(targets.map((i) => i.number)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
    expect(targets.filter((i) => i.group === 'SOCIAL_SECURITY')).toHaveLength(15);
    expect(indicators.slice(27).every((i) => i.group === 'SUPPORTING' && i.rule === null)).toBe(true);
  });

  test('with faults is refused, and every fault is named with file, row and column', async () => {
    const [header = '', first = '', ...rest] = readProjectFile('schema', 'catalogue', 'targets.csv').split('\n');
    const spoilt = [
      first.replace('labour', 'labor').replace('3@2021-03=PUBLISHED', '3@2021-13=PUBLISHED'),
      (rest[0] ?? '').replace(',JOBS,', ',UNEMPLOYMENT,'),
      (rest[1] ?? '').replace(',RATE,', ',RATIO,').replace(',yes,', ',ja,'),
    ];
    await writeFile(join(folder.path, 'targets.csv'), [header, ...spoilt, ...rest.slice(2)].join('\n'));
    await writeFile(
      join(folder.path, 'supporting.csv'),
      readProjectFile('schema', 'catalogue', 'supporting.csv').replace('STOCK', 'STACK'),
    );
    const failure = (() => {
      try {
        return readCatalogue(folder.path);
      } catch (error) {
        return error;
      }
    })();
    if (!(failure instanceof SettingsFault)) throw new Error('the catalogue was accepted');
    for (const place of [
      'row 2, column owner',
      'row 2, column targets',
      'row 3, column code',
      'row 4, column kind',
      'supporting.csv, row 2, column time_rule',
    ]) {
      expect(
        failure.faults.some((f) => f.includes(place)),
        `${place} in ${failure.faults.join('\n')}`,
      ).toBe(true);
    }
  });
});
