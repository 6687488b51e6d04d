import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Area, areaById, areasOn } from '../../../schema/areas/areas.js';
import { AREA_OVERLAPS } from '../../../schema/areas/successions.js';
import { projectFile } from '../../../schema/files.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { catalogueOfTexts, readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { rebased } from '../../../subgraphs/core/geography/rebase.js';
import type { Figure } from '../../../subgraphs/core/journal/served.js';
import { period } from '../../../subgraphs/core/period.js';
import { tempFolder } from '../../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  folder = await tempFolder('weights');
});
beforeEach(() => cp(projectFile('schema', 'catalogue'), folder.path, { recursive: true }));
afterAll(() => folder.remove());

type Row = readonly (string | number)[];
const PAIRS: readonly Row[] = AREA_OVERLAPS.map(({ from, to }, i) => [from.id, to.id, 1000 + i, 300 + 2 * i]);

async function withRows(rows: readonly Row[]) {
  const text = [['from', 'to', 'population', 'households'], ...rows].map((row) => row.join(',')).join('\n');
  await writeFile(join(folder.path, 'area-weights.csv'), `${text}\n`);
  return readCatalogue(folder.path);
}

const of = (code: string) => readCatalogue().get(code) as CatalogueIndicator;
const BA_DINH = areaById('COMMUNE-00004-2025-07-01') as Area;
const FAR = areasOn('COMMUNE', '2025-12-31').at(-1) as Area;
const figure = { value: 1000, numerator: 1000, denominator: null, status: 'A', reason: null } as Figure;
const isDistrict = new Set(areasOn('DISTRICT', '2024-12-31').map(({ id }) => id));
const ofDistricts = (id: string) => (isDistrict.has(id) ? figure : undefined);

describe('a file of the people and households that areas have in common', () => {
  test('moves households by households, everything else by people, and figures say so', async () => {
    const catalogue = await withRows(PAIRS);
    const moved = (code: string) =>
      rebased(of(code), BA_DINH, period('2023'), ofDistricts, catalogue.weightsFor(of(code)));
    expect(moved('POLICY_CREDIT')).toMatchObject({ movedBy: 'HOUSEHOLDS', status: 'E', class: null });
    expect(moved('JOBS')).toMatchObject({ movedBy: 'POPULATION', status: 'E', class: null });
    const own = AREA_OVERLAPS.map((overlap, i) => ({ ...overlap, people: 1000 + i }));
    const ofBaDinh = own.filter(({ to }) => to === BA_DINH);
    const expected = ofBaDinh.reduce((sum, { from, people }) => {
      const whole = own.filter((one) => one.from === from).reduce((all, one) => all + one.people, 0);
      return sum + (1000 * people) / whole;
    }, 0);
    expect(moved('JOBS')?.value).toBeCloseTo(expected, 9);
  });

  test('may have one of the two: what it lacks is moved by the other, or by area', async () => {
    const people = await withRows(PAIRS.map(([from = '', to = '', count = '']) => [from, to, count, '']));
    expect([people.weightsFor(of('POLICY_CREDIT')).kind, people.weightsFor(of('JOBS')).kind]).toEqual([
      'POPULATION',
      'POPULATION',
    ]);
    const households = await withRows(PAIRS.map(([from = '', to = '', , count = '']) => [from, to, '', count]));
    expect([households.weightsFor(of('POLICY_CREDIT')).kind, households.weightsFor(of('JOBS')).kind]).toEqual([
      'HOUSEHOLDS',
      'AREA',
    ]);
  });

  test('belongs to the definitions: it is kept with them, and stays away where it was', async () => {
    const { files } = await withRows(PAIRS);
    expect(catalogueOfTexts('kept', files).weightsFor(of('JOBS')).kind).toBe('POPULATION');
    expect(readCatalogue().weightsFor(of('JOBS')).kind).toBe('AREA');
  });

  test.each<[string, readonly Row[], string]>([
    ['a pair that has nothing in common', [...PAIRS, ['DISTRICT-001', FAR.id, 1, 1]], 'have nothing in common'],
    ['a pair that is missing', PAIRS.slice(1), `has no row from ${PAIRS[0]?.[0]} to ${PAIRS[0]?.[1]}`],
    [
      'an area that is none',
      [...PAIRS.slice(1), ['DISTRICT-1', PAIRS[0]?.[1] ?? '', 1, 1]],
      'column from: "DISTRICT-1"',
    ],
    [
      'a cell that is empty beside others',
      [[...(PAIRS[0] ?? []).slice(0, 2), '', 5], ...PAIRS.slice(1)],
      'column population: the cell is empty',
    ],
    [
      'fewer than none',
      [[...(PAIRS[0] ?? []).slice(0, 2), -1, 5], ...PAIRS.slice(1)],
      'column population: -1 is no count',
    ],
  ])('is refused with %s', async (_, rows, fault) => {
    await expect(withRows(rows)).rejects.toThrow(fault);
  });
});
