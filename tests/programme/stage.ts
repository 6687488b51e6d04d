import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { projectFile } from '../../schema/files.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { definitionTexts, openMoments } from '../../subgraphs/core/definitions.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { hanoiDay } from '../../subgraphs/core/period.js';
import { subgraphSchema } from '../../subgraphs/core/subgraph-schema.js';
import { programme } from '../../subgraphs/programme/index.js';
import type { AreaRow } from '../../subgraphs/programme/rows.js';
import { type ModelJournal, modelJournal, modelStore } from '../core/journal/model.js';
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
    edit: async (file: string, from: string | RegExp, to: string) => {
      const text = await readFile(path(file), 'utf8');
      const edited = text.replace(from, () => to);
      if (edited === text) throw new Error(`${file} does not hold ${from}`);
      await writeFile(path(file), edited);
    },
  };
}

export type AgencyFolder = Awaited<ReturnType<typeof agencyFolder>>;

export interface Subgraph {
  readonly schema: GraphQLSchema;
}

/** When the records of these tests begin, unless they are about it. */
export const BEGIN = '2021-03-17T02:00:00.000Z';

/** What core adds for every owner and these tests ask for. */
const AREA_FIELDS = {
  id: ({ area }: AreaRow) => area.id,
  code: ({ area }: AreaRow) => area.code,
  level: ({ area }: AreaRow) => area.level,
  name: ({ area }: AreaRow, { lang }: { lang: 'VI' | 'EN' }) => (lang === 'EN' ? area.name.en : area.name.vi),
};

/**
 * What the programme's subgraph answers besides figures, on a folder and a journal (by default one of its own), by default
 * on a day in spring 2026.
 */
export async function subgraphOn(
  folder: Pick<AgencyFolder, 'path'>,
  given: { journal?: ModelJournal; now?: () => Date; catalogue?: Catalogue } = {},
): Promise<Subgraph> {
  const { now = () => new Date('2026-03-01T03:00:00Z'), catalogue: own = catalogue, journal = modelJournal() } = given;
  const settings = programme.parse({ PROGRAMME_FILES: folder.path }, { catalogue: own });
  const files = programme.definitionFiles?.(settings) ?? {};
  const store = modelStore({ now, journal });
  const today = () => hanoiDay(now());
  if ((await store.head()).position === 0) {
    await store.write((writing) => writing.define(definitionTexts({ catalogue: own, files }), BEGIN));
  }
  const moments = await openMoments({ store, owner: 'programme', catalogue: own, files, today, now, log });
  const added = programme.resolvers?.(moments) ?? {};
  return { schema: subgraphSchema('programme', { ...added, Area: { ...AREA_FIELDS, ...added.Area } }) };
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test writes itself
type Answer = ExecutionResult<any>;

/** Asks the subgraph what it can answer of a query: what other owners and analysis add is taken out first. */
export async function ask({ schema }: Subgraph, query: string): Promise<Answer> {
  const types = new TypeInfo(schema);
  const ours = visit(parse(query), visitWithTypeInfo(types, { Field: () => (types.getFieldDef() ? undefined : null) }));
  const answer: Answer = await execute({ schema, document: parse(print(ours)) });
  // The executor's objects have no prototype, which a comparison would take for a difference.
  return JSON.parse(JSON.stringify(answer));
}
