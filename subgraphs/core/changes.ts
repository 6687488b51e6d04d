import { areaById, CITY } from '../../schema/areas/areas.js';
import type { DefinitionChange, definitionChanges } from './definition-changes.js';
import { partsOfCode } from './disclosure/quantity.js';
import { BadUserInput } from './errors.js';
import type { ChangesAsked, JournalStore } from './journal/contract.js';
import { type ShownChange, type ShownVintage, shownChanges } from './journal/shown.js';
import { instantArgument } from './scalars.js';

/** Most changes that one question to an owner answers. */
const MOST = 500;

/** The arguments of `Source.changes`; null is the same as not given. */
export interface ChangesArguments {
  readonly since?: string | null;
  readonly after?: number | null;
  readonly first: number;
  readonly indicators?: readonly string[] | null;
  readonly areas?: readonly string[] | null;
  readonly firstsOf?: readonly string[] | null;
}

/** A change as the graph's type RecordedChange resolves it. A change of definition has neither area, period nor sides. */
interface RecordedRow {
  readonly position: number;
  readonly at: string;
  readonly indicator: string;
  /** SEX:F; null for the total. */
  readonly item: string | null;
  readonly area: string | null;
  readonly period: string | null;
  readonly before: ShownVintage | null;
  readonly after: ShownVintage | null;
}

/**
 * What an owner has recorded, by position, as `Source.changes` lists it. Without `definitionsOf` (null) only figures are
 * listed; with it, the indicators whose definition changed too, a row for each. They concern the whole city, so that they
 * are left out where `areas` leaves the city out. The rows of one position are never parted: there may be more than `first`.
 * Throws BadUserInput, JournalError.
 */
export async function recordedChanges(
  store: Pick<JournalStore, 'changes' | 'suppressed' | 'definitions' | 'head'>,
  definitionsOf: typeof definitionChanges | null,
  args: ChangesArguments,
): Promise<RecordedRow[]> {
  const asked = askedBy(args);
  if (!definitionsOf || (asked.areas && !asked.areas.includes(CITY.id))) {
    return (await shownChanges(store, asked)).map(figureRow);
  }
  // Figures and definitions are read one after the other: what was recorded meanwhile is left for the next question.
  const { position: end } = await store.head();
  const figures = (await shownChanges(store, asked)).map(figureRow);
  const definitions = definitionsOf(await store.definitions(), asked).flatMap((change) =>
    definitionRows(change, asked),
  );
  const rows = [...figures, ...definitions].filter(({ position }) => position <= end);
  return whole(
    rows.sort((a, b) => a.position - b.position),
    asked.first,
  );
}

function askedBy(args: ChangesArguments): ChangesAsked {
  const { since, after, first, indicators = null, areas = null, firstsOf = null } = args;
  if ((since == null) === (after == null)) {
    throw new BadUserInput('since', since ?? null, 'give either `since` or `after`, and not both');
  }
  if (after != null && after < 0)
    throw new BadUserInput('after', after, 'positions are counted from 1; 0 is before all');
  if (first < 1 || first > MOST) throw new BadUserInput('first', first, `give a number from 1 to ${MOST}`);
  for (const [argument, ids] of Object.entries({ areas, firstsOf })) {
    const unknown = ids?.find((id) => !areaById(id));
    if (unknown != null) throw new BadUserInput(argument, unknown, 'an area is named by its id, such as DISTRICT-001');
  }
  // With a position the instant is without effect.
  const from = since == null ? new Date(0).toISOString() : instantArgument('since', since);
  return { since: from, after: after ?? null, first, indicators, areas, firstsOf };
}

function figureRow({ before, after }: ShownChange): RecordedRow {
  const { position, recordedAt: at, area, period } = after;
  const { indicator, item } = partsOfCode(after.indicator);
  return { position, at, indicator, item: item || null, area, period, before, after };
}

function definitionRows({ position, recordedAt, indicators }: DefinitionChange, asked: ChangesAsked): RecordedRow[] {
  const wanted = indicators.filter((code) => asked.indicators === null || asked.indicators.includes(code));
  const nothing = { item: null, area: null, period: null, before: null, after: null };
  return wanted.map((indicator) => ({ position, at: recordedAt, indicator, ...nothing }));
}

/** The first rows, and whatever else stands at the position of the last one. */
function whole(rows: readonly RecordedRow[], first: number): RecordedRow[] {
  const last = rows[first - 1]?.position ?? Number.POSITIVE_INFINITY;
  return rows.filter(({ position }, index) => index < first || position === last);
}
