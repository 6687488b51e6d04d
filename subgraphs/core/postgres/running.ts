import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A setting on the server's command line that names the process that started it. */
const OWNER = 'graph.owner';
const POLL_MS = 10;
/** A server that starts makes its file empty and fills it at once; one that stays empty was left by a killed start. */
const EMPTY_MS = 2000;

/** A server that runs on a cluster. */
export interface RunningServer {
  readonly pid: number;
  /** As the server says: starting, ready, stopping. */
  readonly status: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** The process that started it, if it still runs; null: an orphan. */
  readonly owner: number | null;
}

/** What the server is told on its command line about who starts it: our pid, and since when we run. */
export function ownerFlag(): string {
  return `${OWNER}=${process.pid}.${startOf(process.pid) ?? ''}`;
}

/**
 * The server that runs on a cluster, by postmaster.pid; null when none does. The number in the file alone proves
 * nothing (after a crash it may belong to any program by now): the process has to be a server on this very folder.
 */
export function serverOn(cluster: string): RunningServer | null {
  // A server that ends takes its file away at any moment.
  const lines = textOf(join(cluster, 'postmaster.pid'))?.split('\n') ?? [];
  const pid = Number(lines[0]);
  const command = Number.isInteger(pid) && pid > 1 ? commandOf(pid) : null;
  if (!command?.includes(`-D ${cluster} `)) return null;
  const owner = new RegExp(`${OWNER}=(\\d+)\\.(\\S*)`).exec(command);
  const alive = owner !== null && startOf(Number(owner[1])) === owner[2];
  return { pid, status: (lines[7] ?? '').trim(), port: Number(lines[3]), owner: alive ? Number(owner[1]) : null };
}

/** The port of the last server on a cluster, running or not, by what it writes down at its start; null when there was none. */
export function lastPort(cluster: string): number | null {
  const port = /"port=(\d+)"/.exec(textOf(join(cluster, 'postmaster.opts')) ?? '')?.[1];
  return port === undefined ? null : Number(port);
}

/**
 * Removes a postmaster.pid that would keep a server from starting although none runs: its number belongs to some other
 * program by now, or it has stayed empty. A number that nobody has is left to the new server, which knows what to do; a
 * file that another start has just made is never touched. Processes of the former server that still hold the cluster are
 * found by the new one all the same, by their shared memory.
 */
export function forgetStale(cluster: string): void {
  const file = join(cluster, 'postmaster.pid');
  const made = statSync(file, { throwIfNoEntry: false });
  if (!made || serverOn(cluster) !== null) return;
  const text = textOf(file);
  if (text === null) return;
  const pid = Number(text.split('\n', 1)[0]);
  const inTheWay = pid > 0 ? commandOf(pid) !== null : Date.now() - made.mtimeMs > EMPTY_MS;
  if (inTheWay) rmSync(file, { force: true });
}

/** Waits until no server runs on the cluster; false when one still does after the time. */
export async function gone(cluster: string, pid: number, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; serverOn(cluster)?.pid === pid || isServer(pid, cluster); await delay(POLL_MS)) {
    if (Date.now() > end) return false;
  }
  return true;
}

/** Ends a server: in good order first, then hard. Each time it is made sure that the pid is still this server's. */
export async function endServer(cluster: string, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isServer(pid, cluster)) return;
    process.kill(pid, signal);
    if (await gone(cluster, pid, 5000)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) on ${cluster} cannot be ended.`);
}

function isServer(pid: number, cluster: string): boolean {
  return commandOf(pid)?.includes(`-D ${cluster} `) ?? false;
}

/** The command line of a process; null when there is none, or where it cannot be known. */
function commandOf(pid: number): string | null {
  if (process.platform === 'linux') return textOf(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? null;
  return processStatus(pid, 'args=');
}

/** Whether the process of a number is the one that was started then, as `startOf` said. */
export function isRunning(pid: number, start: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another account may not be signalled.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** When a process was started, in words that only serve to be compared; null when there is none. */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return processStatus(pid, 'lstart=')?.replaceAll(/\s+/g, '_') ?? null;
  // The name, in brackets, may hold anything; the start is the 20th word after it.
  const words = textOf(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  return words?.[0] === 'Z' ? null : (words?.[19] ?? null);
}

/** What stands in a file; null when there is none (any more), or the process that it tells of has ended. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function processStatus(pid: number, what: string): string | null {
  if (process.platform === 'win32') return null;
  try {
    return `${execFileSync('ps', ['-ww', '-o', what, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim()} `;
  } catch (error) {
    // `ps` ends with 1 when there is no such process.
    if ((error as { status?: number }).status === 1) return null;
    throw error;
  }
}
