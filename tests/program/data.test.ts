import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../schema/files.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { programme } from '../../subgraphs/programme/index.js';
import { testDatabase } from '../support/database.js';
import { build, processesNaming, program } from '../support/program.js';
import { tempFolder } from '../support/temp.js';
import { catalogue } from './data-desk.js';

const SCRIPT = 'dist/subgraphs/data.js';
const WHO = ['--by', 'An', '--why', 'seen on paper'];

/** A data folder of its own, with a source that can be edited: the folder of the standing agency. */
class Stage {
  constructor(
    readonly environment: Readonly<Record<string, string>>,
    private readonly figures: string,
  ) {}

  /** Runs a command to its end, its streams apart. */
  async run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn('node', [SCRIPT, ...args], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: (await ended)[0], stdout, stderr };
  }

  /** Runs a command with --json: all that it says on standard output has to be one document. */
  async json(...args: string[]) {
    const { code, stdout } = await this.run(...args, '--json');
    return { code, document: JSON.parse(stdout) };
  }

  /** Reports the city's cremations of 2023-S2 anew; 5,843 of 23,167 is a jump that nobody would believe. */
  async report(cremations: number): Promise<void> {
    const old = await readFile(this.figures, 'utf8');
    const row = /^CREMATION,CITY,01,2023-S2,.*$/m;
    expect(old).toMatch(row);
    await writeFile(this.figures, old.replace(row, `CREMATION,CITY,01,2023-S2,${cremations},23167,,,,2024-01-12,`));
  }
}

/** With an embedded database below the data folder, or with a database on a server: no command starts one then. */
async function stage(database: 'embedded' | 'server' = 'server'): Promise<Stage> {
  const data = await tempFolder('data');
  onTestFinished(data.remove);
  const server: Record<string, string> = {};
  if (database === 'server') {
    const { url, drop } = await testDatabase();
    onTestFinished(drop);
    server.DATABASE_URL = url;
  }
  const folder = join(data.path, 'agency');
  await programme.startSandbox({ port: 0, dataDir: folder, catalogue, log: makeLogger('silent') });
  const environment = {
    ...server,
    ...{ DATA_DIR: data.path, PROGRAMME_FILES: folder, PROGRAMME_IDENTITY: 'the agency' },
    ...{ SAMPLE: 'health,education,labour,social-insurance', PROGRAMME_MAX_AGE: '600000' },
  };
  return new Stage(environment, join(folder, 'figures.csv'));
}

const QUARANTINED =
  '{ _entities(representations: [{ __typename: "ProgrammeSource", owner: "programme" }]) { ... on ProgrammeSource { quarantined } } }';

