import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, outsideFolder, reachable } from './account.js';
import { serverOn } from './running.js';

/** Where a database lies. */
export interface Place {
  /** The folder that was asked for, or one outside the checkout that the server's account can reach. */
  readonly home: string;
  /** PostgreSQL's data folder. */
  readonly cluster: string;
  /** What the server writes to standard error. */
  readonly logFile: string;
}

/** In a data folder whose database lies outside: where that is. */
const POINTER = 'database-is-in.txt';
/** In a folder outside: whose database it is, when it can be made again. */
const ORIGIN = 'sample-of.txt';

/**
 * The place of the database of a data folder. Where the server's account cannot reach the folder, the database lies
 * outside the checkout, under a name made of the folder's path. Who deletes a data folder means to start afresh: what
 * is left outside of it goes too, but durable data are only put aside.
 */
export function placeOf(dataDir: string, account: Account | null, durable: boolean): Place {
  mkdirSync(dataDir, { recursive: true });
  const folder = realpathSync(dataDir);
  const home = reachable(folder, account) ? folder : homeOutside(folder, outsideFolder(account), durable);
  return placeIn(home);
}

function placeIn(home: string): Place {
  return { home, cluster: join(home, 'cluster'), logFile: join(home, 'server.log') };
}

function homeOutside(folder: string, outside: string, durable: boolean): string {
  const home = join(outside, `data-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  const { cluster } = placeIn(home);
  const pointer = join(folder, POINTER);
  if (existsSync(cluster) && !existsSync(pointer)) {
    if (durable) renameSync(cluster, `${cluster}-left-${Date.now()}`);
    else rmSync(cluster, { recursive: true, force: true });
  }
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o711);
  writeFileSync(pointer, `${home}\n`);
  if (!durable) writeFileSync(join(home, ORIGIN), folder);
  removeForsaken(outside);
  return home;
}

/** Removes samples whose data folder was deleted: nobody would ever find them there. */
function removeForsaken(outside: string): void {
  for (const name of readdirSync(outside).filter((entry) => entry.startsWith('data-'))) {
    const home = join(outside, name);
    const origin = join(home, ORIGIN);
    if (!existsSync(origin) || existsSync(join(readFileSync(origin, 'utf8'), POINTER))) continue;
    if (serverOn(placeIn(home).cluster) === null) rmSync(home, { recursive: true, force: true });
  }
}

/** The account that a cluster belongs to, else the one given: it stays with the account that made it. */
export function clusterAccount(place: Place, account: Account | null): Account | null {
  const made = statSync(place.cluster, { throwIfNoEntry: false });
  return account === null || !made || made.uid === 0 ? account : { uid: made.uid, gid: made.gid };
}
