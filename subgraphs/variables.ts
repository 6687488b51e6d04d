import { readFileSync } from 'node:fs';
import { OWNERS, type OwnerName, SUBGRAPHS, subgraphUrlVariable } from '../schema/subgraphs.js';
import type { Department, Variable } from './core/department.js';
import { edits } from './core/edits.js';

/** Environment variables by name, as they came. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of a department, with those that name the file of a secret. */
export function namesOf({ variables }: Pick<Department, 'variables'>): string[] {
  return variables.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]));
}

/** The variables that say something: an empty one is none. */
export function withoutBlanks(values: Environment): Environment {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

const SECRETS: readonly Pick<Variable, 'name' | 'secret'>[] = [
  { name: 'SUBGRAPH_SECRET', secret: true },
  { name: 'DATABASE_URL', secret: true },
];

/** NAME_FILE holds the path of a file with the secret NAME, as container platforms hand secrets in. */
export function withSecretFiles(env: Environment, departments: readonly Department[], faults: string[]): Environment {
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
 `others` are ours besides those of the departments.
 */
export function unknownVariables(
  env: Environment,
  departments: readonly Department[],
  others: readonly string[],
): string[] {
  const known = new Set<string>([
    ...others,
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

/** What the variables of an owner begin with: SOCIAL_INSURANCE. */
export function variablePrefix(owner: OwnerName): string {
  return owner.toUpperCase().replaceAll('-', '_');
}
