import { build } from 'esbuild';
import { projectFile } from '../../../schema/files.js';
import { build as buildProduct } from '../../support/program.js';

/** Built as `npm run build` builds the product: what runs in production is measured, not what tsx makes of it. */
export async function buildPrograms(): Promise<{ readonly server: string; readonly load: string }> {
  buildProduct();
  const folder = projectFile('dist', 'bench');
  await build({
    entryPoints: ['server-main.ts', 'load-main.ts'].map((name) => projectFile('tests', 'bench', 'table', name)),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    sourcemap: true,
    outdir: folder,
    logLevel: 'warning',
  });
  return { server: `${folder}/server-main.js`, load: `${folder}/load-main.js` };
}
