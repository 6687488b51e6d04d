import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { composeSupergraph } from './compose.js';
import { projectFile } from './files.js';

/** `npm run compose` writes the composed files; with `--check` it only says whether the files in the project are fresh. */
function main(check: boolean): void {
  const { supergraphSdl, apiSdl } = composeSupergraph();
  const files = [
    ['schema/supergraph.graphql', supergraphSdl],
    ['schema/api.graphql', apiSdl],
  ] as const;
  if (!check) {
    for (const [file, text] of files) writeFileSync(projectFile(file), text);
    return;
  }
  const stale = files.flatMap(([file, text]) => {
    const path = projectFile(file);
    return existsSync(path) && readFileSync(path, 'utf8') === text ? [] : [file];
  });
  if (stale.length > 0) throw new Error(`Not fresh: ${stale.join(' and ')}. Run "npm run compose" and check them in.`);
}

try {
  main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
