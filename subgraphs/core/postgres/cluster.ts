import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsFault } from '../errors.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import type { Place } from './place.js';

/** The database's superuser, known only to the process that started it. */
export const SUPERUSER = 'postgres';
/** Kept inside the cluster, so that both appear and go together; only its account and root can read it. */
const PASSWORD_FILE = 'graph-password';

/** How programs of PostgreSQL are run. Nothing of our environment (PGOPTIONS, locale) reaches them. */
export function runAs(account: Account | null) {
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
  return { cwd: '/', ...(process.platform === 'win32' ? {} : { env }), ...(account ?? {}) };
}

/** Ends a program of PostgreSQL when we end without having waited for it. Best effort: it then ends after us. */
export function endWithUs(child: ChildProcess, signal: NodeJS.Signals): void {
  const end = () => child.kill(signal);
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/**
 * Makes the cluster of a place unless it stands, and gives its superuser's password. It is made under another name and
 * then renamed, so that a start that was killed leaves no half of one.
 */
export async function readyCluster(
  place: Place,
  binaries: Binaries,
  account: Account | null,
  durable: boolean,
): Promise<string> {
  if (existsSync(place.cluster)) {
    const major = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim();
    if (major === binaries.major) return readPassword(place);
    if (durable) {
      throw new SettingsFault([
        `${place.cluster} was made by PostgreSQL ${major}, this is ${binaries.major}: run "npm run data -- export" with the release that made it, then "npm run data -- import" with this one on another, empty DATA_DIR.`,
      ]);
    }
    rmSync(place.cluster, { recursive: true, force: true });
  }
  const made = mkdtempSync(join(place.home, 'new-'));
  try {
    await makeCluster(made, binaries, account, durable);
    renameSync(join(made, 'cluster'), place.cluster);
  } catch (error) {
    // Another start may have been faster with the same place.
    if (!existsSync(place.cluster)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return readPassword(place);
}

/** The superuser's password of the cluster that stands in a place. */
export function readPassword(place: Place): string {
  return readFileSync(join(place.cluster, PASSWORD_FILE), 'utf8').trim();
}

async function makeCluster(
  folder: string,
  binaries: Binaries,
  account: Account | null,
  durable: boolean,
): Promise<void> {
  const password = join(folder, 'password');
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account !== null) for (const path of [folder, password]) chownSync(path, account.uid, account.gid);
  const cluster = join(folder, 'cluster');
  await initialise(binaries.initdb, account, [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    // Sorting by code point whatever locales the machine has: the same on every one.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--wal-segsize=4',
    ...(durable ? [] : ['--no-sync']),
    '--no-instructions',
  ]);
  renameSync(password, join(cluster, PASSWORD_FILE));
}

function initialise(program: string, account: Account | null, flags: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, flags, { ...runAs(account), stdio: ['ignore', 'ignore', 'pipe'] });
    endWithUs(child, 'SIGTERM');
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL could not make its data folder (initdb ended with ${code}): ${said.trim()}`));
    });
  });
}
