import { buildPages, isFresh } from '../../gateway/pages/build.js';
import { projectFile, projectRoot } from '../../schema/files.js';

/** Makes the pages before any test runs, unless they are made of the very sources that are there. */
export default async function setup(): Promise<void> {
  const folder = projectFile('dist', 'pages');
  if (!isFresh(projectRoot, folder)) await buildPages(projectRoot, folder);
}
