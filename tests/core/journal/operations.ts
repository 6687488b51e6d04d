import fc from 'fast-check';
import type { Suppressed } from '../../../subgraphs/core/disclosure/suppressions.js';
import type {
  Coverage,
  Decision,
  JournalStore,
  NewQuarantined,
  NewReceipt,
  NewVintage,
  SliceKey,
  Standing,
  Writing,
} from '../../../subgraphs/core/journal/contract.js';

/** Random histories of a journal: what can be done to a store, small enough that cells, instants and figures meet. */

/** Where clocks begin. */
export const BEGIN = Date.parse('2026-03-01T00:00:00.000Z');

/** An instant by its distance from the beginning, in milliseconds. */
export function instantOf(ms: number): string {
  return new Date(BEGIN + ms).toISOString();
}

export const AREAS: readonly string[] = ['hanoi', 'ba-dinh', 'dong-da'];
export const KEYS: readonly SliceKey[] = [
  { indicator: 'DOCTORS', frequency: 'A' },
  { indicator: 'DOCTORS', frequency: 'M' },
  { indicator: 'BEDS', frequency: 'A' },
];

const number = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
const cell = {
  indicator: fc.constantFrom('DOCTORS', 'DOCTORS', 'BEDS'),
  area: fc.constantFrom(...AREAS),
  period: fc.constantFrom('2023', '2023', '2024', '2023-06'),
};
const figure = fc.record({
  ...cell,
  value: fc.option(fc.constantFrom(0, 1, 0.1, 66.66666666666667), { nil: null }),
  numerator: number,
  denominator: number,
  status: fc.constantFrom('A' as const, 'P' as const, 'O' as const),
  reason: fc.constantFrom(null, 'WITHDRAWN' as const, 'BLANK_AT_SOURCE' as const),
  note: fc.constantFrom(null, 'Số liệu sơ bộ'),
  document: fc.constantFrom(null, 'Form "1"'),
  place: fc.constantFrom(null, 'B7', 'C9'),
  publishedAt: fc.constantFrom(null, '2023-07-01T00:00:00.000Z'),
});
const vintage: fc.Arbitrary<NewVintage> = fc
  .tuple(figure, fc.constantFrom(null, 1))
  .map(([plain, released]) => ({ ...plain, released }));
const refused: fc.Arbitrary<NewQuarantined> = fc.record({
  figure,
  reason: fc.constantFrom('RANGE' as const, 'JUMP' as const),
  detail: fc.constantFrom('too much', 'too little'),
  lastGoodAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z'),
});
const coverage: fc.Arbitrary<Coverage> = fc
  .tuple(fc.constantFrom(...KEYS), fc.constantFrom(2020, 2021))
  .map(([key, firstYear]) => ({ ...key, firstYear, lastPeriod: key.frequency === 'A' ? '2025' : '2025-12' }));
const receipt: fc.Arbitrary<NewReceipt> = fc.record({
  at: fc.integer({ min: -20, max: 60 }).map(instantOf),
  slices: fc.uniqueArray(coverage, { maxLength: 3, selector: (slice) => slice.indicator + slice.frequency }),
  taken: fc.constantFrom(0, 0, 2),
  withdrawn: fc.constant(0),
  unchanged: fc.nat(9),
  refused: fc.constant(0),
});

const suppressed: fc.Arbitrary<Suppressed> = fc.record({
  ...cell,
  confidentiality: fc.constantFrom('A' as const, 'D' as const),
});

type Step =
  | { readonly do: 'append'; readonly vintages: readonly NewVintage[] }
  | { readonly do: 'backdate'; readonly vintages: readonly NewVintage[]; readonly at: string }
  | { readonly do: 'quarantine'; readonly entries: readonly NewQuarantined[] }
  | { readonly do: 'decide'; readonly which: number; readonly decision: Decision }
  | { readonly do: 'receipt'; readonly receipt: NewReceipt }
  | { readonly do: 'define'; readonly text: string }
  | { readonly do: 'suppress'; readonly cells: readonly Suppressed[] };

