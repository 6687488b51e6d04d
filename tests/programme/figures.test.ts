import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AREAS, areaById, CITY } from '../../schema/areas/areas.js';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import { SourceError } from '../../subgraphs/core/errors.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { programme } from '../../subgraphs/programme/index.js';
import { type AgencyFolder, agencyFolder, catalogue, log } from './stage.js';

let folder: AgencyFolder;
let source: DepartmentSource;
let saves = 0;

const call = () => ({ signal: new AbortController().signal, requestId: 'test', log });
const openOn = (path: string) =>
  programme.open(programme.parse({ PROGRAMME_FILES: path }, { catalogue }), { catalogue, log });

beforeEach(async () => {
  folder = await agencyFolder();
  source = await openOn(folder.path);
});
afterEach(async () => {
  await source.close();
  await folder.remove();
});

/** Saves figures.csv as an editor does a while later: another time of change, also when it is as long as before. */
async function save(...rows: string[]): Promise<void> {
  await folder.writeFigures(rows);
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, ++saves));
  await utimes(join(folder.path, 'figures.csv'), time, time);
}

async function figures(codes: string[], periods: string[], areas = [CITY]): Promise<SourceFigure[]> {
  return source.figures([{ indicators: codes, areas, periods: periods.map(period) }], call());
}

async function cremation(text = '2023-S1'): Promise<SourceFigure | undefined> {
  return (await figures(['CREMATION'], [text]))[0];
}

describe('a figure of the file', () => {
  test('has its parts, the rate that they give, and where and when it was reported', async () => {
    await save('CREMATION,CITY,01,2023-S1,7,9,,,ghi chú,2023-07-15,');
    expect(await figures(['CREMATION'], ['2023-S1'])).toEqual([
      {
        indicator: 'CREMATION',
        area: 'CITY-01',
        period: '2023-S1',
        value: 700 / 9,
        numerator: 7,
        denominator: 9,
        status: 'A',
        reason: null,
        note: 'ghi chú',
        document: 'figures.csv',
        place: 'dòng 2',
        publishedAt: '2023-07-14T17:00:00.000Z',
      },
    ]);
  });

  test('keeps a printed rate as printed, and says that its parts give another one', async () => {
    await save('CREMATION,CITY,01,2023-S1,1812,2272,80.6,,,,Báo cáo 12', 'CREMATION,CITY,01,2023-S2,2,3,66.7,,,,');
    expect(await cremation()).toMatchObject({
      value: 80.6,
      document: 'Báo cáo 12',
      note: expect.stringContaining('79.754'),
    });
    expect(await cremation('2023-S2')).toMatchObject({ value: 66.7, note: null });
  });

  test('that is blank is missing, never 0; a 0 that was reported is 0', async () => {
    await save('CREMATION,CITY,01,2023-S1,,,,,,2023-07-15,', 'CREMATION,CITY,01,2023-S2,0,9,,,,,');
    expect(await cremation()).toMatchObject({ value: null, numerator: null, status: 'O', reason: 'BLANK_AT_SOURCE' });
    expect(await cremation('2023-S2')).toMatchObject({ value: 0, numerator: 0, status: 'A', reason: null });
  });

  test('with half of its parts is missing', async () => {
    await save('CREMATION,CITY,01,2023-S1,7,,,,,,');
    expect(await cremation()).toMatchObject({ value: null, numerator: 7, status: 'O', reason: 'BLANK_AT_SOURCE' });
  });

  test('over nothing does not apply', async () => {
    await save('CREMATION,CITY,01,2023-S1,0,0,,,,,');
    expect(await cremation()).toMatchObject({ value: null, denominator: 0, status: 'M', reason: 'DOES_NOT_APPLY' });
  });

  test('keeps the status that was reported with it', async () => {
    await save('CREMATION,CITY,01,2023-S1,7,9,,P,,,', 'CREMATION,CITY,01,2023-S2,,,,L,,,');
    expect(await cremation()).toMatchObject({ status: 'P' });
    expect(await cremation('2023-S2')).toMatchObject({ value: null, status: 'L' });
  });

  test('that the file does not have is not made up', async () => {
    await save('CREMATION,CITY,01,2023-S1,7,9,,,,,');
    expect(await figures(['CREMATION', 'POPULATION', 'DOCTORS'], ['2023-S2', '2023', '2023-Q1'])).toEqual([]);
  });
});

describe('a year', () => {
  test('sums a flow and takes the last half of a stock, as the catalogue says', async () => {
    await save(
      'CREMATION,CITY,01,2023-S1,7,10,,,,,',
      'CREMATION,CITY,01,2023-S2,5,10,,,,,',
      'POPULATION,CITY,01,2023-S1,,,8400000,,,,',
      'POPULATION,CITY,01,2023-S2,,,8500000,,,,',
    );
    const found = await figures(['CREMATION', 'POPULATION'], ['2023']);
    expect(found).toMatchObject([
      { indicator: 'CREMATION', value: 60, numerator: 12, denominator: 20 },
      { indicator: 'POPULATION', value: 8500000, numerator: 8500000, denominator: null },
    ]);
  });
});

