import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SettingsFault } from '../errors.js';

/** The account that PostgreSQL runs under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that root hands the server to, the first that exists. PostgreSQL refuses to run as root. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/** The account for a server started by this process; null: its own, because it is not root. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of UNPRIVILEGED) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch (error) {
      // `id` ends with 1 for a name that does not exist; anything else is not for us to hide.
      if ((error as { status?: number }).status !== 1) throw error;
    }
  }
  throw new SettingsFault([
    `PostgreSQL does not run as root, and there is none of the accounts ${UNPRIVILEGED.join(', ')}: create one of them.`,
  ]);
}

/**
 * True when the account may enter the folder and every folder above it. A checkout below root's home (mode 700) is
 * closed to the server, whatever the folder's own mode.
 */
export function reachable(folder: string, account: Account | null): boolean {
  if (account === null) return true;
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * A folder outside the checkout for what the server has to reach there: below /var/lib for root (it survives restarts,
 * and nobody else can write there), else in the temporary folder. Refused when somebody else could have put it there.
 */
export function outsideFolder(account: Account | null): string {
  const faults: string[] = [];
  const own = process.getuid?.() ?? 0;
  const places = account === null ? [tmpdir()] : ['/var/lib', '/var/tmp', tmpdir()];
  for (const place of places) {
    const folder = join(place, `hanoi-indicator-graph-${own}`);
    try {
      mkdirSync(folder, { recursive: true });
      // Not what a link points at: somebody else may have put the link there.
      const found = lstatSync(folder);
      if (!found.isDirectory() || (process.platform !== 'win32' && (found.uid !== own || (found.mode & 0o022) !== 0))) {
        faults.push(`${folder} is not ours alone`);
        continue;
      }
      // Whatever the umask: to be passed through by the server's account, to be listed by nobody.
      chmodSync(folder, 0o711);
      if (!reachable(folder, account)) faults.push(`${folder} cannot be reached by the server's account`);
      else return folder;
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new SettingsFault([`There is no folder that PostgreSQL can use outside the checkout: ${faults.join('; ')}`]);
}
