import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { definitionChanges } from '../../subgraphs/core/definition-changes.js';
import type { DefinitionsVersion } from '../../subgraphs/core/journal/contract.js';

type Row = Record<string, string>;

const { indicators, files } = readCatalogue();
const CODES = indicators.map(({ code }) => code);
const rowsOf = (file: string): Row[] => parse(files[file] ?? '', { columns: true });
const ALL = { after: null, since: '' };

/** Versions of these files, a day apart, at positions 10, 20, 30 ... */
function versions(...texts: Record<string, string>[]): DefinitionsVersion[] {
  return texts.map((given, i) => ({
    position: 10 * (i + 1),
    recordedAt: `2026-01-0${i + 1}T00:00:00.000Z`,
    files: { ...files, ...given },
  }));
}

/** Both files with one cell of these indicators changed. */
function edited(codes: readonly string[], cells: (row: Row) => Row): Record<string, string> {
  const text = (file: string) =>
    stringify(
      rowsOf(file).map((row) => (codes.includes(row.code ?? '') ? { ...row, ...cells(row) } : row)),
      { header: true },
    );
  return { 'targets.csv': text('targets.csv'), 'supporting.csv': text('supporting.csv') };
}

describe('changes of definitions', () => {
  test('name the indicators whose rows differ from the version before, of any number of rows and cells', () => {
    const column = fc.constantFrom('name_vi', 'note_en', 'unit', 'maximum', 'owner', 'decimals');
    fc.assert(
      fc.property(fc.subarray(CODES, { minLength: 1 }), column, (codes, name) => {
        const changed = edited(codes, (row) => ({ [name]: `${row[name]}x` }));
        const [change, back, ...none] = definitionChanges(versions({}, changed, {}), ALL);
        expect(change).toEqual({
          position: 20,
          recordedAt: '2026-01-02T00:00:00.000Z',
          indicators: [...codes].sort(),
        });
        expect(back).toMatchObject({ position: 30, indicators: [...codes].sort() });
        expect(none).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('there are none by the first version, nor by one that says the same in another way', () => {
    const columns = Object.keys(rowsOf('targets.csv')[0] ?? {}).reverse();
    const turned = stringify(
      rowsOf('targets.csv')
        .reverse()
        .map((row) => ({ ...row, new_column: '' })),
      { header: true, bom: true, record_delimiter: 'windows', columns: [...columns, 'new_column'] },
    );
    expect(definitionChanges(versions({}, { 'targets.csv': turned }, { 'agencies.csv': 'other' }), ALL)).toEqual([]);
    expect(definitionChanges(versions({}), ALL)).toEqual([]);
    expect(definitionChanges([], ALL)).toEqual([]);
  });

  test('name an indicator that is new, one that is gone, and one that became a supporting one', () => {
    const without = stringify(
      rowsOf('supporting.csv').filter((row) => row.code !== 'POPULATION'),
      { header: true },
    );
    const gone = versions({}, { 'supporting.csv': without }, {});
    expect(definitionChanges(gone, ALL).map((change) => change.indicators)).toEqual([['POPULATION'], ['POPULATION']]);
    const { number, ...doctors } = rowsOf('targets.csv').find((row) => row.code === 'DOCTORS') ?? {};
    const columns = Object.keys(rowsOf('supporting.csv')[0] ?? {});
    const moved = versions(
      {},
      {
        'targets.csv': stringify(
          rowsOf('targets.csv').filter((row) => row.code !== 'DOCTORS'),
          { header: true },
        ),
        'supporting.csv': stringify([...rowsOf('supporting.csv'), doctors], { header: true, columns }),
      },
    );
    expect(number).toBe('17');
    expect(definitionChanges(moved, ALL).map((change) => change.indicators)).toEqual([['DOCTORS']]);
  });

  test('are those after a position, else those recorded at or after an instant', () => {
    const three = versions({}, ...['a', 'b', 'c'].map((note) => edited(['JOBS'], () => ({ note_en: note }))));
    const positions = (after: number | null, since: string) =>
      definitionChanges(three, { after, since }).map(({ position }) => position);
    expect(positions(20, '2027-01-01T00:00:00.000Z')).toEqual([30, 40]);
    expect(positions(0, '')).toEqual([20, 30, 40]);
    expect(positions(null, '2026-01-03T00:00:00.000Z')).toEqual([30, 40]);
    expect(positions(null, '2026-01-03T00:00:00.001Z')).toEqual([40]);
  });
});
