import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked } from '../../../subgraphs/core/disclosure/masked.js';
import type { SliceKey, Standing, Vintage } from '../../../subgraphs/core/journal/contract.js';
import { Memory } from '../../../subgraphs/core/journal/memory.js';
import type { Figure, Mark, ServedSlice } from '../../../subgraphs/core/journal/served.js';
import { servedAsOf } from '../../../subgraphs/core/journal/slice.js';
import { modelJournal, modelStore } from './model.js';
import { AREAS, BEGIN, KEYS, OPERATIONS, run } from './operations.js';

const RECORDED = [
  ...['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'status', 'reason', 'note', 'document'],
  ...['place', 'publishedAt', 'released', 'position', 'recordedAt'],
] as (keyof Vintage)[];
const SERVED = [...RECORDED, 'sample', 'confidentiality'] as (keyof Figure)[];

/** Properties by name, wherever they are read from. */
function told<T extends object>(from: T | undefined, names: readonly (keyof T)[]) {
  return from && Object.fromEntries(names.map((name) => [name, from[name]]));
}

/** So that each of the eight combinations comes up. */
const mark: Mark = ({ value, place, status }) => ({
  value: value === 1,
  numerator: place === 'B7',
  denominator: status === 'P',
});

type Cell = SliceKey & { readonly area: string; readonly period: string };

/** Cells that there can be, and some that there cannot. */
const CELLS: readonly Cell[] = KEYS.flatMap((key) =>
  [...AREAS, 'nowhere'].flatMap((area) =>
    ['2023', '2024', '2023-06', '2099', 'never'].map((period) => ({ ...key, area, period })),
  ),
);

/** What is known of a cell by what stands, said as plainly as can be. */
function expected(standing: Standing, { indicator, frequency, area, period }: Cell) {
  const isOfCell = (one: { indicator: string; area: string; period: string }) =>
    one.indicator === indicator && one.area === area && one.period === period && isOf(frequency, period);
  const vintage = standing.vintages.find(isOfCell);
  const kind = standing.suppressed.findLast(isOfCell)?.confidentiality;
  const shown = vintage && { ...vintage, sample: mark(vintage), confidentiality: 'F' as const };
  const held = standing.quarantined.findLast(
    ({ figure, decision, number }) =>
      isOfCell(figure) && (decision === null || (decision === 'REJECTED' && (vintage?.position ?? 0) < number)),
  );
  return {
    vintage: told<Vintage>(vintage, RECORDED),
    figure: told<Figure>(shown && kind ? masked(shown, kind) : shown, SERVED),
    withheld: kind,
    heldBack: held?.reason,
    age: held ? (held.lastGoodAt ?? held.receivedAt) : vintage?.recordedAt,
  };
}

function isOf(frequency: string, period: string): boolean {
  return frequency === (period.length === 4 ? 'A' : 'M');
}

function served(slice: ServedSlice, { area, period }: Cell) {
  return {
    figure: told(slice.get(area, period), SERVED),
    heldBack: slice.heldBack(area, period),
    age: slice.freshness(area, period)?.retrievedAt,
  };
}

function known(memory: Memory, cell: Cell) {
  const slice = memory.slice(cell);
  const vintage = told(slice.get(cell.area, cell.period), RECORDED);
  return { vintage, withheld: slice.withheld(cell.area, cell.period), ...served(slice.served(null), cell) };
}

const byPosition = (vintages: Iterable<Vintage>) => [...vintages].sort((a, b) => a.position - b.position);
const sliceOf = (standing: Standing, { indicator, frequency }: SliceKey) =>
  standing.vintages.filter((vintage) => vintage.indicator === indicator && isOf(frequency, vintage.period));

/** Each cell, and each slice as a whole, as it should be. */
function agrees(memory: Memory, standing: Standing): void {
  for (const cell of CELLS) expect(known(memory, cell)).toEqual(expected(standing, cell));
  for (const key of KEYS) {
    const all = byPosition(memory.slice(key).vintages()).map((vintage) => told(vintage, RECORDED));
    expect(all).toEqual(sliceOf(standing, key).map((vintage) => told(vintage, RECORDED)));
  }
}

describe('what stands in memory', () => {
  test('is what stands in the journal after every news, and what a request sees stays as it was', async () => {
    const histories = fc.array(OPERATIONS, { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(histories, async (operations) => {
        const clock = { now: BEGIN };
        const store = modelStore({ now: () => new Date(clock.now), journal: modelJournal() });
        const states: { memory: Memory; standing: Standing }[] = [];
        let memory = Memory.empty(mark);
        for (const operation of operations) {
          await run(store, [operation], clock);
          memory = memory.with(await store.since(memory.position), clock.now);
          states.push({ memory, standing: await store.load() });
        }
        for (const { memory: then, standing } of states) agrees(then, standing);
        agrees(Memory.empty(mark).with(await store.load(), clock.now), await store.load());
      }),
      { numRuns: 60 },
    );
  });

  test('is served as of an instant as it stood then', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(OPERATIONS, { minLength: 1, maxLength: 10 }), async (operations) => {
        const clock = { now: BEGIN };
        const store = modelStore({ now: () => new Date(clock.now), journal: modelJournal() });
        await run(store, operations, clock);
        const standing = await store.load();
        for (const key of KEYS) {
          const suppressed = standing.suppressed.filter(
            ({ indicator, period }) => indicator === key.indicator && isOf(key.frequency, period),
          );
          const slice = servedAsOf(key, sliceOf(standing, key), [], suppressed, mark);
          const isOfKey = (cell: Cell) => cell.indicator === key.indicator && cell.frequency === key.frequency;
          for (const cell of CELLS.filter(isOfKey)) {
            const { figure, vintage } = expected(standing, cell);
            expect(served(slice, cell)).toEqual({ figure, heldBack: undefined, age: vintage?.recordedAt });
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
