import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: where package.json is, for the sources and for the built output below dist/ alike. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The folder with package.json was not found above the running code.');
  return findRoot(parent);
}

/** The path of a file of the project, from its root. */
export function projectFile(...parts: string[]): string {
  return join(projectRoot, ...parts);
}

/** The text of a file of the project. */
export function readProjectFile(...parts: string[]): string {
  return readFileSync(projectFile(...parts), 'utf8');
}
