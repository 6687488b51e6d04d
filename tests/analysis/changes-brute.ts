import { OWNERS } from '../../schema/subgraphs.js';
import type { Vintage } from '../../subgraphs/core/journal/contract.js';
import { type Expected, instant, type World } from './changes-model.js';

type Row = World['rows'][number];

export interface Asked {
  readonly since: number;
  readonly indicators: readonly string[] | null;
  readonly areas: readonly string[] | null;
  readonly kinds: readonly string[] | null;
}

/** The whole list of changes, worked out from the model at once: every cause is known, so no cursor is needed. */
export function everything(world: World, { since, indicators, areas, kinds }: Asked): Expected[] {
  const rows = world.rows
    .filter((row) => row.at >= since && row.at <= world.now && kind(row) !== null)
    .filter((row) => !indicators || indicators.includes(row.indicator))
    .filter((row) => !areas || areas.includes(row.after?.area ?? 'CITY-01'))
    .sort((a, b) => a.at - b.at || OWNERS.indexOf(a.owner) - OWNERS.indexOf(b.owner) || a.position - b.position);
  const listed = rows.flatMap((row, index) => {
    const later = rows.slice(index + 1).flatMap((other) => keysOf(world, other));
    const judged = halfYears(world, row).filter((period) => !later.includes(keyOf(row, period)));
    return [recorded(row), ...judged.flatMap((period) => turned(world, row, period))];
  });
  return listed.filter((entry) => kinds?.includes(entry.kind) ?? true);
}

function recorded(row: Row): Expected {
  const { owner, at, indicator, before, after } = row;
  const sides = { before: before && side(before), after: after && side(after) };
  const place = { area: after?.area ?? null, period: after?.period ?? null };
  return { owner, at: instant(at), kind: kind(row) as string, indicator, ...place, ...sides };
}

function turned(world: World, { owner, at, indicator }: Row, period: string): Expected[] {
  const before = world.indicators[indicator]?.judged ? world.stateAt(indicator, period, at - 1) : null;
  const after = world.indicators[indicator]?.judged ? world.stateAt(indicator, period, at) : null;
  if (before === after) return [];
  const sides = { before: before && { state: before }, after: after && { state: after } };
  return [{ owner, at: instant(at), kind: 'JUDGEMENT', indicator, area: null, period, ...sides } as Expected];
}

/** The judgements that a change can turn, by name. */
function keysOf(world: World, row: Row): string[] {
  return halfYears(world, row).map((period) => keyOf(row, period));
}

function keyOf({ indicator, at }: Row, period: string): string {
  return `${indicator} ${period} ${at}`;
}

/** The half-years that are compared: that of the figure, and the last one that had ended where it is later. */
function halfYears(world: World, { indicator, at, after }: Row): string[] {
  const own = { A: /^\d{4}$/, S: /-S/, Q: /-Q/, M: /-\d\d$/ }[world.indicators[indicator]?.frequency ?? 'A'];
  if (after && (after.area !== 'CITY-01' || !own.test(after.period))) return [];
  const month = new Date(Date.parse(instant(at)) + 7 * 3_600_000).toISOString().slice(0, 7);
  const ended = month.slice(5) < '07' ? `${Number(month.slice(0, 4)) - 1}-S2` : `${month.slice(0, 4)}-S1`;
  return after ? [halfYear(after), ended].filter((one, k) => k === 0 || one > halfYear(after)) : [ended];
}

function halfYear({ period }: Vintage): string {
  const [, year, part = '2'] = /^(\d{4})(?:-S(\d)|-(?:Q[12]|0[1-6]))?/.exec(period) ?? [];
  return /-(Q[12]|0[1-6])$/.test(period) ? `${year}-S1` : `${year}-S${part}`;
}

function kind({ before, after }: Row): string | null {
  if (!after) return 'DEFINITION';
  if (!before) return 'FIRST';
  const numbers = (one: Vintage) => [one.value, one.numerator, one.denominator];
  if (numbers(before).some((n) => n !== null) && numbers(after).every((n) => n === null)) return 'WITHDRAWAL';
  if (JSON.stringify(numbers(before)) !== JSON.stringify(numbers(after))) return 'REVISION';
  return before.status === after.status ? null : 'STATUS';
}

function side({ value, numerator, denominator, status }: Vintage) {
  return { value, numerator, denominator, status };
}
