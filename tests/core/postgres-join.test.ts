import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { gone, serverOn } from '../../subgraphs/core/postgres/running.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { joinOrStartPostgres, type SharedPostgres } from '../../subgraphs/core/postgres/shared.js';
import { tempFolder } from '../support/temp.js';
import { endHolder, runs, startHolder } from './postgres-process.js';

const log = makeLogger('silent');
const holders: ChildProcess[] = [];
const open: SharedPostgres[] = [];
let temp: Awaited<ReturnType<typeof tempFolder>>;
let folder: string;

beforeAll(async () => {
  temp = await tempFolder('postgres-join');
});

beforeEach(() => {
  folder = join(temp.path, 'data');
});

afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  for (const server of open.splice(0)) await server.close();
  const left = serverOn(join(folder, 'cluster'));
  if (left) process.kill(left.pid, 'SIGQUIT');
});

afterAll(() => temp.remove());

async function shared(): Promise<SharedPostgres> {
  const server = await joinOrStartPostgres({ dataDir: folder, log });
  open.push(server);
  return server;
}

async function ask({ url }: { readonly url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

function entry(name: string): { path: string; uid: number; gid: number } {
  const path = join(folder, 'cluster', name);
  const { uid, gid } = statSync(join(folder, 'cluster'));
  return { path, uid, gid };
}

describe.skipIf(process.platform !== 'linux')('a database that several processes share', () => {
  test('two processes that start in the same moment on an empty folder have one server, and both are answered', async () => {
    folder = join(temp.path, 'new');
    const both = await Promise.all([startHolder(holders, folder, 'join'), startHolder(holders, folder, 'join')]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(1);
    expect(both.map(({ own }) => own).sort()).toEqual([false, true]);
    const [pid] = both.map((holder) => holder.pid) as [number];
    // Whoever joined leaves first; then the server is still there.
    expect(await endHolder(both.find(({ own }) => !own) as (typeof both)[0])).toBe('answered');
    expect(runs(pid)).toBe(true);
    expect(await endHolder(both.find(({ own }) => own) as (typeof both)[0])).toBe('answered');
    expect(runs(pid)).toBe(false);
  });

  test('calls of one process have one server as well, which ends with the one that started it', async () => {
    const all = await Promise.all([shared(), shared(), shared()]);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(all.filter(({ own }) => own)).toHaveLength(1);
    await ask(all[0] as SharedPostgres, `create table kept as select 'một' as word`);
    for (const server of all.filter(({ own }) => !own)) await server.close();
    for (const server of all) expect(await ask(server, 'table kept')).toEqual(['một']);
    await all.find(({ own }) => own)?.close();
    expect(runs(all[0]?.pid as number)).toBe(false);
    expect(await ask(await shared(), 'table kept')).toEqual(['một']);
  });

  test('the server of a living process is joined, whichever way it was started', async () => {
    const first = await startPostgres({ dataDir: folder, log, durable: true });
    const second = await shared();
    expect(second).toMatchObject({ own: false, pid: first.pid, url: first.url });
    await first.close();
  });

  test('a server that its process is ending is waited for, then another one is started', async () => {
    const first = await shared();
    const [, second] = await Promise.all([first.close(), shared()]);
    expect(second.own).toBe(true);
    expect(runs(first.pid)).toBe(false);
    expect(await ask(second, 'select 1')).toEqual([1]);
  });

  test('the server that a killed process left behind is ended, and another one started', async () => {
    const holder = await startHolder(holders, folder, 'join');
    holder.child.kill('SIGKILL');
    await once(holder.child, 'exit');
    expect(runs(holder.pid)).toBe(true);
    const server = await shared();
    expect(server.own).toBe(true);
    expect(runs(holder.pid)).toBe(false);
    expect(await ask(server, 'select 1')).toEqual([1]);
  });

  test('a killed server is followed by one server, whoever notices first', async () => {
    const first = await shared();
    process.kill(first.pid, 'SIGKILL');
    // On a busy machine it is still there for a moment.
    expect(await gone(dirname(entry('postmaster.pid').path), first.pid, 20_000)).toBe(true);
    const [second, third] = await Promise.all([shared(), shared()]);
    expect(second.pid).toBe(third.pid);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(third, 'select 1')).toEqual([1]);
  });

  test('what a start left that was killed before it had written its number is taken away', async () => {
    await (await shared()).close();
    const { path, uid, gid } = entry('postmaster.pid');
    writeFileSync(path, '', { mode: 0o600 });
    chownSync(path, uid, gid);
    utimesSync(path, 1, 1);
    expect(await ask(await shared(), 'select 1')).toEqual([1]);
  });

  test('what was confirmed is on disk, whatever is set in the cluster', async () => {
    const first = await shared();
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      await ask(first, `alter system set ${name} = off`);
    }
    await first.close();
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes'].map((name) => `current_setting('${name}')`);
    expect(await ask(await shared(), `select ${settings.join(', ')}`)).toEqual(['on', 'on', 'on']);
  });

  test('the failure of a start is that start’s own, and the server’s words stand in its log', async () => {
    const first = await startPostgres({ dataDir: folder, log, durable: true });
    await expect(startPostgres({ dataDir: folder, log, durable: true })).rejects.toThrow('is in use by');
    await expect(ask(first, 'select nothing')).rejects.toThrow('nothing');
    expect(readFileSync(first.logFile, 'utf8')).toContain('column "nothing" does not exist');
    await first.close();
  });

  test('a database of an older PostgreSQL goes by export and import, and is not touched', async () => {
    await (await shared()).close();
    const { path } = entry('PG_VERSION');
    const now = readFileSync(path, 'utf8');
    writeFileSync(path, '16\n');
    const refused = await shared().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingsFault);
    expect((refused as SettingsFault).faults).toEqual([
      expect.stringMatching(
        /made by PostgreSQL 16, this is \d+: run "npm run data -- export" with .* "npm run data -- import" .*\.$/,
      ),
    ]);
    writeFileSync(path, now);
    expect(await ask(await shared(), 'select 1')).toEqual([1]);
  });
});