// A command starts a program and a database, on a machine that may be busy.
describe('npm run data', { timeout: 120_000 }, () => {
  beforeAll(build);

  test('refresh records what the source says, once; status tells of it; nothing stays behind', async () => {
    const at = await stage('embedded');
    const first = await at.json('refresh', 'programme');
    expect(first).toMatchObject({
      code: 0,
      document: { departments: [{ department: 'programme', identity: 'the agency', sample: false, refused: 0 }] },
    });
    const [{ taken, slices }] = first.document.departments;
    expect(taken).toBeGreaterThan(100);
    const again = await at.run('refresh', 'programme');
    expect(again.stdout).toMatch(
      new RegExp(`^programme +${slices} of ${slices} +0 +${taken.toLocaleString('en-US')} +0 +0$`, 'm'),
    );
    expect(again.stderr).toMatch(/^programme CREMATION, half-yearly: 0 taken, \d+ unchanged/m);
    const status = await at.json('status', 'programme');
    expect(status.document.departments).toMatchObject([
      { department: 'programme', figures: taken, vintages: taken, openQuarantine: 0, wrong: [] },
    ]);
    expect(status.code).toBe(0);
    expect(processesNaming(at.environment.DATA_DIR ?? '-')).toEqual([]);
  });

  test('a figure that fails a check is refused, listed, released, and is then a change', async () => {
    const at = await stage();
    await at.run('refresh', 'programme');
    const before = new Date().toISOString();
    await at.report(5843);
    expect(await at.json('refresh', 'programme')).toMatchObject({ code: 1 });
    expect((await at.run('status', 'programme')).code).toBe(1);
    const list = await at.json('quarantine', 'list');
    const entry = list.document.entries.find((e: { area: string }) => e.area === 'CITY-01');
    expect(list.code).toBe(0);
    expect(entry).toMatchObject({
      department: 'programme',
      indicator: 'CREMATION',
      period: '2023-S2',
      numerator: 5843,
    });
    expect((await at.run('changes', '--since', before)).stdout).toBe('Nothing was recorded in that time.\n');
    const released = await at.json('quarantine', 'release', String(entry.number), ...WHO);
    expect(released).toMatchObject({ code: 0, document: { decision: 'RELEASED', decidedBy: 'An' } });
    const { document } = await at.json('changes', '--since', before, '--indicator', 'CREMATION');
    expect(document.changes).toMatchObject([
      { kind: 'REVISION', area: 'CITY-01', period: '2023-S2', after: { numerator: 5843, released: entry.number } },
    ]);
    const twice = await at.run('quarantine', 'release', String(entry.number), ...WHO);
    expect(twice).toMatchObject({ code: 1, stdout: '' });
    expect(twice.stderr).not.toBe('');
  });

  test('commands work beside a program on the same folder, which heeds them within seconds, without a refresh of its own', async () => {
    const at = await stage('embedded');
    await at.run('refresh', 'programme');
    await at.report(5843);
    await at.run('refresh', 'programme');
    const environment = { ...at.environment, BACKGROUND_REFRESH: 'off' };
    const running = program('node', ['dist/subgraphs/main.js', 'programme', '--port', '0'], environment);
    onTestFinished(async () => void (await running.interrupt()));
    const [, url = ''] = await running.prints(/^SUBGRAPH_PROGRAMME_URL=(\S+)$/m);
    const quarantined = async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: QUARANTINED }) });
      return ((await answer.json()) as { data: { _entities: [{ quarantined: number }] } }).data._entities[0]
        .quarantined;
    };
    const open = (await at.json('quarantine', 'list', 'programme')).document.entries as { number: number }[];
    expect(await quarantined()).toBe(open.length);
    for (const { number } of open)
      expect((await at.run('quarantine', 'reject', String(number), '--department', 'programme', ...WHO)).code).toBe(0);
    // It looks every 5 s.
    const until = Date.now() + 10_000;
    while ((await quarantined()) > 0 && Date.now() < until) await delay(100);
    expect(await quarantined()).toBe(0);
    // The server of the journals is the running program's: a command that has joined it leaves it alone.
    expect((await at.run('status', 'programme')).code).toBe(0);
    expect(await quarantined()).toBe(0);
    await at.report(5844);
    expect((await at.run('refresh', 'programme')).code).toBe(1);
    const soon = Date.now() + 10_000;
    while ((await quarantined()) === 0 && Date.now() < soon) await delay(100);
    expect(await quarantined()).toBeGreaterThan(0);
  });

  test('a backup restores to the same bytes in an empty journal, and nowhere else', async () => {
    const [from, to] = [await stage(), await stage()];
    await from.run('refresh', 'programme');
    await from.report(5843);
    await from.run('refresh', 'programme');
    const file = join(from.environment.DATA_DIR ?? '', 'backup.jsonl.gz');
    const { document } = await from.json('export', '--out', file);
    expect((await to.json('import', file)).code).toBe(0);
    const [original, copy] = [
      await from.run('export', '--as-of', document.asOf),
      await to.run('export', '--as-of', document.asOf),
    ];
    expect(original.stdout.split('\n').length).toBeGreaterThan(100);
    expect(copy.stdout).toBe(original.stdout);
    const again = await to.run('import', file);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('something is recorded already of programme');
  });

  test('commands that need no source begin no journal, and leave the sample as it would have begun', async () => {
    const { environment } = await stage();
    const { PROGRAMME_FILES: _, PROGRAMME_IDENTITY: __, SAMPLE: ___, ...unset } = environment;
    const at = new Stage(unset, '');
    const empty = join(unset.DATA_DIR ?? '', 'empty.jsonl');
    expect((await at.run('export', '--out', empty)).code).toBe(0);
    expect((await at.run('import', empty)).code).toBe(0);
    expect((await at.run('status')).stdout.match(/records begin +nothing is recorded/g)).toHaveLength(5);
    expect((await at.run('quarantine', 'list')).stdout).toBe('Nothing is in quarantine.\n');
    const recorded = () => at.json('changes', '--since', '2021-01-01', '--until', '2023-01-01');
    expect((await recorded()).document).toMatchObject({ total: 0 });
    const client = new Client({ connectionString: environment.DATABASE_URL });
    await client.connect();
    const sources = await client.query(
      'SELECT FROM journal_programme.source UNION ALL SELECT FROM journal_health.source',
    );
    await client.end();
    expect(sources.rowCount).toBe(0);
    expect((await at.json('refresh', 'programme')).code).toBe(0);
    expect((await recorded()).document.total).toBeGreaterThan(50);
  });

  test('a reader that leaves early ends an export quietly', async () => {
    const at = await stage('embedded');
    await at.run('refresh', 'programme');
    const pipe = program('sh', ['-c', `node ${SCRIPT} export programme | head -1`], at.environment);
    expect(await pipe.ended()).toBe(0);
    expect(pipe.output()).toMatch(/^\{"kind":"journal".*\}\n$/);
    expect(processesNaming(at.environment.DATA_DIR ?? '-')).toEqual([]);
  });

  test('Ctrl-C during a refresh ends the sandbox and the journal, with its own exit code', async () => {
    const at = await stage('embedded');
    const { PROGRAMME_FILES: _, PROGRAMME_IDENTITY: __, SAMPLE: ___, ...environment } = at.environment;
    const refreshing = program('node', [SCRIPT, 'refresh', 'education'], environment);
    await refreshing.prints(/^education \S+, /m);
    expect(await refreshing.interrupt()).toBe(130);
    expect(refreshing.output()).not.toMatch(/department|Error|error/);
    expect(processesNaming(at.environment.DATA_DIR ?? '-')).toEqual([]);
  });

  test('a command that is wrong ends with 2, and says on standard error what was likely meant', async () => {
    const at = await stage();
    const wrong = await at.run('chnages', '--json');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('did you mean "changes"?');
    expect(await at.run('changes', '--since', '2023-08-01', '--indicator', 'DOCTRS')).toMatchObject({
      code: 2,
      stdout: '',
    });
  });
});
