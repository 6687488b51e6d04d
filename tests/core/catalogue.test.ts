import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectFile, readProjectFile } from '../../schema/files.js';
import { isUnusedItem } from '../../subgraphs/core/breakdown-files.js';
import { catalogueOfTexts, readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { tempFolder } from '../support/temp.js';

type Row = Record<string, string>;

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  folder = await tempFolder('catalogue');
  await cp(projectFile('schema', 'catalogue'), folder.path, { recursive: true });
});
afterAll(() => folder.remove());

const TARGETS = readProjectFile('schema', 'catalogue', 'targets.csv');
const BREAKDOWNS = readProjectFile('schema', 'catalogue', 'breakdowns.csv');
const ROWS: readonly Row[] = parse(TARGETS, { columns: true });
const rowOf = (code: string) => ROWS.findIndex((row) => row.code === code) + 2;

/** The faults of the catalogue with these cells of a target's row changed. */
async function faultsWith(code: string, cells: Row): Promise<readonly string[]> {
  const rows = ROWS.map((row) => (row.code === code ? { ...row, ...cells } : row));
  await writeFile(join(folder.path, 'targets.csv'), stringify(rows, { header: true }));
  try {
    readCatalogue(folder.path);
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
}

describe('a row of the catalogue that contradicts itself is refused', () => {
  test.each<[string, string, Row, string]>([
    ['AT_LEAST of what should fall', 'DOCTORS', { direction: 'DECREASE' }, 'rule'],
    ['RANGE of what should fall', 'HOSPITAL_BEDS', { direction: 'DECREASE' }, 'rule'],
    ['BELOW of what should rise', 'UNEMPLOYMENT', { direction: 'INCREASE' }, 'rule'],
    ['AT_MOST of what should rise', 'POOR_HOUSEHOLDS', { direction: 'INCREASE' }, 'rule'],
    ['a yearly change of half-years', 'CHILD_MALNUTRITION', { frequency: 'S' }, 'frequency'],
    ['a yearly change of a survey', 'CHILD_MALNUTRITION', { kind: 'SURVEY' }, 'kind'],
    ['a quota of a stock', 'JOBS', { time_rule: 'STOCK' }, 'time_rule'],
    ['an upper end without a range', 'DOCTORS', { targets: '15-20@2021-03=PUBLISHED' }, 'targets'],
    ['a target above the maximum', 'DOCTORS', { targets: '15@2021-03=PUBLISHED;150@2024-01=ASSUMED' }, 'targets'],
    ['an upper end above the maximum', 'HOSPITAL_BEDS', { targets: '30-350@2021-03=PUBLISHED' }, 'targets'],
    ['a target below the minimum', 'LIFE_EXPECTANCY', { targets: '7.65@2021-03=PUBLISHED' }, 'targets'],
    ['a minimum above the maximum', 'JOBS', { minimum: '10', maximum: '5' }, 'minimum'],
    ['a planned denominator of nothing', 'DOCTORS', { planned_denominator: '0' }, 'planned_denominator'],
    ['a planned denominator of no denominator', 'JOBS', { planned_denominator: '5' }, 'planned_denominator'],
    ['a rate without a numerator', 'DOCTORS', { numerator_vi: '', numerator_en: '' }, 'numerator_vi'],
    ['a rate without a denominator', 'HEALTH_INSURANCE', { denominator_vi: '', denominator_en: '' }, 'denominator_vi'],
    ['a count over something', 'JOBS', { denominator_vi: 'dân số', denominator_en: 'population' }, 'denominator_vi'],
    ['a rate in people', 'HEALTH_INSURANCE', { unit: 'PEOPLE' }, 'unit'],
    ['a frequency finer than months', 'JOBS', { frequency: 'D' }, 'frequency'],
    ['a step that is none', 'JOBS', { max_jump: 'x1' }, 'max_jump'],
    ['a threshold below 0', 'JOBS', { threshold: '-5' }, 'threshold'],
    ['a note in one language', 'JOBS', { note_vi: '' }, 'note_vi'],
  ])('%s', async (_, code, cells, column) => {
    expect(await faultsWith(code, cells)).toEqual([
      expect.stringContaining(`targets.csv, row ${rowOf(code)}, column ${column}: `),
    ]);
  });

  test('unless it is fine: a range of one value, a quota above what a month can be, a withdrawal', async () => {
    expect(await faultsWith('HOSPITAL_BEDS', { targets: '35@2021-03=PUBLISHED;35@2024-01=PUBLISHED' })).toEqual([]);
    expect(await faultsWith('JOBS', { maximum: '50000' })).toEqual([]);
    expect(await faultsWith('DOCTORS', { targets: '15@2021-03=PUBLISHED;withdrawn@2025-01=ASSUMED' })).toEqual([]);
  });

  test('with all its contradictions at once', async () => {
    const faults = await faultsWith('JOBS', { time_rule: 'STOCK', direction: 'DECREASE', minimum: '9', maximum: '5' });
    expect(faults.map((fault) => /column (\w+)/.exec(fault)?.[1])).toEqual(['minimum', 'rule', 'time_rule']);
  });

  test('a cell that cannot be read is named without contradictions that follow from it', async () => {
    expect(await faultsWith('DOCTORS', { direction: 'UP' })).toEqual([expect.stringContaining('column direction')]);
  });
});

describe('files of a catalogue that need not be there', () => {
  const withFile = async (name: string, text: string) => {
    await writeFile(join(folder.path, 'targets.csv'), TARGETS);
    await writeFile(join(folder.path, name), text);
    onTestFinished(async () => {
      await rm(join(folder.path, name));
      await cp(projectFile('schema', 'catalogue'), folder.path, { recursive: true });
    });
    return () => readCatalogue(folder.path);
  };

  test('give areas targets of their own', async () => {
    const read = await withFile(
      'area-targets.csv',
      'indicator,area,targets\nJOBS,DISTRICT-001,4000@2021-03=PUBLISHED;4200@2024-01=ASSUMED\n',
    );
    const [own, ...others] = read().get('JOBS')?.areaTargets ?? [];
    expect(others).toEqual([]);
    expect(own?.area).toBe('DISTRICT-001');
    expect(own?.targets.map(({ value, from }) => [value, from])).toEqual([
      [4000, '2021-03'],
      [4200, '2024-01'],
    ]);
  });

  test.each([
    [
      'area-targets.csv',
      'indicator,area,targets\nDOCTORS,DISTRICT-001,20-30@2021-03=ASSUMED\n',
      'only RANGE has an upper end',
    ],
    ['area-targets.csv', 'indicator,area,targets\nCLEAN_WATER,DISTRICT-001,500@2021-03=ASSUMED\n', 'lies outside'],
    [
      'area-targets.csv',
      'indicator,area,targets\nJOBS,CITY-01,5@2021-03=ASSUMED\n',
      'column area: the targets of the city',
    ],
    [
      'area-targets.csv',
      'indicator,area,targets\nLIFE_EXPECTANCY,DISTRICT-001,80@2021-03=ASSUMED\n',
      'areas have no figures of it',
    ],
    [
      'area-targets.csv',
      'indicator,area,targets\nJOBS,001,4000@2021-03=PUBLISHED\n',
      'column area: "001" is not the id',
    ],
    ['area-targets.csv', 'indicator,area,targets\nJOB,DISTRICT-001,1@2021-03=PUBLISHED\n', 'column indicator: "JOB"'],
    ['area-targets.csv', 'indicator,area,targets\nJOBS,DISTRICT-001,many\n', 'column targets: "many"'],
    [
      'target-sources.csv',
      'indicator,from,source_vi,source_en\nJOBS,2023-01,a,b\n',
      'is the first month of no version of JOBS',
    ],
    [
      'target-sources.csv',
      'indicator,from,source_vi,source_en\nJOBS,2021-03,a,\n',
      'column source_en: the cell is empty',
    ],
  ])('are refused with what is wrong: %s', async (name, text, fault) => {
    const read = await withFile(name, text);
    expect(read).toThrow(fault);
  });

  test('break indicators down, each item under a code of its own', () => {
    const catalogue = readCatalogue();
    expect(catalogue.get('HEALTH_INSURANCE:SEX:F')).toMatchObject({
      ...{ owner: 'social-insurance', unit: 'PERCENT', rule: null, targets: [], number: null, threshold: 5 },
      itemOf: { indicator: 'HEALTH_INSURANCE', item: { code: 'F' } },
    });
    expect(catalogue.get('HEALTH_INSURANCE:SEX:X')).toBeUndefined();
    expect(catalogue.ofOwner('education').map(({ code }) => code)).not.toContain('SCHOOLS:SCHOOL_TYPE:PUBLIC');
    expect(catalogue.seriesOf('education').map(({ code }) => code)).toContain('SCHOOLS:SCHOOL_TYPE:PUBLIC');
  });

  test.each([
    ['broken-down.csv', 'indicator,breakdown,splits\nJOBS,SHOE_SIZE,BOTH\n', '"SHOE_SIZE" is not a breakdown'],
    ['broken-down.csv', 'indicator,breakdown,splits\nLIFE_EXPECTANCY,SEX,BOTH\n', 'only counts and rates have parts'],
    ['broken-down.csv', 'indicator,breakdown,splits\nJOBS,SEX,NUMERATOR\n', 'divided as a whole: write BOTH'],
    ['broken-down.csv', 'indicator,breakdown,splits\nJOBS,SEX,HALF\n', '"HALF" is none of BOTH, NUMERATOR'],
    ['breakdowns.csv', `${BREAKDOWNS}SEX,Giới tính,Sex,F:M,Khác,Other\n`, '"F:M" is no code'],
    ['breakdowns.csv', `${BREAKDOWNS}SEX,Giới,Sex,X,Khác,Other\n`, 'SEX was named otherwise above'],
  ])('are refused with what is wrong: %s (%s)', async (name, text, fault) => {
    const read = await withFile(name, text);
    expect(read).toThrow(fault);
  });

  test('leave a mapping whole when they are not there: its lines for items are passed over, slips are not', () => {
    const { files } = readCatalogue();
    const bare = catalogueOfTexts('bare', { 'targets.csv': TARGETS, 'supporting.csv': files['supporting.csv'] ?? '' });
    expect(bare.seriesOf('health').every(({ itemOf }) => itemOf === null)).toBe(true);
    expect(isUnusedItem(bare, 'DOCTORS:FACILITY_TYPE:CITY')).toBe(true);
    expect(isUnusedItem(readCatalogue(), 'DOCTORS:FACILITY_TYPE:CITY')).toBe(false);
    expect(isUnusedItem(readCatalogue(), 'DOCTORS:FACILITY_TYPE:TOWN')).toBe(false);
    expect(isUnusedItem(bare, 'DOCTOR:FACILITY_TYPE:CITY')).toBe(false);
  });

  test('say of each published target where it was found, in both languages', () => {
    for (const { code, targets } of readCatalogue().indicators) {
      for (const { evidence, sourceNames } of targets) {
        if (evidence !== 'ASSUMED') expect(sourceNames?.vi, code).toBeTruthy();
      }
    }
  });
});

test('every note of the catalogue is there in both languages, and they differ', () => {
  const notes = readCatalogue().indicators.flatMap(({ note }) => note ?? []);
  expect(notes.length).toBeGreaterThan(20);
  for (const { vi, en } of notes) expect(vi).not.toBe(en);
});

describe('the texts of a catalogue', () => {
  test('make the same catalogue again, after its files have changed too', async () => {
    await writeFile(join(folder.path, 'targets.csv'), `\uFEFF${TARGETS}`);
    const read = readCatalogue(folder.path);
    await writeFile(join(folder.path, 'targets.csv'), '');
    const again = catalogueOfTexts('texts', read.files);
    expect(Object.keys(read.files)).toEqual([
      'targets.csv',
      'supporting.csv',
      'target-sources.csv',
      'breakdowns.csv',
      'broken-down.csv',
    ]);
    expect(again.indicators).toEqual(readCatalogue().indicators);
    expect(again.files).toEqual(read.files);
    expect(again.get('DOCTORS')?.number).toBe(17);
  });

  test('are refused with the same faults as files, and when one is not there', () => {
    const { files } = readCatalogue();
    const spoilt = { 'targets.csv': TARGETS.replace(',DECREASE,', ',DOWN,') };
    expect(() => catalogueOfTexts('texts', { ...files, ...spoilt })).toThrow(
      /^targets\.csv, row 2, column direction: /,
    );
    expect(() => catalogueOfTexts('texts of then', spoilt)).toThrow('supporting.csv: cannot be read (texts of then)');
  });

  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${TARGETS}`, 'utf16le')],
    ['a code page', Buffer.from(TARGETS.replaceAll('ê', '\u00ea'), 'latin1')],
    ['zeros', Buffer.alloc(100)],
  ])('are those of UTF-8: a file in %s is refused', async (_, bytes) => {
    await writeFile(join(folder.path, 'targets.csv'), bytes);
    expect(() => readCatalogue(folder.path)).toThrow(/^targets\.csv: cannot be read/);
  });
});
