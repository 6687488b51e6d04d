import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OWNERS, type OwnerName, SUBGRAPHS, subgraphUrlVariable } from '../schema/subgraphs.js';
import type { Catalogue } from './core/catalogue.js';
import { catalogueOf } from './core/catalogue-files.js';
import type { Department, Variable } from './core/department.js';
import { edits } from './core/edits.js';
import { SettingsFault } from './core/errors.js';
import { LOG_LEVELS, type LogLevel } from './core/log.js';
import { Faults } from './core/table.js';

/** Where an owner's figures come from. */
export type SourceChoice =
  | { readonly from: 'source'; readonly settings: unknown; readonly sample: boolean }
  | { readonly from: 'sample' }
  /** The subgraph runs elsewhere; the gateway knows its address. */
  | { readonly from: 'elsewhere' };

/** How the figures of an owner are kept. */
export interface Upkeep {
  /** Milliseconds within which a figure counts as fresh. */
  readonly maxAgeMs: number;
  /** Questions a minute that its source may be asked; for a source that counts itself, its own setting holds. */
  readonly questionsPerMinute: number;
  /** The name under which the journal keeps its source; null: the address of the source. */
  readonly identity: string | null;
}

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

/** Seconds: a week at most, for older figures are no present ones. */
const MAX_AGE = z.coerce
  .number({ error: 'has to be a number of seconds' })
  .int()
  .min(0)
  .max(604_800, { error: 'has to be at most 604800 seconds, a week' })
  .default(900);
const QUESTIONS = z.coerce.number({ error: 'has to be a whole number' }).int().min(1).max(100_000).default(120);
const IDENTITY = z.string().trim().min(1).max(200).optional();

/** A source that the service itself grants a number of requests has a variable of its own for it. */
const countsItself = (owner: OwnerName) => owner === 'social-insurance';

/** The variables that every owner has, in sample and in earnest. */
const UPKEEP = z.object(
  Object.fromEntries(
    OWNERS.flatMap((owner) => [
      [`${variablePrefix(owner)}_MAX_AGE`, MAX_AGE],
      [`${variablePrefix(owner)}_IDENTITY`, IDENTITY],
      ...(countsItself(owner) ? [] : [[`${variablePrefix(owner)}_BUDGET`, QUESTIONS]]),
    ]),
  ),
);

function isDatabase(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).pathname.length > 1;
}

