import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { copiedOutside } from '../../subgraphs/core/postgres/binaries-copy.js';
import { type Postgres, startPostgres } from '../../subgraphs/core/postgres/server.js';
import { runs, startHolder } from './postgres-process.js';

const log = makeLogger('silent');
const isRoot = process.getuid?.() === 0;
const holders: ChildProcess[] = [];
let root: string;
let folder: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'postgres-test-'));
  // Open, so that the database lies in the folder itself also where root runs the tests.
  chmodSync(root, 0o755);
  folder = join(root, 'data');
});

afterAll(() => {
  for (const holder of holders) holder.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const start = (more: { dataDir?: string; port?: number; durable?: boolean } = {}) =>
  startPostgres({ dataDir: folder, log, durable: true, ...more });

async function ask(server: Postgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url);
  // A server that is ended under an open connection says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const holder = (...more: string[]) => startHolder(holders, folder, ...more);

describe('a database of its own', () => {
  test('is made in an empty folder, sorts by code point, and listens with a password on loopback alone', async () => {
    const server = await start();
    expect(await ask(server, `select 'Đống Đa' < 'Ứng Hoà', 'Z' < 'a', length('Đống')`)).toEqual([true, true, 4]);
    expect(
      await ask(server, `select current_setting('listen_addresses'), current_setting('unix_socket_directories')`),
    ).toEqual(['127.0.0.1', '']);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(ask({ ...server, url: wrong.href }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await ask(server, `create table kept as select 'một' as word`);
    await server.close();
    expect(runs(server.pid)).toBe(false);
  });

  test('keeps its data and its password over a restart', async () => {
    const first = await start();
    await first.close();
    const second = await start();
    expect(
      await ask({ ...first, url: first.url.replace(`:${first.port}/`, `:${second.port}/`) }, 'table kept'),
    ).toEqual(['một']);
    await second.close();
    await second.close();
  });

  test('is used by one process at a time, and says so in one sentence', async () => {
    const server = await start();
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingsFault);
    expect((refused as SettingsFault).faults).toEqual([
      expect.stringMatching(/^The database in .* is in use by process \d+: .*\.$/),
    ]);
    expect(await ask(server, 'table kept')).toEqual(['một']);
    await server.close();
  });

  test('is had by one of two that start in the same moment', async () => {
    const both = await Promise.allSettled([start(), start()]);
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toBeInstanceOf(SettingsFault);
    expect(String(refused)).toContain('is in use by');
    for (const one of both) if (one.status === 'fulfilled') await one.value.close();
  });

  test('says in one sentence that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken: .*\\.$`));
    other.close();
  });
});

describe.skipIf(process.platform !== 'linux')('after a violent end', () => {
  test('of the program: the server that it left behind is ended, and the data are there', async () => {
    const { child, pid } = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(runs(pid)).toBe(true);
    const server = await start();
    expect(runs(pid)).toBe(false);
    expect(await ask(server, 'table kept')).toEqual(['một']);
    await server.close();
  });

  test('of the server: the next start works', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.close();
    expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(true);
    const server = await start();
    expect(await ask(server, 'table kept')).toEqual(['một']);
    await server.close();
  });

  test('a pid file whose number another program has by now ends nobody', async () => {
    // Under the account of the server, as it would be in a container: that is where PostgreSQL itself gives up.
    const { uid, gid } = statSync(join(folder, 'cluster'));
    const innocent = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    writeFileSync(
      join(folder, 'cluster', 'postmaster.pid'),
      `${innocent.pid}\n${join(folder, 'cluster')}\n0\n5432\n\n\n0 0\nready\n`,
    );
    const server = await start();
    expect(await ask(server, 'table kept')).toEqual(['một']);
    await server.close();
    expect(innocent.exitCode).toBeNull();
    expect(runs(innocent.pid as number)).toBe(true);
    innocent.kill();
  });

  test('Ctrl-C reaches the program, not the server, which answers until it is closed', async () => {
    const { child, pid } = await holder();
    const said = once(child.stdout as NodeJS.ReadableStream, 'data');
    process.kill(-(child.pid as number), 'SIGINT');
    expect(String((await said)[0])).toBe('answered\n');
    expect(runs(pid)).toBe(false);
  });

  test('a program that exits without closing takes the server with it', async () => {
    const { child, pid } = await holder('leave');
    if (child.exitCode === null) await once(child, 'exit');
    await vi.waitFor(() => expect(runs(pid)).toBe(false), { timeout: 10_000 });
  });

  test('data that can be made again are, when the database does not start', async () => {
    const dataDir = join(root, 'sample');
    const first = await start({ dataDir, durable: false });
    await first.close();
    rmSync(join(dataDir, 'cluster', 'global', 'pg_control'));
    const second = await start({ dataDir, durable: false });
    expect(await ask(second, 'select 1')).toEqual([1]);
    await second.close();
  });

  test('durable data are never thrown away', async () => {
    const control = join(folder, 'cluster', 'global', 'pg_control');
    const content = readFileSync(control);
    const { uid, gid } = statSync(control);
    rmSync(control);
    await expect(start()).rejects.toThrow('pg_control');
    writeFileSync(control, content, { mode: 0o600 });
    if (isRoot) (await import('node:fs')).chownSync(control, uid, gid);
    const server = await start();
    expect(await ask(server, 'table kept')).toEqual(['một']);
    await server.close();
  });
});

describe.runIf(isRoot)('run by root in a folder closed to everybody else', () => {
  let closed: string;
  let dataDir: string;

  beforeAll(() => {
    closed = mkdtempSync(join(tmpdir(), 'postgres-closed-'));
    chmodSync(closed, 0o700);
    dataDir = join(closed, 'checkout', 'data');
  });

  afterAll(async () => {
    const home = readFileSync(join(dataDir, 'database-is-in.txt'), 'utf8').trim();
    rmSync(home, { recursive: true, force: true });
    rmSync(closed, { recursive: true, force: true });
  });

  test('the database lies outside, under an account that is not root, and is found again', async () => {
    const first = await start({ dataDir, durable: false });
    expect(statSync(`/proc/${first.pid}`).uid).not.toBe(0);
    await ask(first, 'create table kept as select 1 as number');
    await first.close();
    expect(existsSync(join(dataDir, 'cluster'))).toBe(false);
    const second = await start({ dataDir, durable: false });
    expect(await ask(second, 'table kept')).toEqual([1]);
    await second.close();
  });

  test('who deletes the data folder starts afresh', async () => {
    rmSync(dataDir, { recursive: true });
    const server = await start({ dataDir, durable: false });
    expect(await ask(server, `select to_regclass('kept') is null`)).toEqual([true]);
    await server.close();
  });

  test('the programs are copied once to where the account can read them, and mended when a file is gone', () => {
    const native = join(closed, 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib', 'libpq.so.5'), 'code', { mode: 0o600 });
    writeFileSync(join(native, 'lib', 'libpq.a'), 'not needed');
    const account = { uid: 65_534, gid: 65_534 };
    const finished: string[] = [];
    const copied = () => copiedOutside(native, '0.0', account, (copy) => finished.push(copy) > 0);
    const copy = copied();
    try {
      expect(copied()).toBe(copy);
      expect(existsSync(join(copy, 'lib', 'libpq.a'))).toBe(false);
      expect(statSync(join(copy, 'lib', 'libpq.so.5')).mode & 0o777).toBe(0o755);
      expect(statSync(join(copy, 'lib')).uid).toBe(0);
      rmSync(join(copy, 'lib', 'libpq.so.5'));
      expect(copied()).toBe(copy);
      expect(readFileSync(join(copy, 'lib', 'libpq.so.5'), 'utf8')).toBe('code');
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
