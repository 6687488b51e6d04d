import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The pages, by the name of their folder in gateway/. */
export const PAGES = ['dashboard', 'explorer'] as const;
export type PageName = (typeof PAGES)[number];

const strings = z.array(z.string());

/** What stands in dist/pages/manifest.json: what each page loads first, and of which sources all of it was made. */
const manifest = z.object({
  pages: z.record(z.enum(PAGES), z.object({ script: z.string(), styles: strings, preload: strings })),
  files: strings,
  inputs: strings,
  fingerprint: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

/** Its name in the folder. */
export const MANIFEST = 'manifest.json';

/** What the build has made into a folder; null when nothing is there that this release could read. */
export function readManifest(folder: string): Manifest | null {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return null;
  const read = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return read.success ? read.data : null;
}
