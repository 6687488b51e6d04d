import { z } from 'zod';
import { OWNERS, type OwnerName, subgraphUrlVariable } from '../schema/subgraphs.js';
import type { Catalogue } from './core/catalogue.js';
import { catalogueFiles, catalogueOf } from './core/catalogue-files.js';
import type { Department } from './core/department.js';
import { SettingsFault } from './core/errors.js';
import { LOG_LEVELS, type LogLevel } from './core/log.js';
import { Faults } from './core/table.js';
import { readUpkeep, type Upkeep } from './upkeep.js';
import {
  type Environment,
  namesOf,
  sampleVariable,
  unknownVariables,
  withoutBlanks,
  withSecretFiles,
} from './variables.js';

/** Where an owner's figures come from. */
export type SourceChoice =
  | { readonly from: 'source'; readonly settings: unknown; readonly sample: boolean }
  | { readonly from: 'sample' }
  /** The subgraph runs elsewhere; the gateway knows its address. */
  | { readonly from: 'elsewhere' };

export interface SubgraphSettings {
  readonly sources: Readonly<Record<OwnerName, SourceChoice>>;
  readonly upkeep: Readonly<Record<OwnerName, Upkeep>>;
  /** The PostgreSQL server of the journals; null: one of our own in the data folder. A secret. */
  readonly databaseUrl: string | null;
  /** True: figures are refreshed in the background before they are too old. */
  readonly backgroundRefresh: boolean;
  /** Folder for what outlives a run; null: the default, `.data` in the checkout. */
  readonly dataDir: string | null;
  /** The catalogue in use: of the folder CATALOGUE, or the project's own. */
  readonly catalogue: Catalogue;
  /** Paths of the catalogue's files, those among them that need not be there. */
  readonly catalogueFiles: readonly string[];
  /** Longest time that a question of the graph waits for a source, in milliseconds. */
  readonly sourceDeadlineMs: number;
  /** How long a source that failed several times in a row is left alone at first, in milliseconds. */
  readonly sourcePauseMs: number;
  /** The graph's own address, which analysis asks where it runs alone; null: not known. */
  readonly graphUrl: string | null;
  /** Shared with the gateway; needed where a subgraph listens on more than loopback. */
  readonly secret: string | null;
  readonly logLevel: LogLevel;
}

