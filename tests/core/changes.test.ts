import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangesArguments, recordedChanges } from '../../subgraphs/core/changes.js';
import type { definitionChanges } from '../../subgraphs/core/definition-changes.js';
import type { ChangesAsked, RecordedChange, Vintage } from '../../subgraphs/core/journal/contract.js';

/** A journal: at each position a figure (an area), or the codes whose definition changed. */
type Entries = readonly { readonly position: number; readonly area?: string; readonly codes?: readonly string[] }[];

const at = (position: number) => `2026-01-01T00:00:00.${String(position).padStart(3, '0')}Z`;

function vintage(position: number, area: string): Vintage {
  const none = { numerator: null, denominator: null, reason: null, note: null, document: null, place: null };
  const figure = {
    indicator: 'DOCTORS',
    area,
    period: '2023',
    value: position,
    status: 'A' as const,
    publishedAt: null,
  };
  return { ...none, ...figure, position, recordedAt: at(position), released: null };
}

/** With `later`, somebody else records the next of it after each question to the journal. */
function journal(entries: Entries, later: Entries[number][] = []) {
  const asked: ChangesAsked[] = [];
  const known = [...entries];
  const grow = () => known.push(...later.splice(0, 1));
  const isAsked = ({ after, since }: Pick<ChangesAsked, 'after' | 'since'>, position: number) =>
    after === null ? at(position) >= since : position > after;
  const store = {
    head: async () => {
      const position = known.at(-1)?.position ?? 0;
      grow();
      return { position, firstRecordedAt: null, recordedAt: null };
    },
    definitions: async () => [],
    suppressed: async () => [],
    changes: async (question: ChangesAsked): Promise<RecordedChange[]> => {
      asked.push(question);
      const found = known
        .flatMap(({ position, area }) => (area ? [{ before: null, after: vintage(position, area) }] : []))
        .filter(({ after }) => isAsked(question, after.position))
        .filter(({ after }) => !question.areas || question.areas.includes(after.area))
        .filter(({ after }) => !question.indicators || question.indicators.includes(after.indicator))
        .slice(0, question.first);
      grow();
      return found;
    },
  };
  const definitionsOf: typeof definitionChanges = (_, question) =>
    known.flatMap(({ position, codes }) =>
      codes && isAsked(question, position) ? [{ position, recordedAt: at(position), indicators: codes }] : [],
    );
  const ask = (args: Partial<ChangesArguments>) =>
    recordedChanges(store, definitionsOf, { first: 100, ...(args.after == null ? { since: at(0) } : {}), ...args });
  return { store, ask, asked };
}

const ENTRIES: Entries = [
  { position: 1, area: 'CITY-01' },
  { position: 3, codes: ['BEDS', 'DOCTORS'] },
  { position: 4, area: 'DISTRICT-001' },
  { position: 7, codes: ['JOBS'] },
];

const short = (rows: Awaited<ReturnType<typeof recordedChanges>>) =>
  rows.map((row) => `${row.position} ${row.indicator}`);

const free = (vintage: Vintage) => ({ ...vintage, confidentiality: 'F' });

