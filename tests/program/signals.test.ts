import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { build, type Program, processesNaming, program } from '../support/program.js';
import { tempFolder } from '../support/temp.js';

const SANDBOX = join('sandbox', 'education');
const JOURNAL = 'journal';

/** Looks until a folder has something of that name, or of one that begins with it: the program must not have ended before. */
async function seen(p: Program, folder: string, name: string): Promise<void> {
  const until = Date.now() + 50_000;
  while (!existsSync(folder) || !readdirSync(folder).some((entry) => entry.startsWith(name))) {
    if (p.process.exitCode !== null || Date.now() > until) throw new Error(`${name} never came: ${p.output()}`);
    await delay(2);
  }
}

describe('a signal while a program starts', () => {
  beforeAll(build);

  test.each([
    ['the gateway', 'SIGINT', 130, JOURNAL, ['dist/gateway/main.js']],
    ['a subgraph alone', 'SIGTERM', 143, JOURNAL, ['dist/subgraphs/main.js', 'education', '--port', '0']],
    ['a sandbox alone', 'SIGHUP', 129, SANDBOX, ['dist/subgraphs/sandbox.js', 'education']],
    ['a probe', 'SIGINT', 130, SANDBOX, ['dist/subgraphs/data.js', 'probe', 'education']],
  ] as const)('%s, %s: it ends with %i, and so does its database', async (_who, signal, code, folder, args) => {
    const data = await tempFolder('signals');
    onTestFinished(data.remove);
    const p = program('node', args, { DATA_DIR: data.path, PORT: '0' });
    await seen(p, join(data.path, folder, 'cluster'), 'postmaster.pid');
    p.process.kill(signal);
    expect(await p.ended()).toBe(code);
    expect(processesNaming(data.path)).toEqual([]);
    expect(p.output()).not.toMatch(/answers at|_URL=|mapped/);
  });

  test('Ctrl-C while the database is made leaves nothing of it', async () => {
    const data = await tempFolder('signals');
    onTestFinished(data.remove);
    const p = program('node', ['dist/gateway/main.js'], { DATA_DIR: data.path, PORT: '0' });
    await seen(p, join(data.path, JOURNAL), 'new-');
    expect(await p.interrupt()).toBe(130);
    expect(processesNaming(data.path)).toEqual([]);
  });

  test('a second one ends the program at once, and the database after it', async () => {
    const data = await tempFolder('signals');
    onTestFinished(data.remove);
    const p = program('node', ['dist/gateway/main.js'], { DATA_DIR: data.path, PORT: '0' });
    await seen(p, join(data.path, JOURNAL, 'cluster'), 'postmaster.pid');
    p.process.kill('SIGTERM');
    p.process.kill('SIGINT');
    expect([130, 143]).toContain(await p.ended());
    const until = Date.now() + 20_000;
    while (processesNaming(data.path).length > 0 && Date.now() < until) await delay(10);
    expect(processesNaming(data.path)).toEqual([]);
  });
});
