import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { buildPages, isFresh } from '../../gateway/pages/build.js';
import { readManifest } from '../../gateway/pages/manifest.js';
import { tempFolder } from '../support/temp.js';

/** A project with two pages of one line each. */
async function project() {
  const { path: root, remove } = await tempFolder('pages');
  onTestFinished(remove);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  await write('package-lock.json', '{}');
  await write(
    'gateway/dashboard/main.tsx',
    "import '../shared.css';\nimport { word } from '../word.js';\nalert(word);",
  );
  await write('gateway/explorer/main.tsx', 'document.title = "explorer";');
  await write('gateway/shared.css', 'body { color: red; }');
  await write('gateway/word.ts', 'export const word = "one";');
  return { root, folder: join(root, 'dist', 'pages'), write };
}

describe('the build of the pages', () => {
  let made: Awaited<ReturnType<typeof project>>;
  beforeEach(async () => {
    made = await project();
  });

  test('writes a manifest that names the script and the styles of each page', async () => {
    const { root, folder } = made;
    await buildPages(root, folder);
    const pages = readManifest(folder)?.pages;
    expect(pages?.dashboard.script).toMatch(/^dashboard-[A-Z0-9]+\.js$/);
    expect(pages?.dashboard.styles).toEqual([expect.stringMatching(/^dashboard-[A-Z0-9]+\.css$/)]);
    expect(pages?.explorer).toMatchObject({ script: expect.stringMatching(/^explorer-/), styles: [] });
  });

  test('puts the same bytes beside each text file, packed by brotli and by gzip', async () => {
    const { root, folder } = made;
    const { pages } = await buildPages(root, folder);
    const plain = await readFile(join(folder, pages.dashboard.script));
    expect(plain.toString()).toContain('one');
    expect(brotliDecompressSync(await readFile(join(folder, `${pages.dashboard.script}.br`)))).toEqual(plain);
    expect(gunzipSync(await readFile(join(folder, `${pages.dashboard.script}.gz`)))).toEqual(plain);
  });

  test('is fresh until a source, a style sheet or the lock file changes', async () => {
    const { root, folder, write } = made;
    expect(isFresh(root, folder)).toBe(false);
    const changes = [
      ['gateway/word.ts', 'export const word = "two";'],
      ['gateway/shared.css', 'body { color: blue; }'],
      ['package-lock.json', '{ "lockfileVersion": 3 }'],
    ] as const;
    for (const [file, text] of changes) {
      await buildPages(root, folder);
      expect(isFresh(root, folder)).toBe(true);
      await write(file, text);
      expect(isFresh(root, folder)).toBe(false);
    }
  });

  test('gives a file another name when what is in it changes, and the same name when not', async () => {
    const { root, folder, write } = made;
    const before = await buildPages(root, folder);
    await write('gateway/word.ts', 'export const word = "two";');
    const after = await buildPages(root, folder);
    expect(after.pages.dashboard.script).not.toBe(before.pages.dashboard.script);
    expect(after.pages.explorer.script).toBe(before.pages.explorer.script);
  });

  test('a manifest of another release counts as none', async () => {
    const { root, folder } = made;
    await buildPages(root, folder);
    await writeFile(join(folder, 'manifest.json'), '{"pages":{}}');
    expect(readManifest(folder)).toBeNull();
    expect(isFresh(root, folder)).toBe(false);
  });
});