describe('what an owner tells of its changes', () => {
  test('a figure, with what stood before', async () => {
    const [before, after] = [vintage(1, 'CITY-01'), vintage(2, 'CITY-01')];
    const store = { ...journal([]).store, changes: async () => [{ before, after }] };
    const rows = await recordedChanges(store, null, { since: at(0), first: 1 });
    expect(rows).toEqual([
      {
        position: 2,
        at: at(2),
        indicator: 'DOCTORS',
        item: null,
        area: 'CITY-01',
        period: '2023',
        before: free(before),
        after: free(after),
      },
    ]);
  });

  test('changes of definition among the figures, one row for each indicator', async () => {
    const { ask } = journal(ENTRIES);
    const rows = await ask({});
    expect(short(rows)).toEqual(['1 DOCTORS', '3 BEDS', '3 DOCTORS', '4 DOCTORS', '7 JOBS']);
    const nothing = { item: null, area: null, period: null, before: null, after: null };
    expect(rows[1]).toEqual({ position: 3, at: at(3), indicator: 'BEDS', ...nothing });
  });

  test('a figure of an item of a breakdown under the code of its indicator', async () => {
    const { position, recordedAt, ...rest } = vintage(2, 'CITY-01');
    const after = { ...rest, position, recordedAt, indicator: 'DOCTORS:FACILITY_TYPE:PRIVATE' };
    const store = { ...journal([]).store, changes: async () => [{ before: null, after }] };
    const [row] = await recordedChanges(store, null, { since: at(0), first: 1 });
    expect(row).toMatchObject({ indicator: 'DOCTORS', item: 'FACILITY_TYPE:PRIVATE' });
  });

  test('no definitions for an owner that defines nothing', async () => {
    const { store } = journal(ENTRIES);
    const rows = await recordedChanges(store, null, { since: at(0), first: 10 });
    expect(short(rows)).toEqual(['1 DOCTORS', '4 DOCTORS']);
  });

  test('only what is asked for: definitions concern the city', async () => {
    const { ask } = journal(ENTRIES);
    expect(short(await ask({ indicators: ['BEDS', 'JOBS'] }))).toEqual(['3 BEDS', '7 JOBS']);
    expect(short(await ask({ areas: ['DISTRICT-001'] }))).toEqual(['4 DOCTORS']);
    expect(short(await ask({ areas: ['CITY-01'], indicators: ['DOCTORS'] }))).toEqual(['1 DOCTORS', '3 DOCTORS']);
    expect(short(await ask({ after: 3 }))).toEqual(['4 DOCTORS', '7 JOBS']);
    expect(short(await ask({ since: at(4) }))).toEqual(['4 DOCTORS', '7 JOBS']);
  });

  test('the instant is handed on in UTC with milliseconds', async () => {
    const { ask, asked } = journal(ENTRIES);
    await ask({ since: '2026-01-01T07:00:00+07:00' });
    await ask({ after: 4 });
    expect(asked).toMatchObject([{ since: '2026-01-01T00:00:00.000Z', after: null }, { after: 4 }]);
  });

  test('nothing is passed over: pieces of any size make the whole list, though the journal grows meanwhile', async () => {
    const entry = fc.record({
      step: fc.integer({ min: 1, max: 3 }),
      codes: fc.subarray(['A', 'B', 'C']),
      figure: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 12 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 4 }),
        async (made, cut, first) => {
          let position = 0;
          const entries = made.map(({ step, codes, figure }) => {
            position += step;
            return figure || codes.length === 0 ? { position, area: 'CITY-01' } : { position, codes };
          });
          const later = entries.slice(cut);
          const { ask } = journal(entries.slice(0, cut), later);
          const found: string[] = [];
          for (let after = 0, isEnd = false; !isEnd; ) {
            const isWhole = later.length === 0;
            const rows = await ask({ after, first });
            isEnd = isWhole && rows.length === 0;
            expect(rows.slice(first).every((row) => row.position === rows[first - 1]?.position)).toBe(true);
            found.push(...short(rows));
            after = rows.at(-1)?.position ?? after;
          }
          const all = journal(entries);
          expect(found).toEqual(short(await all.ask({ after: 0, first: 500 })));
        },
      ),
    );
  });
});

test.each<[string, Partial<ChangesArguments>, string]>([
  ['neither an instant nor a position', { since: null }, 'since'],
  ['both', { since: at(0), after: 3 }, 'since'],
  ['a malformed instant', { since: '2026-02-30T00:00:00Z' }, 'since'],
  ['a negative position', { after: -1 }, 'after'],
  ['no rows', { first: 0 }, 'first'],
  ['too many rows', { first: 501 }, 'first'],
  ['an unknown area', { areas: ['HANOI'] }, 'areas'],
  ['an unknown area of first publications', { firstsOf: ['CITY-01', 'HANOI'] }, 'firstsOf'],
])('refuses %s', async (_, args, argument) => {
  await expect(journal(ENTRIES).ask(args)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
});
