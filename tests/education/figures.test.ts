import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DepartmentSource, ProbeReport } from '../../subgraphs/core/department.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';
import { block, call, type OwnDatabase, ownDatabase } from './database.js';

let database: OwnDatabase;
let source: DepartmentSource;

beforeAll(async () => {
  database = await ownDatabase();
  source = await database.source();
});

afterAll(async () => {
  await source?.close();
  await database?.close();
});

afterEach(() => database.admin('truncate "Thống kê".cells, "Thống kê".nop'));

/** One row of the view: indicator, level, area, period, value, numerator, denominator, note. */
async function row(...cells: (string | number | null)[]): Promise<void> {
  const values = cells.map((cell) => (cell === null ? 'null' : `'${cell}'`)).join(', ');
  await database.admin(`insert into "Thống kê".cells values (${values})`);
}

const ask = (...blocks: Parameters<typeof block>[]): Promise<SourceFigure[]> =>
  source.figures(
    blocks.map((one) => block(...one)),
    call(),
  );
const CITY_SCHOOLS: Parameters<typeof block> = [['SCHOOLS'], ['CITY-01'], ['2023-S1']];
const STANDARD: Parameters<typeof block> = [['NATIONAL_STANDARD_SCHOOLS'], ['CITY-01'], ['2023-S1']];

describe('a database with names, codes and types of its own', () => {
  test('is read through the mapping, whatever its types are', async () => {
    await row('TH', 1, 100, '2023-S1', 2850, '2850', null, 'sơ bộ');
    expect(await ask(CITY_SCHOOLS)).toEqual([
      {
        indicator: 'SCHOOLS',
        area: 'CITY-01',
        period: '2023-S1',
        value: 2850,
        numerator: 2850,
        denominator: null,
        status: 'A',
        reason: null,
        note: 'sơ bộ',
        document: 'Thống kê.cells',
        place: 'Thống kê.cells: TH 100 2023-S1',
        publishedAt: null,
      },
    ]);
  });

  test('gives the school year that opens in a year for that year, and for no half-year', async () => {
    await row('HS', 1, 100, '2022-2023', 2_300_000, null, null, null);
    await row('HS', 1, 100, '2023-2024', 2_400_000, null, null, null);
    const figures = await ask([['PUPILS'], ['CITY-01'], ['2022', '2022-S1', '2022-S2']]);
    expect(figures.map(({ period: p, value }) => [p, value])).toEqual([['2022', 2_300_000]]);
  });

  test('is asked for the cells of each block and no others', async () => {
    for (const ma of [1, 2]) for (const ky of ['2022-S1', '2022-S2']) await row('TH', 2, ma, ky, ma, null, null, null);
    const figures = await ask(
      [['SCHOOLS'], ['DISTRICT-001'], ['2022-S1']],
      [['SCHOOLS'], ['DISTRICT-002'], ['2022-S2']],
    );
    expect(figures.map((f) => `${f.area} ${f.period}`).sort()).toEqual([
      'DISTRICT-001 2022-S1',
      'DISTRICT-002 2022-S2',
    ]);
  });

  test('has nothing to say about what is not mapped', async () => {
    expect(
      await ask([['SCHOOL_MILK'], ['CITY-01'], ['2023-S1']], [['SCHOOLS'], ['DISTRICT-003'], ['2023-S1']]),
    ).toEqual([]);
  });

  test('tells who reported: a district, or the department as a whole', async () => {
    await database.admin(
      `insert into "Thống kê".nop values ('2023-S1', 2, '2023-07-09 14:00'), ('2023-S1', null, '2023-07-12'), ('2022-S2', 1, '2023-01-09')`,
    );
    expect(await source.submissions(period('2023-S1'), call())).toEqual([
      { area: 'DISTRICT-002', period: '2023-S1', on: '2023-07-09' },
      { area: null, period: '2023-S1', on: '2023-07-12' },
    ]);
  });
});

describe('a cell', () => {
  test('that is blank is missing, never 0', async () => {
    await row('TH', 1, 100, '2023-S1', null, '', null, ' ');
    expect(await ask(CITY_SCHOOLS)).toMatchObject([
      { value: null, numerator: null, status: 'O', reason: 'BLANK_AT_SOURCE', note: null },
    ]);
  });

  test('of a rate over nothing does not apply, whatever value stands beside it', async () => {
    await row('CQG', 1, 100, '2023-S1', 0, '0', 0, null);
    expect(await ask(STANDARD)).toMatchObject([
      { value: null, numerator: 0, denominator: 0, status: 'M', reason: 'DOES_NOT_APPLY' },
    ]);
  });

  test.each([['NaN'], ['Infinity'], ['9007199254740993']])(
    'with %s is unreadable, never another number',
    async (value) => {
      await row('TH', 1, 100, '2023-S1', value, null, null, null);
      expect(await ask(CITY_SCHOOLS)).toMatchObject([{ value: null, status: 'O', reason: 'UNREADABLE_AT_SOURCE' }]);
    },
  );

  test('with a spoilt numerator is unreadable, and spoils no other', async () => {
    await row('CQG', 1, 100, '2023-S1', 61.4, '1.745', 2841, null);
    await row('CQG', 1, 100, '2023-S2', 61.4, '1,745', 2841, null);
    const figures = await ask([['NATIONAL_STANDARD_SCHOOLS'], ['CITY-01'], ['2023-S1', '2023-S2']]);
    expect(figures.map((f) => [f.period, f.reason]).sort()).toEqual([
      ['2023-S1', null],
      ['2023-S2', 'UNREADABLE_AT_SOURCE'],
    ]);
  });

  test('that stands twice makes the answer unreadable: no one knows which one counts', async () => {
    await row('TH', 1, 100, '2023-S1', 1, null, null, null);
    await row('TH', 1, 100, '2023-S1', 2, null, null, null);
    await expect(ask(CITY_SCHOOLS)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE', owner: 'education' });
    await expect(ask([['SCHOOLS'], ['CITY-01'], ['2023-S1', '2023-S2']])).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
  });
});

describe('the probe', () => {
  const report = async (): Promise<ProbeReport> => source.probe(call());

  test('names the system, and what is mapped, missing and unknown there', async () => {
    await row('TH', 1, 100, '2023-S1', 1, null, null, null);
    await row('TH', 2, 1, '2023-S1', 1, null, null, null);
    const { system, mapped, missing, refused } = await report();
    expect(system).toMatch(/^PostgreSQL \d+/);
    expect(mapped).toEqual(['SCHOOLS']);
    expect(missing).toEqual(['SCHOOL_MILK']);
    expect(refused.map((r) => r.what)).toEqual([
      'PUPILS = HS',
      'NATIONAL_STANDARD_SCHOOLS = CQG',
      'DISTRICT-002 = 2 2',
    ]);
  });

  test('names a column and a view that are not there', async () => {
    await database.admin('alter table "Thống kê".cells rename tri_so to tri_so_moi');
    await database.admin('alter table "Thống kê".nop rename to nop_moi');
    try {
      const { mapped, refused } = await report();
      expect(mapped).toEqual([]);
      expect(refused.map((r) => r.what)).toEqual(['observations.value = tri_so', 'submissions = Thống kê.nop']);
      await expect(ask(CITY_SCHOOLS)).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    } finally {
      await database.admin('alter table "Thống kê".cells rename tri_so_moi to tri_so');
      await database.admin('alter table "Thống kê".nop_moi rename to nop');
    }
  });
});
