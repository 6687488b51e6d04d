import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { projectFile, projectRoot } from '../../schema/files.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { takeLease } from '../../subgraphs/core/lease.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { shareSandbox } from '../../subgraphs/core/shared-sandbox.js';
import { tempFolder } from '../support/temp.js';

let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeEach(async () => {
  folder = await tempFolder('lease');
});
afterEach(() => folder.remove());

/** The number of a process that has ended. */
const ENDED = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));

/** As if the holder had been killed: its process is one that has ended. */
function killHolder(at = folder.path): void {
  const number = Math.max(...readdirSync(at).map(Number));
  const file = join(at, String(number), 'holder.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), pid: ENDED }));
}

describe('a lease', () => {
  const held = () => {
    const { lease } = takeLease(folder.path);
    if (!lease) throw new Error('somebody else has it');
    return lease;
  };

  test('has one holder, who says what the others have to know', () => {
    const lease = held();
    expect(takeLease(folder.path)).toMatchObject({ lease: null, holder: { pid: process.pid, state: 'BUSY' } });
    lease.ready({ URL: 'x' });
    expect(takeLease(folder.path)).toMatchObject({ lease: null, holder: { state: 'READY', variables: { URL: 'x' } } });
  });

  test('goes on to the next when its holder lets go or is killed, with what was said', () => {
    const first = held();
    first.ready({ URL: 'x' });
    first.free();
    const second = held();
    expect(second.former).toEqual({ URL: 'x' });
    second.ready({ URL: 'y' });
    killHolder();
    expect(held().former).toEqual({ URL: 'y' });
    for (let times = 0; times < 100; times += 1) {
      killHolder();
      held();
    }
    expect(readdirSync(folder.path).length).toBeLessThan(60);
  });

  test('is no other process’s that has come to the number of the holder', () => {
    held();
    const file = join(folder.path, '1', 'holder.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), start: '1' }));
    expect(takeLease(folder.path).lease).not.toBeNull();
  });

  test('is never held by two of many processes that take it again and again, some of which are killed', async () => {
    const files = [
      projectFile('subgraphs', 'core', 'lease.ts'),
      projectFile('subgraphs', 'core', 'postgres', 'running.ts'),
    ];
    const places = ['lease', 'mark', 'log'].map((name) => join(folder.path, name));
    const [lease, running, at, mark, log] = [...files, ...places].map((path) => JSON.stringify(path));
    // A mark of another holder means that it was killed, or that there are two: a killed one's number has no process.
    const program = `
      const { takeLease } = await import(${lease});
      const { isRunning, startOf } = await import(${running});
      const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
      const { setTimeout: delay } = await import('node:timers/promises');
      for (let times = 0; times < 60; ) {
        const { lease } = takeLease(${at});
        if (!lease) { await delay(1); continue; }
        times += 1;
        const me = JSON.stringify([process.pid, startOf(process.pid)]);
        const other = existsSync(${mark}) ? JSON.parse(readFileSync(${mark}, 'utf8')) : null;
        if (other && isRunning(...other)) appendFileSync(${log}, 'two ');
        writeFileSync(${mark}, me);
        if (times % 3 === 0) await delay(1);
        if (process.argv[1] === 'killed' && times === 30) process.kill(process.pid, 'SIGKILL');
        if (readFileSync(${mark}, 'utf8') !== me) appendFileSync(${log}, 'two ');
        rmSync(${mark}, { force: true });
        lease.free();
      }
      appendFileSync(${log}, 'done ');`;
    const run = async (name: string) => {
      const args = ['--import', 'tsx', '--input-type=module', '-e', program, name];
      const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe'] });
      const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      return said;
    };
    const said = await Promise.all(['one', 'killed', 'two', 'killed', 'three'].map(run));
    expect(said.join('')).toBe('');
    expect(readFileSync(join(folder.path, 'log'), 'utf8')).toBe('done done done ');
  }, 60_000);
});

describe('a shared sandbox', () => {
  /** What was started, with its port, and ended. */
  const done: string[] = [];
  let failing: ((port: number) => Error | null) | null = null;
  const log = makeLogger('silent');

  beforeEach(() => {
    done.length = 0;
    failing = null;
  });

  function shared(name: string): Promise<Sandbox> {
    const start = async (port: number): Promise<Sandbox> => {
      const error = failing?.(port);
      if (error) throw error;
      const at = port || 7000 + done.length;
      done.push(`${name} starts ${port}`);
      return {
        variables: { HEALTH_URL: `http://127.0.0.1:${at}`, HEALTH_TOKEN: 'x' },
        asked: [`asked of ${name}`],
        close: async () => {
          await delay(20);
          done.push(`${name} ends`);
        },
      };
    };
    return shareSandbox({ owner: 'health', folder: folder.path, start, log });
  }

  test('is started by the first of those who start at once, and joined by the others', async () => {
    const [one, two, three] = await Promise.all([shared('one'), shared('two'), shared('three')]);
    expect(done).toEqual(['one starts 0']);
    expect([two.variables, three.variables]).toEqual([one.variables, one.variables]);
    expect([one.asked, two.asked]).toEqual([['asked of one'], []]);
    await two.close();
    await three.close();
    expect(done).toEqual(['one starts 0']);
    await one.close();
    expect(done).toEqual(['one starts 0', 'one ends']);
  });

  test('is run on, where it was, by one of those who joined it when the first ends', async () => {
    const [one, two, three] = await Promise.all([shared('one'), shared('two'), shared('three')]);
    await one.close();
    await vi.waitFor(() => expect(done).toHaveLength(3), 5000);
    expect(done[2]).toMatch(/^(two|three) starts 7000$/);
    await two.close();
    await three.close();
    await vi.waitFor(() => expect(done.filter((line) => line.endsWith('ends'))).toHaveLength(2), 5000);
  });

  test('is run on when the process of the first was killed', async () => {
    await shared('one');
    const two = await shared('two');
    killHolder();
    await vi.waitFor(() => expect(done).toEqual(['one starts 0', 'two starts 7000']), 5000);
    await two.close();
    expect(done).toEqual(['one starts 0', 'two starts 7000', 'two ends']);
  });

  test('is tried again until it can be run on', async () => {
    const [one, two] = await Promise.all([shared('one'), shared('two')]);
    let refused = 0;
    failing = (port) => (refused++ < 2 ? new Error(`${port} is taken`) : null);
    await one.close();
    await vi.waitFor(() => expect(done.at(-1)).toBe('two starts 7000'), 8000);
    expect(refused).toBe(3);
    await two.close();
  }, 15_000);

  test('starts where it was before, or elsewhere where that is taken', async () => {
    await (await shared('one')).close();
    await (await shared('two')).close();
    expect(done).toEqual(['one starts 0', 'one ends', 'two starts 7000', 'two ends']);
    failing = (port) => (port === 0 ? null : new Error(`${port} is taken`));
    await (await shared('three')).close();
    expect(done.slice(4)).toEqual(['three starts 0', 'three ends']);
  });

  test('that is ending is not joined: who comes then waits and starts it again', async () => {
    const one = await shared('one');
    const ending = one.close();
    const two = await shared('two');
    expect(done).toEqual(['one starts 0', 'one ends', 'two starts 7000']);
    await ending;
    await two.close();
    expect(done.at(-1)).toBe('two ends');
  });

  test('that cannot be started says why, and leaves the next one free to', async () => {
    failing = () => new Error('no room');
    await expect(shared('one')).rejects.toThrow('no room');
    failing = null;
    await (await shared('two')).close();
    expect(done).toEqual(['two starts 0', 'two ends']);
  });
});
