import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectFile } from '../../schema/files.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { programme } from '../../subgraphs/programme/index.js';
import { type Answer, type TestGraph, TODAY, testGraph } from '../support/graph.js';
import { tempFolder } from '../support/temp.js';

const TARGET = `query ($asOf: DateTime) {
  indicators(asOf: $asOf) { code target(period: "2023-S1") { value } assessment(period: "2023-S1") { state } }
}`;

describe('a running graph', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let sandbox: Sandbox;
  let graph: TestGraph;
  const lines: string[] = [];
  let at = TODAY.getTime();
  const HOUR = 3_600_000;

  beforeAll(async () => {
    folder = await tempFolder('reload');
    await cp(projectFile('schema', 'catalogue'), join(folder.path, 'catalogue'), { recursive: true });
    sandbox = await programme.startSandbox({
      port: 0,
      dataDir: join(folder.path, 'sandbox'),
      catalogue: readCatalogue(),
      log: makeLogger('silent'),
    });
    const settings = {
      ...sandbox.variables,
      PROGRAMME_SAMPLE: 'true',
      SAMPLE: 'health,education,labour,social-insurance',
      CATALOGUE: join(folder.path, 'catalogue'),
      // What is judged here is what is answered, however busy the machine is.
      DEADLINE_MS: '20000',
    };
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    graph = await testGraph(settings, 'in one process', () => new Date(at), log);
  });
  afterAll(async () => {
    await graph?.close();
    await sandbox?.close();
    await folder?.remove();
  });
  beforeEach(() => {
    at += HOUR;
    lines.length = 0;
  });
  afterEach(async () => {
    for (const [path, text] of changed) await writeFile(path, text);
    changed.clear();
    await graph.reload();
  });

  /** Files that were changed, as they were before. */
  const changed = new Map<string, string>();

  async function change(path: string, by: (text: string) => string): Promise<void> {
    const before = await readFile(path, 'utf8');
    if (by(before) === before) throw new Error(`${path} was not changed`);
    changed.set(path, changed.get(path) ?? before);
    await writeFile(path, by(before));
  }
  const targets = () => join(folder.path, 'catalogue', 'targets.csv');
  const screening = (target: string) => (text: string) =>
    text.replace(/(,NEWBORN_SCREENING,.*?)80(@2021-03)/, `$1${target}$2`);
  const screeningIn = (data: Answer['data']) => {
    const found = data.indicators.find(({ code }: { code: string }) => code === 'NEWBORN_SCREENING');
    return [found.target.value, found.assessment.state];
  };
  const told = (level: number) => lines.map((line) => JSON.parse(line)).filter((line) => line.level === level);

  test('takes up a changed target and judges by it, and tells what held before by asOf', async () => {
    const before = new Date(at).toISOString();
    expect(screeningIn(await graph.answer(TARGET))).toEqual([80, 'MET']);
    at += HOUR;
    await change(targets(), screening('99'));
    await graph.reload();
    expect(screeningIn(await graph.answer(TARGET))).toEqual([99, 'BEHIND']);
    at += HOUR;
    expect(screeningIn(await graph.answer(TARGET, { asOf: before }))).toEqual([80, 'MET']);
    expect(screeningIn(await graph.answer(TARGET, { asOf: new Date(at).toISOString() }))).toEqual([99, 'BEHIND']);
    expect(told(50)).toEqual([]);
    expect(told(30).map(({ msg }) => msg)).toContain('A new catalogue, new definitions or mappings are in use.');
  });

  test('fails no question that comes while it takes something up, and mixes nothing in an answer', async () => {
    await change(targets(), screening('99'));
    let done = false;
    const reloading = graph.reload().finally(() => {
      done = true;
    });
    const seen = new Set<string>();
    for (let more = 3; more > 0; more -= done ? 1 : 0) {
      for (const data of await Promise.all([graph.answer(TARGET), graph.answer(TARGET)])) {
        seen.add(screeningIn(data).join(' '));
      }
    }
    await reloading;
    expect([...seen].sort()).toEqual(['80 MET', '99 BEHIND']);
  });

  test('refuses a catalogue that contradicts itself with a line for each fault, and goes on with the one in use', async () => {
    await change(targets(), (text) =>
      screening('eighty')(text).replace(',CREMATION,WELFARE,programme,', ',CREMATION,WELFARE,nobody,'),
    );
    await graph.reload();
    expect(told(50).map(({ fault }) => fault)).toEqual([
      expect.stringMatching(/targets\.csv.*targets/),
      expect.stringMatching(/targets\.csv.*owner/),
    ]);
    expect(screeningIn(await graph.answer(TARGET))).toEqual([80, 'MET']);
  });

  test('refuses a catalogue that the files of the programme do not fit', async () => {
    await change(targets(), (text) => text.replace(/^.*,CREMATION,.*\n/m, ''));
    await graph.reload();
    expect(
      told(50)
        .map(({ fault }) => fault)
        .join(),
    ).toContain('CREMATION');
  });

  test('takes up changed papers of the standing agency', async () => {
    const tasks = join(sandbox.variables.PROGRAMME_FILES ?? '', 'tasks.csv');
    const question = '{ programme { tasks { text(lang: EN) } } }';
    await change(tasks, (text) => text.replace('Review the health facilities', 'Inspect the health facilities'));
    await graph.reload();
    const texts = async () => (await graph.answer(question)).programme.tasks.map(({ text }: { text: string }) => text);
    expect(await texts()).toContain('Inspect the health facilities run by ministries.');
  });

  test('withholds by the thresholds of the new catalogue from then on, and goes on recording', async () => {
    const question = `{ indicator(code: "NEWBORN_SCREENING") { series {
      observations(level: DISTRICT, periods: ["2023-S1"], maxAge: 0) { status value stale staleReason(lang: EN) } } } }`;
    const statuses = async () => {
      const { indicator } = await graph.answer(question);
      return indicator.series.observations as { status: string; stale: boolean; staleReason: string | null }[];
    };
    expect((await statuses()).some(({ status }) => status === 'Q')).toBe(false);
    const raised = /(,NEWBORN_SCREENING,.*?,80@2021-03=ASSUMED,2020,0,100,15,,)5,/;
    await change(targets(), (text) => text.replace(raised, '$12000,'));
    await graph.reload();
    at += HOUR;
    expect((await statuses()).some(({ status }) => status === 'Q')).toBe(true);
    expect((await statuses()).map(({ staleReason }) => staleReason)).not.toContain(expect.any(String));
    expect(told(50)).toEqual([]);
  });

  test('leaves all as it is where nothing has changed', async () => {
    await graph.reload();
    expect(lines).toEqual([]);
  });
});
