import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from '../../../schema/files.js';

const ROOM = ['subgraphs', 'core', 'sources'] as const;

/**
 * The file that the worker process runs. Built output has it at dist/subgraphs/core/sources/sheet-worker.js; when the
 * sources themselves run (tests, development), it is built from them now, because Node 20 loads no TypeScript.
 */
export async function sheetWorkerFile(): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) return projectFile('dist', ...ROOM, 'sheet-worker.js');
  const { build } = await import('esbuild');
  const built = await build({
    entryPoints: [projectFile(...ROOM, 'sheet-worker.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const code = built.outputFiles[0]?.contents ?? new Uint8Array();
  return keep(code, createHash('sha256').update(code).digest('hex').slice(0, 16));
}

/** Below node_modules, so that the process finds its packages; named by content, so that all can share it. */
function keep(code: Uint8Array, hash: string): string {
  const folder = projectFile('node_modules', '.cache', 'hanoi-indicator-graph');
  const file = join(folder, `sheet-worker-${hash}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, file);
  return file;
}
