import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox, SandboxOptions } from '../../core/department.js';
import { sampleOf } from '../../core/sample/figures.js';
import { Faults } from '../../core/table.js';
import type { FolderLooks } from '../folder-looks.js';
import { DEFAULT_MAPPING, readMapping } from '../mapping.js';

/** Changes whenever the same figures would be written differently. */
const LAYOUT = 1;

/**
 * The department's folder in miniature: some 140 forms, as people fill them, with the sample's figures. Written once, under
 * another name first, and again only when the sample or the forms have changed; a marker, written last, says which ones the
 * folder holds.
 */
export async function startSandbox(options: SandboxOptions, looks: FolderLooks): Promise<Sandbox> {
  const { catalogue, mapping } = options;
  const faults = new Faults();
  const forms = readMapping(mapping ?? DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  const figures = sampleOf(catalogue)('labour');
  const folder = join(options.dataDir, 'forms');
  const marker = join(options.dataDir, 'forms.version');
  const version = createHash('sha256')
    .update(JSON.stringify([LAYOUT, forms, figures]))
    .digest('hex');
  while ((await textOf(marker)) !== version) {
    await mkdir(options.dataDir, { recursive: true });
    const made = await mkdtemp(join(options.dataDir, 'new-'));
    try {
      const whole = join(made, 'forms');
      await mkdir(whole);
      // A start that finds them written needs nothing that writes workbooks.
      const { writeForms } = await import('./folder-content.js');
      await writeForms(whole, figures, forms, catalogue);
      await rm(marker, { force: true });
      await rm(folder, { recursive: true, force: true });
      await rename(whole, folder);
      await writeFile(marker, version);
    } catch (error) {
      // Another start was faster with the same place.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  }
  return {
    variables: { LABOUR_FOLDER: folder, ...(mapping && { LABOUR_MAPPING: mapping }) },
    asked: looks.watch(folder),
    close: async () => looks.unwatch(folder),
  };
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
