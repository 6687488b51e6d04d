import type { GraphQLError } from 'graphql';
import { z } from 'zod';
import { OWNERS, type OwnerName, subgraph } from '../../../schema/subgraphs.js';
import type { Answered } from '../asking.js';
import { type RecordedRow, recordedRow } from './row.js';

/** A piece of a question: what it selects, the variables that it declares, and their values. */
export interface Piece {
  readonly fields: readonly string[];
  readonly declared: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
}

const departments = z.object({
  departments: z
    .array(
      z.object({
        code: z.string(),
        source: z.record(z.string(), z.unknown()).nullable(),
        indicators: z.array(z.object({ code: z.string() })).optional(),
      }),
    )
    .nullish(),
});

/** What each department said under an alias of `changes`: rows, or why there are none. */
export function changesOf(answered: Answered, alias: string, owner: OwnerName): readonly RecordedRow[] | GraphQLError {
  const list = departments.parse(answered.data).departments ?? [];
  const index = list.findIndex(({ code }) => code === owner);
  const said = list[index]?.source?.[alias];
  if (said == null) {
    return answered.failureAt(index < 0 ? ['departments'] : ['departments', index, 'source', alias], owner);
  }
  return z.array(recordedRow).parse(said);
}

/** The codes of all indicators that the departments serve; null when that was not answered. */
export function codesOf(answered: Answered): ReadonlySet<string> | null {
  const list = departments.parse(answered.data).departments;
  return list ? new Set(list.flatMap(({ indicators = [] }) => indicators.map(({ code }) => code))) : null;
}

/** Selects something of the sources of some owners: by their concrete types, so that each can be asked something else. */
export function ofSources(fields: ReadonlyMap<OwnerName, readonly string[]>): string {
  const asked = OWNERS.flatMap((owner) => {
    const own = fields.get(owner) ?? [];
    return own.length > 0 ? [`... on ${subgraph(owner).typePrefix}Source { ${own.join(' ')} }`] : [];
  });
  return `source { ${asked.join(' ')} }`;
}
