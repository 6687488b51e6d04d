import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A workbook or CSV file in the department's folder. */
export interface FoundFile {
  readonly path: string;
  /** Its name below the folder: 2023/bieu-01.xlsx. */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Lists a folder. Handed in, so that the sandbox can count how often its folder is looked at. */
export type ListFolder = (folder: string) => Promise<Dirent[]>;

export const listFolder: ListFolder = (folder) => readdir(folder, { withFileTypes: true });

const OURS = /\.(?:xlsx|csv)$/i;
const YEAR = /(?:^|\D)20\d\d(?:\D|$)/;

/** More files than a department drops in decades: a form a month. Each is kept in memory once it is read. */
const MOST_FILES = 5_000;
const MOST_FOLDERS = 100;

/** The folder holds something else than forms. */
export class FolderTooLarge extends Error {
  override readonly name = 'FolderTooLarge';
}

/** Files went while the folder was listed: a share that goes away looks so, and what is left of it is not the whole. */
class FolderMoving extends Error {
  override readonly name = 'FolderMoving';
}

/**
 * The files of a folder and of its sub-folders by year. Left alone: lock files of spreadsheets (`~$`), hidden files, links,
 * other extensions and other sub-folders. A file that is gone by the time it is looked at has the folder listed once more.
 * Throws the file system's error when the folder itself cannot be listed, FolderTooLarge for one with too many files, and
 * FolderMoving when files go while it is listed again.
 */
export async function findFiles(folder: string, list: ListFolder): Promise<FoundFile[]> {
  const found = (await standingFiles(folder, list)) ?? (await standingFiles(folder, list));
  if (!found) throw new FolderMoving(`files of ${folder} went while it was listed, twice`);
  return found;
}

/** Null when some were gone by the time they were looked at. */
async function standingFiles(folder: string, list: ListFolder): Promise<FoundFile[] | null> {
  const entries = await list(folder);
  const years = entries.filter((entry) => entry.isDirectory() && isOpen(entry.name) && YEAR.test(entry.name));
  if (years.length > MOST_FOLDERS)
    throw new FolderTooLarge(`${years.length} folders, at most ${MOST_FOLDERS} are read`);
  const below = await Promise.all(
    years.map(async ({ name }) => (await listFolder(join(folder, name))).map((entry) => ({ entry, in: [name] }))),
  );
  const all = [...entries.map((entry) => ({ entry, in: [] as string[] })), ...below.flat()];
  const ours = all.filter(({ entry }) => entry.isFile() && isOpen(entry.name) && OURS.test(entry.name));
  if (ours.length > MOST_FILES) throw new FolderTooLarge(`${ours.length} files, at most ${MOST_FILES} are read`);
  const found = await Promise.all(ours.map(({ entry, in: parents }) => look(folder, [...parents, entry.name])));
  const standing = found.flatMap((file) => file ?? []);
  return standing.length === found.length ? standing : null;
}

function isOpen(name: string): boolean {
  return !name.startsWith('~$') && !name.startsWith('.');
}

async function look(folder: string, parts: readonly string[]): Promise<FoundFile | null> {
  const path = join(folder, ...parts);
  try {
    const { size, mtimeMs } = await lstat(path);
    return { path, name: parts.join('/'), size, mtimeMs };
  } catch (error) {
    // Moved or deleted since the listing.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
