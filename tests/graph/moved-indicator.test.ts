import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFile } from '../../schema/files.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { health } from '../../subgraphs/health/index.js';
import { type TestGraph, testGraph } from '../support/graph.js';
import { tempFolder } from '../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
let sandbox: Sandbox;
let graph: TestGraph;

/** A catalogue in which the cremation rate has moved from the programme to health, and a mapping with a line for it. */
beforeAll(async () => {
  folder = await tempFolder('moved');
  await cp(projectFile('schema', 'catalogue'), folder.path, { recursive: true });
  await change('targets.csv', (text) => text.replace('CREMATION,WELFARE,programme', 'CREMATION,WELFARE,health'));
  await cp(projectFile('subgraphs', 'health', 'mapping.csv'), join(folder.path, 'mapping.csv'));
  await change('mapping.csv', (text) => `${text}indicator,CREMATION,HoaTangXX01,Tỷ lệ hỏa táng\n`);
  sandbox = await health.startSandbox({
    port: 0,
    dataDir: join(folder.path, 'sandbox'),
    catalogue: readCatalogue(folder.path),
    mapping: join(folder.path, 'mapping.csv'),
    log: makeLogger('silent'),
  });
  graph = await testGraph({
    ...sandbox.variables,
    CATALOGUE: folder.path,
    SAMPLE: 'programme,education,labour,social-insurance',
  });
});

afterAll(async () => {
  await graph?.close();
  await sandbox?.close();
  await folder?.remove();
});

async function change(file: string, by: (text: string) => string): Promise<void> {
  const path = join(folder.path, file);
  const text = await readFile(path, 'utf8');
  if (by(text) === text) throw new Error(`${file} was not changed`);
  await writeFile(path, by(text));
}

test('an indicator that a catalogue of its own gives to another owner is served from that owner’s system', async () => {
  const { data, errors } = await graph.ask(`{
    indicator(code: "CREMATION") {
      owner { code }
      series { __typename source { owner } observations(periods: ["2023-S1"]) { value numerator denominator } }
    }
  }`);
  expect(errors).toBeUndefined();
  const sample = sampleOf(readCatalogue())('programme');
  const known = sample.find((f) => f.indicator === 'CREMATION' && f.area === 'CITY-01' && f.period === '2023-S1');
  expect(known?.value).toBeGreaterThan(0);
  expect(data.indicator).toEqual({
    owner: { code: 'health' },
    series: {
      __typename: 'HealthSeries',
      source: { owner: 'health' },
      observations: [{ value: known?.value, numerator: known?.numerator, denominator: known?.denominator }],
    },
  });
});

test('its former owner no longer has it, and the summary still judges all targets', async () => {
  expect(sampleOf(readCatalogue(folder.path))('programme').some((f) => f.indicator === 'CREMATION')).toBe(false);
  const { data, errors } = await graph.ask('{ programme { summary(period: "2023-S1") { met total } } }');
  expect(errors).toBeUndefined();
  expect(data.programme.summary).toEqual({ met: 18, total: 27 });
});

test('an owner that loses an indicator starts on its default mapping: its line is left out', async () => {
  const lost = await tempFolder('lost');
  await cp(projectFile('schema', 'catalogue'), lost.path, { recursive: true });
  const path = join(lost.path, 'targets.csv');
  await writeFile(path, (await readFile(path, 'utf8')).replace('DOCTORS,WELFARE,health', 'DOCTORS,WELFARE,programme'));
  const without = await testGraph({ CATALOGUE: lost.path });
  const { data, errors } = await without.ask(
    `{
      indicator(code: "DOCTORS") { series { __typename observations(periods: ["2023-S1"]) { value } } }
      area(id: "CITY-01") { health(period: "2023-S1") { doctors { value } hospitalBeds { value } } }
    }`,
  );
  expect(errors).toBeUndefined();
  expect(data.area.health).toEqual({ doctors: null, hospitalBeds: { value: expect.any(Number) } });
  expect(data.indicator.series).toEqual({
    __typename: 'ProgrammeSeries',
    observations: [{ value: expect.closeTo(13.8, 1) }],
  });
  await without.close();
  await lost.remove();
});
