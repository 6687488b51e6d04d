import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExecutionResult, execute, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { projectFile } from '../../schema/files.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { programme } from '../../subgraphs/programme/index.js';
import { type RunningSubgraph, startOwner } from '../../subgraphs/start.js';
import { tempFolder } from '../support/temp.js';

export const catalogue: Catalogue = readCatalogue();
export const log = makeLogger('silent');
const HEADER = 'indicator,area_level,area_code,period,numerator,denominator,value,status,note,reported_on,document';

/** A folder as the standing agency keeps it: the project's definitions and these rows of figures.csv. */
export async function agencyFolder(rows: readonly string[] = []) {
  const folder = await tempFolder('programme');
  await cp(projectFile('subgraphs', 'programme', 'files'), folder.path, { recursive: true });
  const path = (file: string) => join(folder.path, file);
  const writeFigures = (lines: readonly string[]) => writeFile(path('figures.csv'), [HEADER, ...lines, ''].join('\n'));
  await writeFigures(rows);
  return {
    ...folder,
    writeFigures,
    append: async (file: string, line: string) =>
      writeFile(path(file), `${await readFile(path(file), 'utf8')}${line}\n`),
    edit: async (file: string, from: string, to: string) => {
      const text = await readFile(path(file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      await writeFile(
        path(file),
        text.replace(from, () => to),
      );
    },
  };
}

export type AgencyFolder = Awaited<ReturnType<typeof agencyFolder>>;

/** The programme's subgraph on a folder, on a day in spring 2026. */
export function subgraphOn(folder: AgencyFolder): Promise<RunningSubgraph> {
  const settings = programme.parse({ PROGRAMME_FILES: folder.path }, { catalogue });
  const options = { dataDir: folder.path, sourceDeadlineMs: 2500, log } as const;
  return startOwner(
    programme,
    { from: 'source', sample: false, settings },
    { ...options, catalogue, now: () => new Date('2026-03-01T03:00:00Z') },
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test writes itself
type Answer = ExecutionResult<any>;

/** Asks the subgraph what it can answer of a query: what other owners and analysis add is taken out first. */
export async function ask({ schema, contextFor }: RunningSubgraph, query: string): Promise<Answer> {
  const types = new TypeInfo(schema);
  const ours = visit(parse(query), visitWithTypeInfo(types, { Field: () => (types.getFieldDef() ? undefined : null) }));
  const contextValue = contextFor({ requestId: 'test', signal: new AbortController().signal });
  const answer: Answer = await execute({ schema, document: parse(print(ours)), contextValue });
  // The executor's objects have no prototype, which a comparison would take for a difference.
  return JSON.parse(JSON.stringify(answer));
}
