import type {
  Decision,
  NewQuarantined,
  NewReceipt,
  NewVintage,
  Writing,
} from '../../subgraphs/core/journal/contract.js';
import { seeded } from '../../subgraphs/core/sample/shares.js';

/** The owners whose journals are written to, both at once. */
export const RECORDED = ['health', 'education'] as const;
export type RecordedOwner = (typeof RECORDED)[number];

/** What names the source in every journal of these tests. */
export const IDENTITY = 'endurance';

/** What one transaction records. It follows from its name alone, so that whoever reads it knows what has to be there. */
export interface Batch {
  readonly name: string;
  readonly vintages: readonly NewVintage[];
  readonly receipt: NewReceipt;
  readonly refused: readonly NewQuarantined[];
  /** By the place of the refused figure. */
  readonly decided: readonly { readonly place: number; readonly decision: Decision }[];
  readonly files: Readonly<Record<string, string>> | null;
}

/** An entry of a journal as the tests compare it: which kind, and all that it holds but its position and time. */
export interface Entry {
  readonly kind: 'vintage' | 'receipt' | 'quarantine' | 'decision' | 'definitions';
  readonly content: string;
}

const AREAS = ['CITY-01', 'DISTRICT-001', 'DISTRICT-002', 'DISTRICT-003'];
const PERIODS = ['2021', '2022', '2023', '2024-S1', '2024-06'];
const DECISIONS = ['RELEASED', 'REJECTED', 'SUPERSEDED'] as const;
const MOST_VINTAGES = 40;
const MOST_REFUSED = 4;

export function batchOf(name: string): Batch {
  const chance = seeded(name);
  const below = (most: number) => Math.floor(chance() * most);
  const figure = (place: number) => ({
    indicator: 'DOCTORS',
    area: AREAS[below(AREAS.length)] as string,
    period: PERIODS[below(PERIODS.length)] as string,
    value: below(10) === 0 ? null : chance() * 1000,
    numerator: below(1e6),
    denominator: 0.1 + chance(),
    status: 'A' as const,
    reason: null,
    note: name,
    document: 'Sổ "bác sĩ", \\ tờ 1',
    place: `A${place}`,
    publishedAt: new Date(1.6e12 + below(1e9)).toISOString(),
  });
  const vintages = Array.from({ length: 1 + below(MOST_VINTAGES) }, (_, place) => ({
    ...figure(place),
    released: null,
  }));
  const refused = Array.from({ length: below(MOST_REFUSED + 1) }, (_, place) => ({
    figure: figure(place),
    reason: 'JUMP' as const,
    detail: name,
    lastGoodAt: null,
  }));
  const decided = refused.flatMap((_, place) =>
    below(2) === 0 ? [] : [{ place, decision: DECISIONS[below(DECISIONS.length)] as Decision }],
  );
  const receipt = {
    at: new Date(1.7e12 + below(1e9)).toISOString(),
    slices: [{ indicator: 'DOCTORS', frequency: 'A' as const, firstYear: 2000 + below(20), lastPeriod: '2025' }],
    taken: vintages.length,
    withdrawn: 0,
    unchanged: below(1000),
    refused: refused.length,
  };
  const files = below(8) === 0 ? { 'targets.csv': `code,name\n${name},"${'một '.repeat(below(500))}"` } : null;
  return { name, vintages, receipt, refused, decided, files };
}

/** Records a batch; its entries take positions in the order of `entriesOf`. */
export async function record(writing: Writing, batch: Batch): Promise<void> {
  await writing.append(batch.vintages);
  await writing.receipt(batch.receipt);
  const entries = await writing.quarantine(batch.refused);
  for (const { place, decision } of batch.decided) {
    await writing.decide(entries[place]?.number ?? 0, decision, 'An', batch.name);
  }
  if (batch.files) await writing.define(batch.files);
}

/** What has to stand in the journal for a batch whose first entry has this position. */
export function entriesOf(batch: Batch, first: number): Entry[] {
  const firstRefused = first + batch.vintages.length + 1;
  return [
    ...batch.vintages.map((v) => entry('vintage', v)),
    entry('receipt', batch.receipt),
    ...batch.refused.map((r) => entry('quarantine', r)),
    ...batch.decided.map(({ place, decision }) =>
      entry('decision', { entry: firstRefused + place, decision, by: 'An', why: batch.name }),
    ),
    ...(batch.files ? [entry('definitions', batch.files)] : []),
  ];
}

/** The same text for the same fields, in whatever order they come. */
export function entry(kind: Entry['kind'], fields: object): Entry {
  return { kind, content: JSON.stringify(sorted(fields)) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