describe('the file', () => {
  test('is read again when it was changed, also by an edit that keeps its length', async () => {
    await save('CREMATION,CITY,01,2023-S1,,,61,,,,');
    expect(await cremation()).toMatchObject({ value: 61 });
    await save('CREMATION,CITY,01,2023-S1,,,67,,,,');
    expect(await cremation()).toMatchObject({ value: 67 });
  });

  test('that was spoilt while running is unreadable, with the cell in the log and not in the message to clients', async () => {
    await save('CREMATION,CITY,01,2023-S1,,,"61,5",,,,');
    const failure = await cremation().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect(failure).toMatchObject({
      code: 'SOURCE_UNREADABLE',
      owner: 'programme',
      detail: expect.stringContaining('figures.csv, row 2, column value'),
    });
    await save('CREMATION,CITY,01,2023-S1,,,61.5,,,,');
    expect(await cremation()).toMatchObject({ value: 61.5 });
  });

  test('that is gone cannot be reached, by a question or a ping', async () => {
    await rm(join(folder.path, 'figures.csv'));
    await expect(cremation()).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', owner: 'programme' });
    await expect(source.ping(call())).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });

  test('tells a probe what it holds and what nobody has reported', async () => {
    await save('CREMATION,CITY,01,2023-S1,,,61,,,,', 'POPULATION,CITY,01,2023-S1,,,8400000,,,,');
    expect(await source.probe(call())).toEqual({
      system: 'figures.csv, 2 rows',
      mapped: ['CREMATION', 'POPULATION'],
      missing: ['MOUNTAIN_COMMUNES', 'CLEAN_WATER', 'CULTURAL_FAMILIES'],
      refused: [],
    });
  });
});

describe('who has reported', () => {
  const reported = async (text: string) => source.submissions(period(text), call());

  test('is a district with a figure of all that it ever reports, on the day of the last one', async () => {
    await save(
      'CREMATION,DISTRICT,001,2023-S1,,,61,,,2023-07-03,',
      'POPULATION,DISTRICT,001,2023-S1,,,200000,,,2023-07-09,',
      'CREMATION,DISTRICT,002,2023-S1,,,62,,,2023-07-04,',
      'CREMATION,DISTRICT,003,2023-S1,,,,,,2023-07-04,',
      'CREMATION,CITY,01,2023-S1,,,62,,,2023-07-20,',
      'CREMATION,DISTRICT,001,2023-S2,,,61,,,2024-01-03,',
      'CREMATION,DISTRICT,002,2023-S2,,,61,,,2024-01-04,',
    );
    expect(await reported('2023-S1')).toEqual([
      { area: 'DISTRICT-001', period: '2023-S1', on: '2023-07-09' },
      { area: 'DISTRICT-002', period: '2023-S1', on: '2023-07-04' },
    ]);
    expect(await reported('2023')).toEqual([{ area: 'DISTRICT-002', period: '2023', on: '2024-01-04' }]);
    expect(await reported('2023-06')).toEqual([]);
  });

  test('is everybody at once where the city alone is reported', async () => {
    await save('CREMATION,CITY,01,2025-S2,,,62,,,2026-01-20,');
    expect(await reported('2025-S2')).toEqual([{ area: null, period: '2025-S2', on: '2026-01-20' }]);
  });
});

describe('the sandbox', () => {
  test('is such a folder with the whole sample, and can be started again where it was', async () => {
    const options = { port: 0, dataDir: join(folder.path, 'sandbox'), catalogue, log };
    const first = await programme.startSandbox(options);
    await first.close();
    const sandbox = await programme.startSandbox(options);
    const sample = sampleOf(catalogue)('programme');
    const opened = await openOn(sandbox.variables.PROGRAMME_FILES ?? '');
    const codes = catalogue.ofOwner('programme').map((i) => i.code);
    const periods = [...new Set(sample.map((f) => f.period))].map(period);
    const served = await opened.figures([{ indicators: codes, areas: AREAS, periods }], call());
    const cells = (
      list: readonly Pick<
        SourceFigure,
        'indicator' | 'area' | 'period' | 'value' | 'numerator' | 'denominator' | 'status'
      >[],
    ) =>
      list
        .map((f) => `${f.indicator} ${f.area} ${f.period}: ${f.numerator}/${f.denominator} = ${f.value} ${f.status}`)
        .sort();
    expect(cells(served)).toEqual(cells(sample));
    const late = (await opened.submissions(period('2022-S2'), call())).filter(({ on }) => on > '2023-01-15');
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ area }) => areaById(area ?? '')?.level === 'DISTRICT')).toBe(true);
    await opened.close();
    await sandbox.close();
  });
});
