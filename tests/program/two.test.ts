import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ask } from '../support/graph.js';
import { build, type Program, processesNaming, program } from '../support/program.js';
import { tempFolder } from '../support/temp.js';

/** One indicator of each department, asked of its source now. */
const LIVE = `{
  ${['CREMATION', 'DOCTORS', 'SCHOOLS', 'JOBS', 'HEALTH_INSURANCE'].map((code, i) => `i${i}: indicator(code: "${code}") { series { observations(maxAge: 0) { value stale } } }`).join('\n')}
}`;

async function dataFolder(): Promise<string> {
  const data = await tempFolder('two');
  onTestFinished(data.remove);
  return data.path;
}

function started(args: readonly string[], env: Record<string, string>): Program {
  const p = program('node', args, { PORT: '0', LOG_LEVEL: 'warn', ...env });
  onTestFinished(async () => void (await p.interrupt()));
  return p;
}

/** Of how many departments all figures are confirmed by the source. */
async function fresh(url: string): Promise<number> {
  const { data } = await ask(url, LIVE);
  const series = Object.values<{ series: { observations: { stale: boolean }[] } | null } | null>(data ?? {});
  const rows = series.map((one) => one?.series?.observations ?? []);
  return rows.filter((list) => list.length > 0 && list.every(({ stale }) => !stale)).length;
}

/** Whoever takes over a sandbox takes a moment. */
async function allFresh(url: string): Promise<void> {
  const until = Date.now() + 30_000;
  let count = await fresh(url);
  while (count < 5 && Date.now() < until) {
    await delay(200);
    count = await fresh(url);
  }
  expect(count).toBe(5);
}

describe('two programs on one fresh data folder', { timeout: 150_000 }, () => {
  beforeAll(build);

  test('both serve the sample, a refresh works beside them, and each goes on when the other ends', async () => {
    const DATA_DIR = await dataFolder();
    const both = [started(['dist/gateway/main.js'], { DATA_DIR }), started(['dist/gateway/main.js'], { DATA_DIR })];
    const urls = await Promise.all(both.map(async (p) => (await p.prints(/answers at (http:\S+)/))[1] ?? ''));
    for (const url of urls) await allFresh(url);
    const refresh = started(['dist/subgraphs/data.js', 'refresh', '--json'], { DATA_DIR });
    expect(await refresh.ended()).toBe(0);
    const said = refresh.output();
    const { departments } = JSON.parse(said.slice(said.indexOf('{\n'), said.lastIndexOf('}') + 1));
    expect(departments).toHaveLength(5);
    for (const one of departments)
      expect(one).toMatchObject({ answered: one.slices, taken: 0, failures: [], error: null });
    expect(await both[0]?.interrupt()).toBe(130);
    await allFresh(urls[1] ?? '');
    expect(await both[1]?.interrupt()).toBe(130);
    expect(processesNaming(DATA_DIR)).toEqual([]);
    expect(both.map((p) => p.output()).join('')).not.toMatch(/ENOENT|"level":50/);
  });

  test('are two subgraphs with one server of the journals: one goes on when the other ends', async () => {
    const DATA_DIR = await dataFolder();
    const [health, education] = ['health', 'education'].map((name) =>
      started(['dist/subgraphs/main.js', name, '--port', '0'], { DATA_DIR }),
    ) as [Program, Program];
    const [url = ''] = (await Promise.all([health, education].map((p) => p.prints(/^SUBGRAPH_\w+_URL=(\S+)$/m))))
      .map(([, found]) => found)
      .slice(1);
    expect(await health.interrupt()).toBe(130);
    const query =
      '{ _entities(representations: [{ __typename: "EducationSource", owner: "education" }]) { ... on EducationSource { quarantined } } }';
    expect(await ask(url, query)).toEqual({ data: { _entities: [{ quarantined: 0 }] } });
    const again = started(['dist/subgraphs/main.js', 'health', '--port', '0'], { DATA_DIR });
    await again.prints(/^SUBGRAPH_HEALTH_URL=(\S+)$/m);
    expect(await education.interrupt()).toBe(130);
    expect(await again.interrupt()).toBe(130);
    expect(processesNaming(DATA_DIR)).toEqual([]);
  });
});
