import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { MANIFEST, type Manifest, PAGES, type PageName, readManifest } from './manifest.js';

/** Whether the pages in a folder are made of the sources as they are now. */
export function isFresh(root: string, folder: string): boolean {
  const made = readManifest(folder);
  return made !== null && made.fingerprint === fingerprintOf(root, made.inputs);
}

/**
 * Bundles the pages into a folder: each file under a name that changes with what is in it, beside it the same packed
 * by brotli and gzip. Throws what esbuild finds wrong.
 */
export async function buildPages(root: string, folder: string): Promise<Manifest> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(PAGES.map((page) => [page, `gateway/${page}/main.tsx`])),
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    // Browsers of spring 2023: what they do not know yet of CSS (nesting) is written out for them.
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.graphql': 'text', '.woff': 'file', '.woff2': 'file' },
    entryNames: '[name]-[hash]',
    legalComments: 'external',
    metafile: true,
    logLevel: 'warning',
    write: false,
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) write(path, Buffer.from(contents));
  const made = manifestOf(
    root,
    metafile,
    outputFiles.map(({ path }) => basename(path)),
  );
  writeFileSync(join(folder, MANIFEST), JSON.stringify(made, null, 2));
  return made;
}

/** Fonts are packed already. */
function write(path: string, bytes: Buffer): void {
  writeFileSync(path, bytes);
  if (/\.woff2?$/.test(path)) return;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

function manifestOf(root: string, { inputs, outputs }: Metafile, files: string[]): Manifest {
  const sources = [...Object.keys(inputs), 'package-lock.json', 'gateway/pages/build.ts'].filter(isOurs).sort();
  const page = (name: PageName) => {
    const entry = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === `gateway/${name}/main.tsx`);
    if (!entry) throw new Error(`The bundle of ${name} was not made.`);
    const [file, { cssBundle, imports }] = entry;
    const preload = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
    return { script: basename(file), styles: cssBundle ? [basename(cssBundle)] : [], preload };
  };
  return {
    pages: { dashboard: page('dashboard'), explorer: page('explorer') },
    files,
    inputs: sources,
    fingerprint: fingerprintOf(root, sources),
  };
}

/** Packages are told by the lock file: reading all of their sources at each start would take longer than it helps. */
function isOurs(source: string): boolean {
  return !source.includes('node_modules') && !source.startsWith('<');
}

function fingerprintOf(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const path = resolve(root, input);
    hash.update(relative(root, path)).update(existsSync(path) ? readFileSync(path) : 'is gone');
  }
  return hash.digest('hex');
}
