import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { composeSupergraph } from './compose.js';
import { projectFile } from './files.js';

/** `npm run compose` writes the composed files; with `--check` it only says whether the files in the project are fresh. */
function main(check: boolean): void {
  const { supergraphSdl, apiSdl } = composeSupergraph();
  const files = [
    ['schema/supergraph.graphql', supergraphSdl],
    ['schema/api.graphql', apiSdl],
    ['gateway/pages/browser/schema-types.d.ts', pageTypes(apiSdl)],
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

/** The schema that clients see as types, by which the pages' questions are checked with everything else. */
function pageTypes(apiSdl: string): string {
  const introspection = minifyIntrospection(introspectionFromSchema(buildSchema(apiSdl)));
  return outputIntrospectionFile(introspection, { fileType: '.d.ts', shouldPreprocess: true });
}

try {
  main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
