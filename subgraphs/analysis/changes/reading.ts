import { GraphQLError } from 'graphql';
import { CITY } from '../../../schema/areas/areas.js';
import { BadUserInput } from '../../core/errors.js';
import type { Ask } from '../asking.js';
import { changesOf, codesOf, ofSources } from './asking.js';
import type { Filters } from './cursor.js';
import { ROW_FIELDS } from './row.js';
import type { Stream } from './stream.js';

/**
 * Reads on, in one question, what the owners of streams have recorded; one that does not answer falls silent. Throws
 * BadUserInput for an unknown indicator, where `check` asks for it.
 */
export async function readOn(
  streams: readonly Stream[],
  { filters, first, now, check }: { filters: Filters; first: number; now: string; check: boolean },
  ask: Ask,
): Promise<void> {
  const { since, indicators, areas } = filters;
  const fields = streams.map(({ owner, turn }): [typeof owner, string[]] => {
    const args = `since: $since${turn}, after: $after${turn}, first: $first, indicators: $indicators, areas: $areas, firstsOf: $firstsOf`;
    return [owner, [`r${turn}: changes(${args}) ${ROW_FIELDS}`]];
  });
  const places = streams.map(({ turn }) => `$since${turn}: DateTime, $after${turn}: Int`);
  const variables: Record<string, unknown> = { first, indicators, areas, firstsOf: firstsOf(filters) };
  for (const { turn, after } of streams) {
    Object.assign(variables, { [`since${turn}`]: after === null ? since : null, [`after${turn}`]: after });
  }
  const known = check && indicators ? 'indicators { code }' : '';
  const answered = await ask(
    `query RecordedChanges($first: Int!, $indicators: [ID!], $areas: [ID!], $firstsOf: [ID!], ${places.join(', ')}) {
      departments { code ${known} ${ofSources(new Map(fields))} }
    }`,
    variables,
  );
  if (known) refuseUnknown(indicators ?? [], codesOf(answered));
  for (const stream of streams) {
    const rows = changesOf(answered, `r${stream.turn}`, stream.owner);
    if (rows instanceof GraphQLError) stream.stop(rows);
    else stream.take(rows, first, now);
  }
}

/**
 * First publications are most of what owners record, so that they leave out those which give no entry: a list without them
 * needs them only where a judgement can turn with them.
 */
function firstsOf({ kinds }: Filters): string[] | null {
  if (!kinds || kinds.includes('FIRST')) return null;
  return kinds.includes('JUDGEMENT') ? [CITY.id] : [];
}

function refuseUnknown(indicators: readonly string[], codes: ReadonlySet<string> | null): void {
  const unknown = codes && indicators.find((code) => !codes.has(code));
  if (unknown == null) return;
  throw new BadUserInput(
    'indicators',
    unknown,
    'codes are those of { indicators { code } } and { indicators(supporting: true) { code } }',
  );
}
