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

/**
 * The files of a folder and of its sub-folders by year. Left alone: lock files of spreadsheets (`~$`), hidden files, links,
 * other extensions, other sub-folders, and what is gone by the time it is looked at. Throws the file system's error when the
 * folder itself cannot be listed.
 */
export async function findFiles(folder: string, list: ListFolder): Promise<FoundFile[]> {
  const entries = await list(folder);
  const years = entries.filter((entry) => entry.isDirectory() && isOpen(entry.name) && YEAR.test(entry.name));
  const below = await Promise.all(
    years.map(async ({ name }) => (await listFolder(join(folder, name))).map((entry) => ({ entry, in: [name] }))),
  );
  const all = [...entries.map((entry) => ({ entry, in: [] as string[] })), ...below.flat()];
  const ours = all.filter(({ entry }) => entry.isFile() && isOpen(entry.name) && OURS.test(entry.name));
  const found = await Promise.all(ours.map(({ entry, in: parents }) => look(folder, [...parents, entry.name])));
  return found.flatMap((file) => file ?? []);
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
    // Moved or deleted since the listing: the next look shows what is there then.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