export type Operation =
  | { readonly do: 'write'; readonly steps: readonly Step[]; readonly fails: boolean }
  | { readonly do: 'close'; readonly asOf: string }
  | { readonly do: 'clock'; readonly by: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      vintages: fc.array(vintage, { minLength: 1, maxLength: 6 }),
    }),
  },
  fc.record({
    do: fc.constant('backdate' as const),
    vintages: fc.array(vintage, { maxLength: 2 }),
    at: fc.integer({ min: -20, max: 40 }).map(instantOf),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('quarantine' as const), entries: fc.array(refused, { maxLength: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      which: fc.nat(5),
      decision: fc.constantFrom('RELEASED' as const, 'REJECTED' as const, 'SUPERSEDED' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('receipt' as const), receipt }) },
  fc.record({ do: fc.constant('define' as const), text: fc.constantFrom('a,b', 'a,c') }),
  fc.record({ do: fc.constant('suppress' as const), cells: fc.array(suppressed, { maxLength: 3 }) }),
);

/** One thing that is done. The clock moves and goes back by milliseconds, so that instants meet. */
export const OPERATIONS: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
      fails: fc.constantFrom(false, false, false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('close' as const), asOf: fc.integer({ min: -5, max: 50 }).map(instantOf) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clock' as const), by: fc.integer({ min: -10, max: 20 }) }) },
);

/** Does it all, and gives what came of each operation: what was answered, or that it was refused. */
export async function run(
  store: JournalStore,
  operations: readonly Operation[],
  clock: { now: number },
): Promise<unknown[]> {
  const begin = clock.now;
  const came: unknown[] = [];
  for (const operation of operations) {
    if (operation.do === 'clock') clock.now += operation.by;
    else if (operation.do === 'close') came.push(await store.closeUntil(operation.asOf));
    else came.push(await write(store, operation.steps, operation.fails).catch((): unknown => 'refused'));
  }
  clock.now = begin;
  return came;
}

function write(store: JournalStore, steps: readonly Step[], fails: boolean): Promise<unknown[]> {
  return store.write(async (writing) => {
    const came: unknown[] = [writing.head, writing.recordedAt];
    for (const step of steps) {
      if (step.do === 'append') came.push(await writing.append(step.vintages));
      if (step.do === 'backdate')
        came.push(await writing.append(step.vintages.map((v) => ({ ...v, recordedAt: step.at }))));
      if (step.do === 'quarantine') came.push(await writing.quarantine(step.entries));
      if (step.do === 'receipt') came.push(await writing.receipt(step.receipt));
      if (step.do === 'suppress') {
        came.push(await writing.suppress(step.cells), await countedIn(writing));
        await writing.screened(`rule ${step.cells.length}`);
      }
      if (step.do === 'define') came.push(await writing.define({ 'targets.csv': step.text, 'more.csv': '' }));
      if (step.do === 'decide') {
        // Any entry of the journal, mostly one that can be decided.
        const { quarantined } = await writing.since(0);
        const number = quarantined[step.which % (quarantined.length + 1)]?.number ?? 1;
        const who = step.decision === 'SUPERSEDED' && number % 2 === 0 ? null : 'An';
        came.push(await writing.decide(number, step.decision, who, who && 'asked by phone'));
      }
    }
    came.push(sorted(await writing.since(writing.head.position)));
    if (fails) throw new Error('the source went away');
    return came;
  });
}

/** What was ever counted of an indicator, in one order. */
async function countedIn(writing: Writing): Promise<string[]> {
  const cells = await writing.counted(['BEDS']);
  return cells.map((c) => JSON.stringify([c.indicator, c.area, c.period, c.value, c.numerator, c.denominator])).sort();
}

/** What stands, with slices in one order. */
export function sorted(standing: Standing): Standing {
  const name = (slice: SliceKey) => slice.indicator + slice.frequency;
  return { ...standing, checked: [...standing.checked].sort((a, b) => (name(a) < name(b) ? -1 : 1)) };
}
