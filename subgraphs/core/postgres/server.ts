import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SettingsFault } from '../errors.js';
import type { Logger } from '../log.js';
import { type Account, serverAccount } from './account.js';
import { type Binaries, readyBinaries } from './binaries.js';
import { endWithUs, readyCluster, runAs, SUPERUSER } from './cluster.js';
import { serverFlags } from './flags.js';
import { clusterAccount, type Place, placeOf } from './place.js';
import { endServer, forgetStale, gone, serverOn } from './running.js';

export interface PostgresOptions {
  /** A folder for the database, its own; made when missing. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 or none takes a free one. */
  readonly port?: number;
  /** A port to try first where none is said. */
  readonly near?: number | null;
  readonly log: Logger;
  /** False for data that can be made again: nothing is forced to disk, and a cluster that does not start is made anew. */
  readonly durable: boolean;
}

/** A running database. */
export interface Postgres {
  /** With the superuser's password: never to be logged. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What the server writes to standard error, from this start on. */
  readonly logFile: string;
  /** Ends the server in good order; resolves when it is gone. */
  close(): Promise<void>;
}

/** The server ended before it was ready; `said` is what it wrote. */
class StartFailure extends Error {
  override readonly name = 'StartFailure';
  constructor(readonly said: string) {
    super(`PostgreSQL did not start: ${said.split('\n').find((line) => /FATAL|PANIC/.test(line)) ?? said.trim()}`);
  }
}

/** Another process has the database. */
export class InUse extends SettingsFault {
  constructor(place: Place, by: string) {
    super([`The database in ${place.home} is in use by ${by}: stop that first, or use another folder.`]);
  }
}

/** Longest time until a server answers: after a crash it reads what it had not written into its tables yet. */
export const READY_MS = 60_000;
const RETRY_MS = 5000;

/**
 * Starts a PostgreSQL on a data folder, making the database first where there is none (about 1 s). A server that a
 * killed process of ours left running is ended first. Throws InUse when another process has the folder, and a
 * SettingsFault when the port is taken and when this machine cannot run it.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const found = serverAccount();
  const place = placeOf(options.dataDir, found, options.durable);
  const account = clusterAccount(place, found);
  const binaries = readyBinaries(account);
  await takeOver(place, options);
  const start = () => startOn(place, binaries, account, options);
  try {
    return await start();
  } catch (error) {
    if (options.durable || !(error instanceof StartFailure)) throw error;
    options.log.warn({ folder: place.cluster, said: error.said }, 'the database did not start: it is made anew');
    rmSync(place.cluster, { recursive: true, force: true });
    return start();
  }
}

async function takeOver(place: Place, { log }: PostgresOptions): Promise<void> {
  const running = serverOn(place.cluster);
  if (running === null) return forgetStale(place.cluster);
  if (running.status === 'stopping' && (await gone(place.cluster, running.pid, RETRY_MS))) return;
  if (running.owner !== null) throw new InUse(place, `process ${running.owner}`);
  log.warn({ pid: running.pid, folder: place.cluster }, 'ending the database server that a killed run left behind');
  await endServer(place.cluster, running.pid);
}

async function startOn(
  place: Place,
  binaries: Binaries,
  account: Account | null,
  options: PostgresOptions,
): Promise<Postgres> {
  const password = await readyCluster(place, binaries, account, options.durable);
  let near = options.near ?? 0;
  for (const end = Date.now() + RETRY_MS; ; await delay(100)) {
    const port = options.port || near || (await freePort());
    try {
      const child = await launch(place, binaries, account, port, options.durable);
      return handle(child, place, port, urlOf(password, port), options.log);
    } catch (error) {
      const said = error instanceof StartFailure ? error.said : '';
      if (said.includes('lock file "postmaster.pid" already exists')) throw new InUse(place, 'another process');
      const taken = /could not bind|could not create any TCP/.test(said);
      if (taken && options.port) {
        throw new SettingsFault([
          `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another one.`,
        ]);
      }
      // A free port may be lost to somebody else, and processes of a killed server take a moment to go. The empty file
      // is another start's, or of one that was killed.
      const passing = taken || said.includes('shared memory block') || said.includes('"postmaster.pid" is empty');
      if (!passing || Date.now() > end) throw error;
      if (taken) near = 0;
      forgetStale(place.cluster);
    }
  }
}

/** Where the superuser asks a server of ours. */
export function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

async function launch(
  place: Place,
  { postgres }: Binaries,
  account: Account | null,
  port: number,
  durable: boolean,
): Promise<ChildProcess> {
  // Of this start alone until the server stands: two that start together would read each other's failures.
  const logFile = `${place.logFile}.${randomUUID()}`;
  const log = openSync(logFile, 'a', 0o600);
  // Detached: Ctrl-C goes to the whole group of the terminal, and the server has to outlive what still asks it.
  const child = spawn(postgres, serverFlags(place.cluster, port, durable), {
    ...runAs(account),
    detached: true,
    stdio: ['ignore', 'ignore', log],
  });
  closeSync(log);
  // From here on, also while it starts: it would outlive us otherwise.
  endWithUs(child, 'SIGINT');
  let failed: Error | null = null;
  child.once('error', (error) => {
    failed = error;
  });
  child.unref();
  try {
    for (const end = Date.now() + READY_MS; ; await delay(5)) {
      if (failed) throw failed;
      if (child.exitCode !== null || child.signalCode !== null) throw new StartFailure(readFileSync(logFile, 'utf8'));
      const running = serverOn(place.cluster);
      if (running?.pid === child.pid && running?.status === 'ready') break;
      if (Date.now() > end) {
        child.kill('SIGKILL');
        throw new Error(`PostgreSQL on ${place.cluster} was not ready after ${READY_MS / 1000} s.`);
      }
    }
    renameSync(logFile, place.logFile);
    return child;
  } finally {
    rmSync(logFile, { force: true });
  }
}

function handle(child: ChildProcess, place: Place, port: number, url: string, log: Logger): Postgres {
  const pid = child.pid as number;
  let closing: Promise<void> | null = null;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      if (closing === null) log.error({ pid, code, signal, folder: place.home }, 'the database server ended by itself');
      resolve();
    });
  });
  const close = async () => {
    child.ref();
    child.kill('SIGINT');
    await Promise.race([ended, delay(RETRY_MS, undefined, { ref: false }).then(() => endServer(place.cluster, pid))]);
    await ended;
  };
  return {
    url,
    port,
    pid,
    logFile: place.logFile,
    close() {
      closing ??= child.exitCode === null && child.signalCode === null ? close() : ended;
      return closing;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