function upkeepOf(values: Record<string, unknown>): Record<OwnerName, Upkeep> {
  const of = (owner: OwnerName): Upkeep => {
    const value = (name: string) => values[`${variablePrefix(owner)}_${name}`];
    return {
      maxAgeMs: 1000 * (value('MAX_AGE') as number),
      questionsPerMinute: countsItself(owner) ? Number.POSITIVE_INFINITY : (value('BUDGET') as number),
      identity: (value('IDENTITY') as string | undefined) ?? null,
    };
  };
  return Object.fromEntries(OWNERS.map((owner) => [owner, of(owner)])) as Record<OwnerName, Upkeep>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The one settings door of the subgraphs: reads the environment once, the catalogue and the files that the variables name,
 * and throws a SettingsFault that names every fault in all of them. Without any source set, all owners serve the sample. As
 * soon as one is set, every owner needs a source or its name in SAMPLE, so that made-up figures never stand unnoticed beside
 * real ones.
 */
export function readSubgraphSettings(env: Environment, departments: readonly Department[]): SubgraphSettings {
  const faults: string[] = [];
  const values = withSecretFiles(env, departments, faults);
  faults.push(...unknownVariables(env, departments));
  const common = COMMON.safeParse(withoutBlanks(values));
  const upkeep = UPKEEP.safeParse(withoutBlanks(values));
  for (const { error } of [common, upkeep]) {
    faults.push(...(error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const sample = sampleOwners(values.SAMPLE, faults);
  const catalogueFaults = new Faults();
  const catalogue = catalogueOf(values.CATALOGUE || null, catalogueFaults);
  faults.push(...catalogueFaults.list);
  const beside = catalogueFaults.list.length === 0 || isWhole(catalogue) ? catalogue : null;
  const sources = chooseSources(values, departments, sample, beside, faults);
  if (faults.length > 0 || !common.success || !upkeep.success) throw new SettingsFault(faults);
  return {
    sources,
    upkeep: upkeepOf(upkeep.data),
    databaseUrl: common.data.DATABASE_URL ?? null,
    backgroundRefresh: common.data.BACKGROUND_REFRESH === 'on',
    sourcePauseMs: common.data.SOURCE_PAUSE_MS,
    graphUrl: common.data.GRAPH_URL ?? null,
    dataDir: common.data.DATA_DIR ?? null,
    catalogue,
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

/** The variables of a department, with those that name the file of a secret. */
function namesOf({ variables }: Pick<Department, 'variables'>): string[] {
  return variables.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]));
}

function withoutBlanks(values: Environment): Environment {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

const SECRETS: readonly Pick<Variable, 'name' | 'secret'>[] = [
  { name: 'SUBGRAPH_SECRET', secret: true },
  { name: 'DATABASE_URL', secret: true },
];

/** NAME_FILE holds the path of a file with the secret NAME, as container platforms hand secrets in. */
function withSecretFiles(env: Environment, departments: readonly Department[], faults: string[]): Environment {
  const values: Record<string, string | undefined> = { ...env };
  for (const { name, secret } of [...departments.flatMap((d) => d.variables), ...SECRETS]) {
    const path = secret ? env[`${name}_FILE`] : undefined;
    if (!path) continue;
    if (env[name]) faults.push(`${name} and ${name}_FILE are both set; set one of them.`);
    try {
      values[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE: ${path} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
    }
  }
  return values;
}

/** A shorter name is too near to names that other programs use. */
const SHORTEST_MISSPELT = 9;

/**
 * Names that begin like ours or differ from one of ours by a letter or two, and are none of ours: most likely misspelt, so
 * that silence would serve the wrong thing.
 */
function unknownVariables(env: Environment, departments: readonly Department[]): string[] {
  const known = new Set<string>([
    ...Object.keys(COMMON.shape),
    ...Object.keys(UPKEEP.shape),
    ...SECRETS.map(({ name }) => `${name}_FILE`),
    ...SUBGRAPHS.map((s) => subgraphUrlVariable(s.name)),
    ...departments.flatMap(namesOf),
    ...OWNERS.map(sampleVariable),
  ]);
  const prefixes = [...OWNERS.map((owner) => `${variablePrefix(owner)}_`), 'SUBGRAPH_', 'SAMPLE'];
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .flatMap((name) => {
      const meant = prefixes.some((prefix) => name.startsWith(prefix)) ? relatives(name, known) : misspelt(name, known);
      return meant.length === 0 ? [] : `${name} is not a variable of this program; known are ${meant.join(', ')}.`;
    });
}

/** HEALTH_SAMPLE=true says that a source which is set holds made-up figures, as a sandbox does. */
export function sampleVariable(owner: OwnerName): string {
  return `${variablePrefix(owner)}_SAMPLE`;
}

function holdsSample(owner: OwnerName, values: Environment, faults: string[]): boolean {
  const name = sampleVariable(owner);
  const value = values[name] || 'false';
  if (value !== 'true' && value !== 'false') faults.push(`${name}: "${value}" is neither true nor false.`);
  return value === 'true';
}

function misspelt(name: string, known: ReadonlySet<string>): string[] {
  return [...known].filter(
    (ours) => ours.length >= SHORTEST_MISSPELT && Math.abs(ours.length - name.length) <= 2 && edits(name, ours) <= 2,
  );
}

function relatives(name: string, known: ReadonlySet<string>): string[] {
  const stem = name.slice(0, name.indexOf('_') + 1 || undefined);
  return [...known].filter((other) => other.startsWith(stem)).sort();
}

/** The name of the variable with the path of an owner's mapping: SOCIAL_INSURANCE_MAPPING. */
export function mappingVariable(owner: OwnerName): string {
  return `${variablePrefix(owner)}_MAPPING`;
}

function variablePrefix(owner: OwnerName): string {
  return owner.toUpperCase().replaceAll('-', '_');
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
