import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../support/graph.js';
import { build, type Program, processesNaming, program } from '../support/program.js';
import { tempFolder } from '../support/temp.js';

const MAIN = ['dist/gateway/main.js'];
const SUMMARY = '{ programme { summary(period: "2023-S1") { met total } } }';

describe('npm start', () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  /** For a program beside one that uses the first folder. */
  let other: Awaited<ReturnType<typeof tempFolder>>;
  const running: Program[] = [];

  beforeAll(async () => {
    build();
    data = await tempFolder('program');
    other = await tempFolder('program-beside');
  });
  afterEach(async () => {
    for (const p of running.splice(0)) await p.interrupt();
  });
  afterAll(async () => {
    await data?.remove();
    await other?.remove();
  });

  function start(command: string, args: readonly string[], env: Record<string, string> = {}): Program {
    const p = program(command, args, { DATA_DIR: data.path, PORT: '0', ...env });
    running.push(p);
    return p;
  }

  /** What a sandbox alone prints: what to set to use it. */
  async function settingsOf(sandbox: Program): Promise<Record<string, string>> {
    await sandbox.prints(/_SAMPLE=true$/m);
    return Object.fromEntries(
      [...sandbox.output().matchAll(/^([A-Z_]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    );
  }

  async function address(p: Program): Promise<string> {
    const [, url = ''] = await p.prints(/answers at (http:\S+)/);
    return url;
  }

  test('prints the address, a query to try, and that the figures are a sample and how many targets are assumed', async () => {
    const p = start('npm', ['start']);
    const url = await address(p);
    await p.prints(/^The figures are a sample, .* 13 of the 27 targets are assumed, 3 are of other plans/m);
    expect(p.output()).toContain('The figures are a sample');
    expect(await ask(url, SUMMARY)).toMatchObject({ data: { programme: { summary: { met: 18, total: 27 } } } });
  });

  test('ends every part on Ctrl-C and leaves nothing running', async () => {
    const p = start('npm', ['start']);
    await address(p);
    expect(processesNaming(data.path).length).toBeGreaterThan(0);
    await p.interrupt();
    expect(processesNaming(data.path)).toEqual([]);
  });

  test('starts again after kill -9, although the database of the killed run still lives', async () => {
    const first = start('node', MAIN);
    await address(first);
    await first.kill();
    const second = start('node', MAIN);
    expect(await ask(await address(second), SUMMARY)).toMatchObject({ data: { programme: { summary: { met: 18 } } } });
    expect(await second.interrupt()).toBe(130);
    expect(processesNaming(data.path)).toEqual([]);
  });

  test('says in one sentence that the port is taken, and starts nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = (other.address() as AddressInfo).port;
    const p = start('node', MAIN, { PORT: String(port) });
    expect(await p.ended()).toBe(1);
    expect(p.output().trim().split('\n')).toHaveLength(1);
    expect(p.output()).toContain(`${port}`);
    expect(p.output()).toContain('PORT=');
    other.close();
  });

  test('refuses a source beside unnamed samples and an unknown variable, and names all of it at once', async () => {
    const p = start('node', MAIN, {
      HEALTH_URL: 'http://127.0.0.1:1',
      HEALTH_TOKEN: 'x',
      HEALTH_UR: 'x',
      LABOR_FOLDER: 'ignored',
    });
    expect(await p.ended()).toBe(1);
    for (const part of ['HEALTH_UR ', 'EDUCATION_URL', 'LABOUR_FOLDER', 'SOCIAL_INSURANCE_URL', 'SAMPLE='])
      expect(p.output()).toContain(part);
  });

  test('a sandbox alone prints what to set, a subgraph alone uses it, and the gateway joins that subgraph by URL', async () => {
    const sandbox = start('node', ['dist/subgraphs/sandbox.js', 'health', '--port', '0']);
    const subgraph = start('node', ['dist/subgraphs/main.js', 'health', '--port', '0'], await settingsOf(sandbox));
    const [, subgraphUrl = ''] = await subgraph.prints(/^SUBGRAPH_HEALTH_URL=(\S+)$/m);
    const gateway = start('node', MAIN, {
      SUBGRAPH_HEALTH_URL: subgraphUrl,
      SAMPLE: 'programme,education,labour,social-insurance',
    });
    expect(await ask(await address(gateway), SUMMARY)).toMatchObject({ data: { programme: { summary: { met: 18 } } } });
  });

  test('the education sandbox alone stays until it is told to end, and its figures are known to be a sample', async () => {
    const sandbox = start('node', ['dist/subgraphs/sandbox.js', 'education']);
    const gateway = start('node', MAIN, {
      ...(await settingsOf(sandbox)),
      SAMPLE: 'programme,health,labour,social-insurance',
      DATA_DIR: other.path,
    });
    const query = '{ indicator(code: "SCHOOLS") { series { source { sample } headline { value sample } } } }';
    const { data, errors } = await ask(await address(gateway), query);
    expect(errors).toBeUndefined();
    expect(data.indicator.series.source).toEqual({ sample: true });
    expect(data.indicator.series.headline[0]).toMatchObject({ value: expect.any(Number), sample: true });
    expect(sandbox.process.exitCode).toBeNull();
  });

  test('a subgraph refuses to listen beyond loopback without a secret, and answers only who sends it', async () => {
    const open = start('node', ['dist/subgraphs/main.js', 'analysis', '--port', '0', '--host', '0.0.0.0']);
    expect(await open.ended()).toBe(1);
    expect(open.output()).toContain('SUBGRAPH_SECRET');
    const secret = 'a-secret-of-some-length';
    const closed = start('node', ['dist/subgraphs/main.js', 'analysis', '--port', '0', '--host', '0.0.0.0'], {
      SUBGRAPH_SECRET: secret,
    });
    const [, url = ''] = await closed.prints(/^SUBGRAPH_ANALYSIS_URL=(\S+)$/m);
    const post = (headers: Record<string, string>) =>
      fetch(url.replace('0.0.0.0', '127.0.0.1'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{__typename}"}',
      });
    expect((await post({})).status).toBe(401);
    expect((await post({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post({ authorization: `Bearer ${secret}` })).status).toBe(200);
    expect(closed.output()).not.toContain(secret);
  });

  test.each([
    ['dist/subgraphs/main.js', 'npm run subgraph'],
    ['dist/subgraphs/sandbox.js', 'npm run sandbox'],
    ['dist/subgraphs/data.js', 'npm run data'],
  ])('%s --help says how it is used', async (script, usage) => {
    const p = start('node', [script, '--help']);
    expect(await p.ended()).toBe(0);
    expect(p.output()).toContain(usage);
  });

  test('npm run data -- probe lists what is mapped, and check judges a file', async () => {
    const probe = start('node', ['dist/subgraphs/data.js', 'probe', 'health', '--json']);
    expect(await probe.ended()).toBe(0);
    expect(probe.output()).toContain('"DOCTORS"');
    const check = start('node', ['dist/subgraphs/data.js', 'check', 'package.json']);
    expect(await check.ended()).toBe(1);
    expect(check.output()).toContain('package.json');
  });

  test('npm run data needs what the asked owner is set with, and no more', async () => {
    const data = (args: readonly string[], env: Record<string, string>) =>
      start('node', ['dist/subgraphs/data.js', ...args], env);
    const probe = data(['probe', 'health'], { HEALTH_URL: 'http://127.0.0.1:1', HEALTH_TOKEN: 'x' });
    expect(await probe.ended()).toBe(1);
    expect(probe.output()).not.toMatch(/Not started|SAMPLE|EDUCATION/);
    const check = data(['check', 'package.json'], { LABOUR_MAPPING: 'subgraphs/labour/mapping.csv' });
    expect(await check.ended()).toBe(1);
    expect(check.output()).toContain('package.json would be refused');
    const read = data(['check', 'schema/areas/areas.csv'], {});
    expect(await read.ended()).toBe(1);
    expect(read.output()).toContain('areas.csv would be refused');
    const unread = data(['check', 'package.json'], { LABOUR_MAPPING: '/nowhere/forms.csv' });
    expect(await unread.ended()).toBe(1);
    expect(unread.output()).toContain('forms.csv: cannot be read');
    const misspelt = data(['check', 'package.json'], { LABOR_MAPPING: 'x' });
    expect(await misspelt.ended()).toBe(1);
    expect(misspelt.output()).toContain('LABOUR_MAPPING');
  });
});
