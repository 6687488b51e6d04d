import type { GraphQLError } from 'graphql';
import { z } from 'zod';
import { FREQUENCIES, type Frequency } from '../../core/period.js';
import type { Answered } from '../asking.js';
import type { Piece } from './asking.js';

/** Judgements to be asked for: of these indicators, in these periods, as of an instant. */
export interface Instant {
  readonly asOf: string;
  readonly codes: readonly string[];
  readonly periods: readonly string[];
}

/** An indicator as of an instant. */
export interface Known {
  readonly frequency: Frequency;
  /** Who served its figures. */
  readonly owner: string;
  /** By period: the state, null without a judgement, or why it is not known. */
  readonly states: ReadonlyMap<string, string | null | GraphQLError>;
}

/** Null: there was no such indicator. A GraphQLError says why nothing is known. */
export type KnownIndicators = ReadonlyMap<string, Known | null | GraphQLError>;

/** Asks for all of it by variables, so that questions of the same shape are planned once. */
export function statesPiece(instants: readonly Instant[]): Piece {
  const fields: string[] = [];
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  for (const [i, { asOf, codes, periods }] of instants.entries()) {
    const states = periods.map((_, p) => `p${p}: assessment(period: $period${i}x${p}) { state }`);
    const known = `code rule frequency owner { code } ${states.join(' ')}`;
    fields.push(`i${i}: indicators(codes: $codes${i}, asOf: $asOf${i}) { ${known} }`);
    declared.push(`$codes${i}: [ID!]`, `$asOf${i}: DateTime`, ...periods.map((_, p) => `$period${i}x${p}: String`));
    Object.assign(variables, { [`codes${i}`]: codes, [`asOf${i}`]: asOf });
    for (const [p, period] of periods.entries()) variables[`period${i}x${p}`] = period;
  }
  return { fields, declared, variables };
}

const indicators = z
  .array(
    z
      .looseObject({
        code: z.string(),
        rule: z.string().nullable(),
        frequency: z.enum(FREQUENCIES),
        owner: z.object({ code: z.string() }),
      })
      .nullable(),
  )
  .nullish();

const assessment = z.object({ state: z.string() }).nullish();

/** What was answered of one instant, the i-th; undefined when it was refused because one of the codes was unknown then. */
export function knownOf(answered: Answered, instant: Instant, i: number): KnownIndicators | undefined {
  const alias = `i${i}`;
  const list = indicators.parse((answered.data as Record<string, unknown>)[alias]);
  if (!list) return nothingKnown(answered, instant, alias);
  return new Map(
    instant.codes.map((code): [string, Known | null | GraphQLError] => {
      const index = list.findIndex((found) => found?.code === code);
      const found = list[index];
      if (!found) return [code, answered.failureAt([alias], 'programme')];
      const owner = found.owner.code;
      const states = instant.periods.map((period, p): [string, string | null | GraphQLError] => {
        const judged = assessment.parse(found[`p${p}`]);
        if (judged) return [period, judged.state];
        // What is followed beside the targets has no judgement.
        return [period, found.rule === null ? null : missing(answered, [alias, index, `p${p}`], owner)];
      });
      return [code, { frequency: found.frequency, owner, states: new Map(states) }];
    }),
  );
}

function nothingKnown(answered: Answered, { codes }: Instant, alias: string): KnownIndicators | undefined {
  const { code, argument } = answered.errorAt([alias]) ?? {};
  if (code === 'BAD_USER_INPUT' && argument === 'codes') return codes.length > 1 ? undefined : each(codes, null);
  return each(codes, missing(answered, [alias], 'programme'));
}

/** Null before the first recording: there was no judgement then. */
function missing(answered: Answered, path: readonly (string | number)[], owner: string): GraphQLError | null {
  return answered.errorAt(path)?.code === 'NOT_YET_RECORDED' ? null : answered.failureAt(path, owner);
}

function each<T>(codes: readonly string[], value: T): ReadonlyMap<string, T> {
  return new Map(codes.map((code) => [code, value]));
}
