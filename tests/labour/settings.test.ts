import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { labour } from '../../subgraphs/labour/index.js';
import { catalogue, type DropFolder, defaultForms, dropFolder, figureOf, log } from './drop-folder.js';

let folder: DropFolder;
beforeEach(async () => {
  folder = await dropFolder();
});
afterEach(() => folder.remove());

const HEADER = 'form,title,frequencies,part,indicator,heading,multiplier';

async function mapping(...rows: string[]): Promise<string> {
  const path = join(folder.path, 'mapping.csv');
  await writeFile(path, [HEADER, ...rows].join('\n'));
  return path;
}

function faultsOf(values: Record<string, string>): readonly string[] {
  try {
    labour.parse(values, { catalogue });
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
}

describe('the settings of labour', () => {
  test('need a folder that is one', () => {
    expect(faultsOf({}).join()).toContain('LABOUR_FOLDER');
    expect(faultsOf({ LABOUR_FOLDER: join(folder.path, 'nowhere') }).join()).toContain('không phải là thư mục');
    expect(faultsOf({ LABOUR_FOLDER: folder.path })).toEqual([]);
  });

  test('name every fault of a mapping at once, by file, row and column', async () => {
    const path = await mapping(
      'A,Biểu A,M|X,area,,Đơn vị,',
      'A,,,value,NO_SUCH,Số,',
      'A,,,sum,JOBS,Số,',
      'A,,,numerator,POOR_HOUSEHOLDS,,0',
      'B,Biểu B,M,value,JOBS,Số,',
      'C,,S,area,,Đơn vị,',
      'C,,,value,JOBS,Số,abc',
    );
    const faults = faultsOf({ LABOUR_FOLDER: folder.path, LABOUR_MAPPING: path });
    for (const place of [
      'mapping.csv, row 2, column frequencies: "X"',
      'mapping.csv, row 3, column indicator: "NO_SUCH"',
      'mapping.csv, row 4, column part: "sum"',
      'mapping.csv, row 5, column heading',
      'mapping.csv, row 5, column multiplier: "0"',
      'mapping.csv, row 5, column part: POOR_HOUSEHOLDS needs one row "denominator"',
      'mapping.csv, row 6, column part: a form needs exactly one row "area"',
      'mapping.csv, row 7, column title',
      'mapping.csv, row 8, column multiplier: "abc"',
      'mapping.csv, row 8, column indicator: "JOBS" stands in the form A too',
    ]) {
      expect(faults.join('\n')).toContain(place);
    }
  });

  test('name a mapping that is not there', () => {
    const values = { LABOUR_FOLDER: folder.path, LABOUR_MAPPING: join(folder.path, 'none.csv') };
    expect(faultsOf(values).join()).toContain('none.csv: cannot be read');
  });

  test('join another form by its own headings and unit', async () => {
    const path = await mapping('X1,Báo cáo khác,M,area,,Đơn vị,', 'X1,,,value,JOBS,Việc làm (nghìn lượt),1000');
    await folder.drop('x.xlsx', [
      ['Báo cáo khác'],
      ['Tháng 2/2023'],
      ['Đơn vị', 'Việc làm (nghìn lượt)'],
      ['Toàn TP', '1,5'],
    ]);
    const settings = labour.parse({ LABOUR_FOLDER: folder.path, LABOUR_MAPPING: path }, { catalogue });
    const source = await labour.open(settings, { catalogue, log });
    expect((await figureOf(source, 'JOBS', '2023-02'))?.value).toBe(1500);
    await source.close();
  });
});

test('the default mapping has every indicator that the catalogue gives to labour', () => {
  const named = new Set(defaultForms().flatMap((form) => form.columns.map((column) => column.indicator)));
  expect([...named].sort()).toEqual(
    catalogue
      .seriesOf('labour')
      .map((indicator) => indicator.code)
      .sort(),
  );
});

test('the profile shows every field of its type in the schema, each from an indicator of labour', () => {
  const sdl = readProjectFile('schema', 'labour.graphql').replace('extend type Area', 'type Area');
  const type = buildSchema(
    `${sdl}\nscalar Boundaries type Observation { value: Float } type Query { area: Area }`,
  ).getType('LabourProfile');
  const declared = isObjectType(type) ? Object.keys(type.getFields()).filter((name) => name !== 'period') : [];
  expect(Object.keys(labour.profile?.fields ?? {}).sort()).toEqual(declared.sort());
  for (const { indicator } of Object.values(labour.profile?.fields ?? {})) {
    expect(catalogue.get(indicator)?.owner).toBe('labour');
  }
});
