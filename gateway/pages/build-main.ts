import { projectFile, projectRoot } from '../../schema/files.js';
import { buildPages, isFresh } from './build.js';
import { checkOperations } from './operations.js';

/** `npm run build` and each start: makes the pages unless they are made of the very sources that are there. */
async function main(): Promise<void> {
  const folder = projectFile('dist', 'pages');
  if (isFresh(projectRoot, folder)) return;
  process.stdout.write('Building the pages (dashboard and explorer): once, and after each change of them.\n');
  checkOperations();
  const began = performance.now();
  const { files } = await buildPages(projectRoot, folder);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`The pages are built: ${files.length} files in ${seconds} s.\n`);
}

try {
  await main();
} catch (error) {
  console.error(`The pages were not built. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
