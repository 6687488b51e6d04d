import { z } from 'zod';
import type { OwnerName } from '../schema/subgraphs.js';
import type { Department } from './core/department.js';
import { type Environment, variablePrefix } from './variables.js';

/** How the figures of an owner are kept. */
export interface Upkeep {
  /** Milliseconds within which a figure counts as fresh. */
  readonly maxAgeMs: number;
  /** Questions a minute that its source may be asked; for a source that counts itself, its own setting holds. */
  readonly questionsPerMinute: number;
  /** The name under which the journal keeps its source; null: the address of the source. */
  readonly identity: string | null;
}

/** Seconds: a week at most, for older figures are no present ones. */
const MAX_AGE = z.coerce
  .number({ error: 'has to be a number of seconds' })
  .int()
  .min(0)
  .max(604_800, { error: 'has to be at most 604800 seconds, a week' })
  .default(900);
const QUESTIONS = z.coerce.number({ error: 'has to be a whole number' }).int().min(1).max(100_000).default(120);
const IDENTITY = z.string().trim().min(1).max(200).optional();

/** What an environment says of the upkeep of all owners, with every fault, and the names of the variables that say it. */
export function readUpkeep(
  values: Environment,
  departments: readonly Department[],
): { upkeep: Record<OwnerName, Upkeep>; variables: readonly string[]; faults: readonly string[] } {
  const read = departments.map((department) => ({ department, ...upkeepOf(department, values) }));
  return {
    upkeep: Object.fromEntries(read.map(({ department, upkeep }) => [department.owner, upkeep])) as Record<
      OwnerName,
      Upkeep
    >,
    variables: read.flatMap(({ variables }) => variables),
    faults: read.flatMap(({ faults }) => faults),
  };
}

function upkeepOf({ owner, variables: own }: Department, values: Environment) {
  const names = {
    maxAge: `${variablePrefix(owner)}_MAX_AGE`,
    identity: `${variablePrefix(owner)}_IDENTITY`,
    budget: `${variablePrefix(owner)}_BUDGET`,
  };
  // A service that itself grants a number of requests counts them: then this is the source's own variable.
  const countsItself = own.some(({ name }) => name === names.budget);
  const faults: string[] = [];
  const value = <T>(name: string, form: z.ZodType<T>): T => {
    const parsed = form.safeParse(values[name]);
    if (parsed.success) return parsed.data;
    faults.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`));
    return form.parse(undefined);
  };
  const upkeep: Upkeep = {
    maxAgeMs: 1000 * value(names.maxAge, MAX_AGE),
    questionsPerMinute: countsItself ? Number.POSITIVE_INFINITY : value(names.budget, QUESTIONS),
    identity: value(names.identity, IDENTITY) ?? null,
  };
  return { upkeep, faults, variables: Object.values(names) };
}
