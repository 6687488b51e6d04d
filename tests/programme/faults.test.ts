import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { programme } from '../../subgraphs/programme/index.js';
import { type AgencyFolder, agencyFolder, catalogue, log } from './stage.js';

let folder: AgencyFolder;
beforeEach(async () => {
  folder = await agencyFolder();
});
afterEach(() => folder.remove());

/** The faults that a start on the folder names; none when it starts. */
async function faults(): Promise<readonly string[]> {
  try {
    const source = await programme.open(programme.parse({ PROGRAMME_FILES: folder.path }, { catalogue }), {
      catalogue,
      log,
    });
    await source.close();
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
}

describe('the files of the standing agency', () => {
  test('are without a fault as they come with the project', async () => {
    expect(await faults()).toEqual([]);
  });

  test('are all needed: each one that is missing is named', async () => {
    await rm(join(folder.path, 'tasks.csv'));
    await rm(join(folder.path, 'figures.csv'));
    expect(await faults()).toEqual([
      expect.stringContaining('no tasks.csv'),
      expect.stringContaining('no figures.csv'),
    ]);
  });

  test('name every fault of every file at once, with row and column', async () => {
    await folder.edit('agencies.csv', 'SXD,Sở Xây dựng', 'SYT,');
    await folder.append('declared.csv', 'CONFERENCE_2023,DOCTOR,FINE');
    await folder.append('declared.csv', 'CONFERENCE_2024,DOCTORS,HARD');
    await folder.append('documents.csv', '2023-S1-PLAN-6,PLAN,,,XYZ,2023-02-31,2023-H1');
    await folder.append('practices.csv', 'X,Một việc,,DISTRICT,999,,2023');
    await folder.append('projects.csv', 'Y,SPORT,Dự án,Project,"1.234,5",20x5,,,');
    await folder.edit('programme.csv', 'issued_on', 'issued');
    await folder.writeFigures(['DOCTORS,CITY,01,2023-S1,,,14,,,,', 'CREMATION,CITY,01,2023-S1,,,140,Z,,,']);
    expect(await faults()).toEqual(
      [
        'agencies.csv, row 8, column code: "SYT" stands in row 2 already',
        'agencies.csv, row 8, column name_vi: the cell is empty',
        'programme.csv, row 1, column issued_on: the column is missing',
        /^programme\.csv, row 1, column issued: unknown column; known are code, /,
        /^responsible\.csv, row \d+, column agency: "SXD" is not an agency of agencies\.csv/,
        'responsible.csv: no row says who answers for CREMATION',
        'declared.csv, row 9, column indicator: "DOCTOR" is not an indicator of the catalogue',
        'declared.csv, row 9, column state: "FINE" is none of MET, ON_SCHEDULE, HARD, GOOD_RESULT',
        'declared.csv, row 10, column report: "CONFERENCE_2024" is not a report of reports.csv',
        'documents.csv, row 12, column code: "2023-S1-PLAN-6" stands in row 11 already',
        /^documents\.csv, row 12, column period: "2023-H1" is not a period/,
        'documents.csv, row 12, column issued_by: "XYZ" is not an agency of agencies.csv',
        'documents.csv, row 12, column issued_on: "2023-02-31" is not in the calendar',
        'practices.csv, row 6, column text_en: the cell is empty',
        'practices.csv, row 6, column area_code: "999" is not the code of a DISTRICT',
        'projects.csv, row 5, column sector: "SPORT" is none of HEALTH, EDUCATION, CULTURE',
        'projects.csv, row 5, column cost: "1.234,5" is not a number (write 1234.5)',
        'projects.csv, row 5, column start_year: "20x5" is not a whole number',
        'figures.csv, row 2, column indicator: "DOCTORS" is not an indicator that is reported to the programme',
        /^figures\.csv, row 3, column status: "Z" is none of A, B,/,
        'figures.csv, row 3, column value: 140 lies outside 0 to 100',
      ].map((fault) => (typeof fault === 'string' ? fault : expect.stringMatching(fault))),
    );
  });

  test.each([
    ['a gap', 'CLEAN_WATER,SNNMT,2025-03', 'CLEAN_WATER,SNNMT,2025-04', 'column from'],
    ['an overlap', 'CLEAN_WATER,SNNPTNT,,2025-02', 'CLEAN_WATER,SNNPTNT,,2025-06', 'column from'],
    ['an end', 'CREMATION,SXD,,', 'CREMATION,SXD,,2025-02', 'the last row of CREMATION must have an empty `to`'],
    ['a beginning', 'CREMATION,SXD,,', 'CREMATION,SXD,2021-03,', 'column from'],
    ['no month', 'CLEAN_WATER,SNNPTNT,,2025-02', 'CLEAN_WATER,SNNPTNT,,2025', '"2025" is not a month'],
  ])('leave no month without an agency, nor with two: %s is named', async (_, from, to, fault) => {
    await folder.edit('responsible.csv', from, to);
    const named = await faults();
    expect(named).not.toEqual([]);
    expect(named.join('\n')).toContain(fault);
    expect(named[0]).toMatch(/^responsible\.csv/);
  });

  test.each([
    ['a rate over nothing', 'CREMATION,CITY,01,2023-S1,0,0,12,,,,', 'column value: there is no rate'],
    ['a negative part', 'CREMATION,CITY,01,2023-S1,-3,10,,,,,', 'column numerator: -3 is below 0'],
    ['a count over something', 'POPULATION,CITY,01,2023-S1,,10,8000000,,,,', 'column denominator'],
    ['a count given twice', 'POPULATION,CITY,01,2023-S1,7000000,,8000000,,,,', 'column value'],
    [
      'a value said to be missing',
      'CREMATION,CITY,01,2023-S1,,,60,O,,,',
      'column status: O says that there is no value',
    ],
    ['a blank said to be there', 'CREMATION,CITY,01,2023-S1,,,,A,,,', 'column status: A needs a value'],
    ['a district that no longer stood', 'CREMATION,DISTRICT,001,2025-S2,,,60,,,,', 'column period: Quận Ba Đình'],
    ['an unknown level', 'CREMATION,WARD,001,2023-S1,,,60,,,,', 'the code of a WARD'],
    ['a day that is none', 'CREMATION,CITY,01,2023-S1,,,60,,,30/6/2023,', 'column reported_on: "30/6/2023"'],
  ])('refuse %s in figures.csv', async (_, row, fault) => {
    await folder.writeFigures([row]);
    expect(await faults()).toEqual([expect.stringContaining(fault)]);
  });

  test('that contradict themselves are named: more met than there are, more exceeded than met, an end before the start', async () => {
    await folder.edit('reports.csv', ',18,', ',28,');
    await folder.edit('programme.csv', ',2021,2025,', ',2025,2021,');
    expect(await faults()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^reports\.csv, row \d+, column met: 28 is more than the total of 27/),
        'programme.csv, row 2, column end_year: 2021 comes before the start in 2025',
      ]),
    );
  });

  test('may be saved by a spreadsheet: BOM, CRLF, empty rows and columns in another order', async () => {
    const path = join(folder.path, 'agencies.csv');
    const rows = (await readFile(path, 'utf8')).trim().split('\n');
    const turned = rows.map((row) => {
      const [code, vi, en] = /^([^,]*),([^,]*),(.*)$/.exec(row)?.slice(1) ?? [];
      return `${en},${code},${vi}`;
    });
    await writeFile(path, `\uFEFF${turned.join('\r\n')}\r\n,,\r\n`);
    expect(await faults()).toEqual([]);
  });
});
