import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  type Dirent,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { type Account, outsideFolder } from './account.js';

/**
 * The programs' folder as a copy outside the checkout, that the account can reach: made once for a version and a
 * checkout, under another name first and then renamed, so that there is never half of one. `finish` mends the copy
 * before it gets its name.
 */
export function copiedOutside(
  native: string,
  version: string,
  account: Account | null,
  finish: (copy: string) => boolean,
): string {
  const checkout = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const folder = outsideFolder(account);
  const copy = join(folder, `postgres-${version}-${checkout}`);
  // Services that tidy temporary folders take single files away: then it is made again.
  if (whole(native, copy) && finish(copy)) return copy;
  const made = mkdtempSync(join(folder, 'new-'));
  try {
    copyTree(native, made);
    finish(made);
    if (existsSync(copy) && !whole(native, copy)) rmSync(copy, { recursive: true, force: true });
    if (!existsSync(copy)) renameSync(made, copy);
  } catch (error) {
    // Another start may have been faster; its copy serves as well.
    if (!whole(native, copy)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return copy;
}

/** What is copied of a folder: not the links, which `finish` makes, and not what serves to compile against. */
function entries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => !entry.isSymbolicLink() && extname(entry.name) !== '.a' && entry.name !== 'pkgconfig',
  );
}

/** Copies a folder, open to be read by everyone and written by the owner. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of entries(from)) {
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      copyTree(join(from, entry.name), target);
    } else {
      copyFileSync(join(from, entry.name), target);
      chmodSync(target, 0o755);
    }
  }
}

/** True when every file stands in the copy with its size. */
function whole(from: string, copy: string): boolean {
  return entries(from).every((entry) => {
    const target = statSync(join(copy, entry.name), { throwIfNoEntry: false });
    if (!target || target.isDirectory() !== entry.isDirectory()) return false;
    if (entry.isDirectory()) return whole(join(from, entry.name), join(copy, entry.name));
    return target.size === statSync(join(from, entry.name)).size;
  });
}