const COMMON = z.object({
  SAMPLE: z.string().optional(),
  DATA_DIR: z.string().min(1).optional(),
  CATALOGUE: z.string().min(1).optional(),
  SOURCE_DEADLINE_MS: z.coerce.number().int().min(50).max(60_000).default(2500),
  SOURCE_PAUSE_MS: z.coerce.number().int().min(50).max(600_000).default(5000),
  BACKGROUND_REFRESH: z.enum(['on', 'off'], { error: 'is neither on nor off' }).default('on'),
  DATABASE_URL: z
    .string()
    .refine(isDatabase, {
      error: 'is no address of a PostgreSQL database, like postgres://graph:secret@db.example.vn/graph',
    })
    .optional(),
  GRAPH_URL: z.url({ protocol: /^https?$/, error: 'is no http or https address' }).optional(),
  SUBGRAPH_SECRET: z.string().min(16, 'needs at least 16 characters').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `has to be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

function isDatabase(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).pathname.length > 1;
}

/**
 * The one settings door of the subgraphs: reads the environment once, the catalogue and the files that the variables name,
 * and throws a SettingsFault that names every fault in all of them. Without any source set, all owners serve the sample. As
 * soon as one is set, every owner needs a source or its name in SAMPLE, so that made-up figures never stand unnoticed beside
 * real ones.
 */
export function readSubgraphSettings(env: Environment, departments: readonly Department[]): SubgraphSettings {
  const faults: string[] = [];
  const values = withSecretFiles(env, departments, faults);
  const upkeep = readUpkeep(withoutBlanks(values), departments);
  faults.push(...unknownVariables(env, departments, [...Object.keys(COMMON.shape), ...upkeep.variables]));
  const common = COMMON.safeParse(withoutBlanks(values));
  if (!common.success) faults.push(...common.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  faults.push(...upkeep.faults);
  const sample = sampleOwners(values.SAMPLE, faults);
  const catalogueFaults = new Faults();
  const catalogue = catalogueOf(values.CATALOGUE || null, catalogueFaults);
  faults.push(...catalogueFaults.list);
  const beside = catalogueFaults.list.length === 0 || isWhole(catalogue) ? catalogue : null;
  const sources = chooseSources(values, departments, sample, beside, faults);
  if (faults.length > 0 || !common.success) throw new SettingsFault(faults);
  return {
    sources,
    upkeep: upkeep.upkeep,
    databaseUrl: common.data.DATABASE_URL ?? null,
    backgroundRefresh: common.data.BACKGROUND_REFRESH === 'on',
    sourcePauseMs: common.data.SOURCE_PAUSE_MS,
    graphUrl: common.data.GRAPH_URL ?? null,
    dataDir: common.data.DATA_DIR ?? null,
    catalogue,
    catalogueFiles: catalogueFiles(values.CATALOGUE || null),
    sourceDeadlineMs: common.data.SOURCE_DEADLINE_MS,
    secret: common.data.SUBGRAPH_SECRET ?? null,
    logLevel: common.data.LOG_LEVEL,
  };
}

/** False when one of its files could not be read: beside what is left, every mapping would seem to be wrong. */
function isWhole({ indicators }: Catalogue): boolean {
  return indicators.some((i) => i.rule !== null) && indicators.some((i) => i.rule === null);
}

/**
 * What of an environment concerns one owner, or none: the others are elsewhere, so that nothing is asked for them. The
 * owner still needs a source or its name in SAMPLE as soon as anything is set.
 */
export function onlyOf(owner: string | null, env: Environment, departments: readonly Department[]): Environment {
  const own = departments.filter((d) => d.owner === owner);
  const others = departments.filter((d) => d.owner !== owner);
  const isAnySet = departments
    .flatMap((d) => [...namesOf(d), subgraphUrlVariable(d.owner)])
    .concat('SAMPLE')
    .some((name) => env[name]);
  if (own.length > 0 && !isAnySet) return env;
  const foreign = new Set(others.flatMap(namesOf));
  const named = (env.SAMPLE ?? '').split(',').filter((name) => !others.some((d) => d.owner === name.trim()));
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.has(name))),
    ...Object.fromEntries(others.map((d) => [subgraphUrlVariable(d.owner), 'elsewhere'])),
    SAMPLE: named.join(','),
  };
}

function holdsSample(owner: OwnerName, values: Environment, faults: string[]): boolean {
  const name = sampleVariable(owner);
  const value = values[name] || 'false';
  if (value !== 'true' && value !== 'false') faults.push(`${name}: "${value}" is neither true nor false.`);
  return value === 'true';
}

function sampleOwners(text: string | undefined, faults: string[]): ReadonlySet<string> {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  for (const name of names) {
    if (!OWNERS.some((owner) => owner === name))
      faults.push(`SAMPLE: ${name} is no owner; owners are ${OWNERS.join(', ')}.`);
  }
  return new Set(names);
}

function chooseSources(
  values: Environment,
  departments: readonly Department[],
  sample: ReadonlySet<string>,
  catalogue: Catalogue | null,
  faults: string[],
): Record<OwnerName, SourceChoice> {
  const isSet = (name: string) => Boolean(values[name]);
  const given = (d: Department) => d.variables.some((v) => isSet(v.name)) || isSet(subgraphUrlVariable(d.owner));
  const allSample = !departments.some(given) && sample.size === 0;
  const choice = (department: Department): SourceChoice => {
    const { owner } = department;
    if (sample.has(owner) && given(department)) {
      faults.push(
        `SAMPLE names ${owner}, but ${
          department.variables
            .filter((v) => isSet(v.name))
            .map((v) => v.name)
            .join(', ') || subgraphUrlVariable(owner)
        } is set too; take one away.`,
      );
    }
    if (isSet(subgraphUrlVariable(owner))) return { from: 'elsewhere' };
    if (allSample || sample.has(owner)) return { from: 'sample' };
    return sourceOf(department, values, catalogue, faults);
  };
  return Object.fromEntries(departments.map((d) => [d.owner, choice(d)])) as Record<OwnerName, SourceChoice>;
}

function sourceOf(
  department: Department,
  values: Environment,
  catalogue: Catalogue | null,
  faults: string[],
): SourceChoice {
  const set = department.variables.filter((v) => values[v.name]);
  const missing = department.variables.filter((v) => v.required && !values[v.name]);
  if (set.length === 0) {
    const needed = missing.map((v) => v.name).join(', ');
    faults.push(
      `${department.owner} has no source: set ${needed}, or name it in SAMPLE=${department.owner} to serve made-up figures.`,
    );
    return { from: 'sample' };
  }
  faults.push(...missing.map((v) => `${v.name} is missing: ${v.about}`));
  if (missing.length > 0 || !catalogue) return { from: 'sample' };
  try {
    return {
      from: 'source',
      sample: holdsSample(department.owner, values, faults),
      settings: department.parse(Object.fromEntries(set.map((v) => [v.name, values[v.name] ?? ''])), { catalogue }),
    };
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    faults.push(...error.faults);
    return { from: 'sample' };
  }
}
