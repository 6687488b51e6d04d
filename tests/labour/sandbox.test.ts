import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS } from '../../schema/areas/areas.js';
import type { DepartmentSource, Sandbox } from '../../subgraphs/core/department.js';
import type { Block } from '../../subgraphs/core/figure.js';
import { period, periodsBetween } from '../../subgraphs/core/period.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { labourDepartment } from '../../subgraphs/labour/index.js';
import { tempFolder } from '../support/temp.js';
import { call, catalogue, log } from './drop-folder.js';

const department = labourDepartment();
let data: { path: string; remove(): Promise<void> };
let sandbox: Sandbox;
let source: DepartmentSource;

beforeAll(async () => {
  data = await tempFolder('labour-sandbox');
  sandbox = await department.startSandbox({ port: 0, dataDir: data.path, catalogue, log });
  source = await department.open(department.parse(sandbox.variables, { catalogue }), { catalogue, log });
});
afterAll(async () => {
  await source.close();
  await sandbox.close();
  await data.remove();
});

const everything: Block = {
  indicators: catalogue.seriesOf('labour').map((indicator) => indicator.code),
  areas: AREAS,
  periods: (['A', 'S', 'Q', 'M'] as const).flatMap((f) => periodsBetween(f, period('2020'), period('2025'))),
};
const cell = (f: { indicator: string; area: string; period: string }) => `${f.indicator} ${f.area} ${f.period}`;

describe('the sandbox', () => {
  test('gives back, through its files, the sample and nothing else', async () => {
    const figures = new Map((await source.figures([everything], call())).map((f) => [cell(f), f]));
    const sample = sampleOf(catalogue)('labour');
    expect([...figures.keys()].sort()).toEqual(sample.map(cell).sort());
    for (const expected of sample) {
      const { value, numerator, denominator } = figures.get(cell(expected)) ?? {};
      expect({ value, numerator, denominator }, cell(expected)).toEqual({
        value: expected.value === null ? null : expect.closeTo(expected.value, 9),
        numerator: expected.numerator,
        denominator: expected.denominator,
      });
    }
  });

  test('has its folder looked at once for a question, however many blocks it has', async () => {
    const before = sandbox.asked.length;
    await source.figures([everything, { ...everything, areas: AREAS.slice(0, 3) }, everything], call());
    expect(sandbox.asked.slice(before)).toEqual(['LIST forms']);
  });

  test('has a file that replaces an earlier one, and the right one counts', async () => {
    const areas = AREAS.slice(1, 2);
    const [figure] = await source.figures([{ indicators: ['JOBS'], areas, periods: [period('2023-03')] }], call());
    expect(figure?.document).toBe('2023/01-VL_2023-03_thay_the.xlsx');
  });

  test('has districts that reported late', async () => {
    const late = (await source.submissions(period('2023-S1'), call())).filter(({ on }) => on > '2023-07-20');
    expect(late.map(({ area }) => area)).toEqual(['DISTRICT-271', 'DISTRICT-282']);
  });

  test('reports by commune once there are no districts any more', async () => {
    const submissions = await source.submissions(period('2025-S2'), call());
    expect(submissions).toHaveLength(126);
    expect(submissions[0]).toEqual({ area: 'COMMUNE-00004-2025-07-01', period: '2025-S2', on: '2026-01-18' });
  });

  test('is known in full by the default mapping', async () => {
    const { mapped, missing, refused } = await source.probe(call());
    expect([...mapped].sort()).toEqual([...everything.indicators].sort());
    expect({ missing, refused }).toEqual({ missing: [], refused: [] });
  });

  test('writes its folder once, and again when the sample has changed', async () => {
    const file = join(sandbox.variables.LABOUR_FOLDER ?? '', '2023', '01-VL_2023-06.xlsx');
    const marked = new Date(1_000_000);
    await utimes(file, marked, marked);
    await (await department.startSandbox({ port: 0, dataDir: data.path, catalogue, log })).close();
    expect((await stat(file)).mtimeMs).toBe(marked.getTime());
    const marker = join(data.path, 'forms.version');
    const version = await readFile(marker, 'utf8');
    await writeFile(marker, 'another one');
    await (await department.startSandbox({ port: 0, dataDir: data.path, catalogue, log })).close();
    expect((await stat(file)).mtimeMs).not.toBe(marked.getTime());
    expect(await readFile(marker, 'utf8')).toBe(version);
  });
});
