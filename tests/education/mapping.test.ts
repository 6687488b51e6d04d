import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { AREAS, CITY } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { period, periodOf } from '../../subgraphs/core/period.js';
import { Faults } from '../../subgraphs/core/table.js';
import { education } from '../../subgraphs/education/index.js';
import { DEFAULT_MAPPING, readMapping } from '../../subgraphs/education/mapping.js';
import { periodHere, periodThere } from '../../subgraphs/education/school-year.js';

const folder = mkdtempSync(join(tmpdir(), 'education-mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));

const URL_SECRET = 'postgres://graph:hidden-word@db.example.vn:5432/education';

/** The faults of settings with the default mapping changed by hand. */
function faultsOf(change: (text: string) => string, variables: Record<string, string> = {}): readonly string[] {
  const path = join(folder, 'mapping.csv');
  writeFileSync(path, change(readFileSync(DEFAULT_MAPPING, 'utf8')));
  try {
    education.parse(
      { EDUCATION_URL: URL_SECRET, EDUCATION_MAPPING: path, ...variables },
      { catalogue: readCatalogue() },
    );
    return [];
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    return error.faults;
  }
}

const append =
  (...rows: string[]) =>
  (text: string) =>
    `${text}${rows.join('\n')}\n`;
/** Rows of the default mapping, with the header. */
const LAST = readFileSync(DEFAULT_MAPPING, 'utf8').trimEnd().split('\n').length;

describe('the default mapping', () => {
  test('names every indicator of the owner and every area', () => {
    const faults = new Faults();
    const mapping = readMapping(DEFAULT_MAPPING, readCatalogue(), faults);
    expect(faults.list).toEqual([]);
    const codes = readCatalogue().seriesOf('education');
    expect([...mapping.indicators.keys()].sort()).toEqual(codes.map((i) => i.code).sort());
    expect([...mapping.areas.keys()].sort()).toEqual(
      AREAS.filter((a) => a === CITY || a.parent === CITY.id)
        .map((a) => a.id)
        .sort(),
    );
  });
});

describe('a mapping', () => {
  test.each([
    ['thing,SCHOOLS,X,', 'kind', '"thing"'],
    ['indicator,NOTHING,BS,calendar', 'code', '"NOTHING"'],
    ['area,DISTRICT-999,PGD-999,', 'code', '"DISTRICT-999"'],
    ['level,WARD,XA,', 'code', '"WARD"'],
    ['level,COMMUNE,QUAN_HUYEN,', 'there', 'also in row'],
    ['column,observations.colour,mau,', 'code', '"observations.colour"'],
    ['indicator,SCHOOLS,KHAC,calendar', 'code', 'also in row'],
    ['level,COMMUNE,,', 'there', 'empty'],
    ['level,COMMUNE,XA,calendar', 'periods', '"calendar"'],
  ])('with the row %s is refused with file, row and column %s', (row, column, said) => {
    const faults = faultsOf(append(row));
    const found = faults.filter((fault) => fault.startsWith(`mapping.csv, row ${LAST + 1}, column ${column}: `));
    expect(found).toEqual([expect.stringContaining(said)]);
  });

  test('leaves out an indicator of another owner: it may have moved there', () => {
    const path = join(folder, 'moved.csv');
    writeFileSync(path, append('indicator,DOCTORS,BS,calendar')(readFileSync(DEFAULT_MAPPING, 'utf8')));
    const faults = new Faults();
    const mapping = readMapping(path, readCatalogue(), faults);
    expect(faults.list).toEqual([]);
    expect(mapping.indicators.has('DOCTORS')).toBe(false);
    expect(mapping.indicators.has('SCHOOLS')).toBe(true);
  });

  test('names all its faults at once', () => {
    const faults = faultsOf((text) =>
      append(
        'thing,a,b,',
        'level,WARD,XA,',
      )(text.replace('view,observations,graph.observations', 'view,observations,"graph"".x"')).replace(
        'HOC_SINH,school-year',
        'HOC_SINH,yearly',
      ),
    );
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toMatch(/no name of a view[\s\S]*"yearly"[\s\S]*"thing"[\s\S]*"WARD"/);
  });

  test('names what it leaves out', () => {
    const faults = faultsOf((text) =>
      text
        .split('\n')
        .filter((row) => !/^(level|view,submissions|column,observations.period)/.test(row))
        .join('\n'),
    );
    expect(faults).toEqual([
      expect.stringContaining('"column observations.period"'),
      expect.stringContaining('"view submissions"'),
      expect.stringContaining('level'),
    ]);
  });

  test('may leave out what a view need not have', () => {
    expect(faultsOf((text) => text.replace(/^column,observations\.(note|document|published_at),.*\n/gm, ''))).toEqual(
      [],
    );
  });
});

describe('the settings', () => {
  test.each([
    '',
    'db.example.vn',
    'https://graph:hidden-word@db.example.vn/x',
    'postgres://graph:hidden-word@db.example.vn',
    'postgres://db.example.vn/x',
  ])('refuse "%s" as address of a database, without showing a password', (url) => {
    const faults = faultsOf((text) => text, { EDUCATION_URL: url });
    expect(faults).toEqual([expect.stringMatching(/^EDUCATION_URL: /)]);
    expect(faults[0]).not.toContain('hidden-word');
  });

  test.each(['50', 'soon', '2.5', '1000000'])('refuse a statement timeout of %s', (timeout) => {
    expect(faultsOf((text) => text, { EDUCATION_STATEMENT_TIMEOUT: timeout })).toEqual([
      expect.stringMatching(/^EDUCATION_STATEMENT_TIMEOUT: /),
    ]);
  });
});

describe('a school year', () => {
  test('is reported as the year that it opens in', () => {
    expect(periodThere(period('2022'), 'school-year')).toBe('2022-2023');
    expect(periodHere('2022-2023', 'school-year')).toBe(period('2022'));
    expect(periodHere('2022-2024', 'school-year')).toBeNull();
    expect(periodHere('2022', 'school-year')).toBeNull();
    expect(periodThere(period('2022-S1'), 'school-year')).toBeNull();
  });

  test('comes back as the period that was asked for, in either form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2100 }), fc.constantFrom('calendar', 'school-year'), (year, form) => {
        const asked = periodOf('A', year, 1);
        expect(periodHere(periodThere(asked, form) ?? '', form)).toBe(asked);
      }),
    );
  });
});
