import type { GraphQLError } from 'graphql';
import { areaById } from '../../../schema/areas/areas.js';
import { BadUserInput } from '../../core/errors.js';
import type { GraphClient } from '../../core/graph-client.js';
import { instantArgument } from '../../core/scalars.js';
import { askGraph } from '../asking.js';
import type { AnalysisContext } from '../context.js';
import { type Filters, listOf, placesOf } from './cursor.js';
import type { Change } from './entry.js';
import { pageOf } from './page.js';
import type { ChangeKind } from './row.js';

/** Most changes that one question lists. */
const MOST = 200;

/** The arguments of Query.changes; null is the same as not given. */
interface ChangesArguments {
  readonly since: string;
  readonly first: number;
  readonly after?: string | null;
  readonly indicators?: readonly string[] | null;
  readonly areas?: readonly string[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
}

/**
 * The resolver of Query.changes, which asks the whole graph (null: there is none to be asked). Throws BadUserInput; what
 * cannot be heard is an error among the entries.
 */
export function changesResolver(graph: GraphClient | null, now: () => Date) {
  return (
    _: unknown,
    args: ChangesArguments,
    { call }: Pick<AnalysisContext, 'call'>,
  ): Promise<(Change | GraphQLError)[]> => {
    const today = now().toISOString();
    const filters = filtersOf(args, today);
    const { first, after } = args;
    if (first < 1 || first > MOST) throw new BadUserInput('first', first, `give a number from 1 to ${MOST}`);
    const from = after == null ? new Map() : placesOf(after, listOf(filters));
    return pageOf({ filters, first, from, now: today }, (query, variables) => askGraph(graph, query, variables, call));
  };
}

function filtersOf({ since, indicators, areas, kinds }: ChangesArguments, now: string): Filters {
  const from = instantArgument('since', since);
  if (from > now) throw new BadUserInput('since', since, `nothing is recorded of the future; it is ${now} now`);
  for (const area of areas ?? []) {
    if (!areaById(area)) {
      throw new BadUserInput('areas', area, 'an area is named by its id, such as DISTRICT-001: { areas { id name } }');
    }
  }
  return { since: from, indicators: indicators ?? null, areas: areas ?? null, kinds: kinds ?? null };
}
