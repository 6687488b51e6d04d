import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindOf } from '../../../subgraphs/analysis/changes/row.js';
import type {
  JournalStore,
  NewQuarantined,
  NewVintage,
  SliceKey,
  Vintage,
} from '../../../subgraphs/core/journal/contract.js';
import type { JournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { JournalRefusal } from '../../../subgraphs/core/journal/journal-refusal.js';
import { openStore } from '../../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { modelJournal, modelStore } from './model.js';
import { AREAS, BEGIN, instantOf, KEYS, OPERATIONS, run, sorted } from './operations.js';
import { storeServer } from './store-server.js';

const log = makeLogger('silent');
/** Properties do hundreds of writings: for a busy machine, in milliseconds. */
const LONG = 120_000;
let server: Awaited<ReturnType<typeof storeServer>>;
let database: JournalDatabase;

beforeAll(async () => {
  server = await storeServer();
  database = await server.open();
});
afterAll(() => server.close());

const fixed = () => new Date(BEGIN);

function opened(options: { identity?: string; now?: () => Date; from?: JournalDatabase } = {}): Promise<JournalStore> {
  const { identity = randomUUID(), now = fixed, from = database } = options;
  return openStore({ database: from, owner: 'health', identity, sample: true, now, log });
}

const figure = (more: Partial<NewVintage> = {}): NewVintage => ({
  indicator: 'DOCTORS',
  area: 'hanoi',
  period: '2023',
  value: 12.5,
  numerator: 125,
  denominator: 10,
  status: 'A',
  reason: null,
  note: null,
  document: 'Form 1',
  place: 'B7',
  publishedAt: null,
  released: null,
  ...more,
});
const spoilt = (more: Partial<NewVintage> = {}): NewQuarantined => {
  const { released: _, ...plain } = figure(more);
  return { figure: plain, reason: 'RANGE', detail: 'too much', lastGoodAt: null };
};
const DOCTORS: SliceKey = { indicator: 'DOCTORS', frequency: 'A' };

describe('the store and its model', () => {
  test(
    'give the same answers after any sequence of writings, closings and changes of the clock',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(OPERATIONS, { maxLength: 14 }), async (operations) => {
          const clock = { now: BEGIN };
          const now = () => new Date(clock.now);
          const store = await opened({ now });
          const model = modelStore({ now });
          const done = { store: await run(store, operations, clock), model: await run(model, operations, clock) };
          expect(done.store).toEqual(done.model);
          await sameAnswers(store, model);
        }),
        { numRuns: 20 },
      );
    },
    LONG,
  );

  test(
    'give the same answers at every position',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(OPERATIONS, { minLength: 4, maxLength: 10 }), async (operations) => {
          const clock = { now: BEGIN };
          const now = () => new Date(clock.now);
          const store = await opened({ now });
          const model = modelStore({ now });
          await run(store, operations, clock);
          await run(model, operations, clock);
          const { position } = await model.head();
          for (let at = 0; at <= position; at += 1) {
            expect(await store.standingAt(KEYS, at)).toEqual(await model.standingAt(KEYS, at));
            const areas = AREAS.slice(at % 2, 2);
            expect(await store.standingAt(KEYS, at, areas)).toEqual(await model.standingAt(KEYS, at, areas));
            expect(await store.quarantinedAt(KEYS, at)).toEqual(await model.quarantinedAt(KEYS, at));
            expect(await store.vintagesOf(KEYS, AREAS, at)).toEqual(await model.vintagesOf(KEYS, AREAS, at));
            expect(sorted(await store.since(at))).toEqual(sorted(await model.since(at)));
          }
        }),
        { numRuns: 6 },
      );
    },
    LONG,
  );
});

async function sameAnswers(store: JournalStore, model: JournalStore): Promise<void> {
  expect(sorted(await store.load())).toEqual(sorted(await model.load()));
  expect(await store.head()).toEqual(await model.head());
  const [one] = KEYS as [SliceKey];
  const { position } = await model.head();
  expect(await store.standingAt([one, one], position)).toEqual(await model.standingAt([one], position));
  expect(await store.vintagesOf(KEYS, AREAS.slice(1), null)).toEqual(
    await model.vintagesOf(KEYS, AREAS.slice(1), null),
  );
  expect(await store.quarantined()).toEqual(await model.quarantined());
  expect(await store.quarantined({ all: true, first: 3 })).toEqual(await model.quarantined({ all: true, first: 3 }));
  expect(await store.countOpen()).toBe(await model.countOpen());
  expect(await store.suppressed(['DOCTORS'])).toEqual(await model.suppressed(['DOCTORS']));
  expect(await store.receipts(3)).toEqual(await model.receipts(3));
  expect(await store.definitions()).toEqual(await model.definitions());
  expect((await store.size()).vintages).toBe((await model.size()).vintages);
}

describe('what was known at an instant', () => {
  test(
    'stays the same whatever is recorded later, also by a clock that goes back',
    async () => {
      const parts = [fc.array(OPERATIONS, { maxLength: 10 }), fc.integer({ min: -5, max: 60 })] as const;
      await fc.assert(
        fc.asyncProperty(...parts, fc.array(OPERATIONS, { minLength: 1, maxLength: 10 }), async (before, at, after) => {
          const clock = { now: BEGIN };
          const now = () => new Date(clock.now);
          const store = await opened({ now });
          const asOf = instantOf(at);
          await run(store, before, clock);
          const known = async () => {
            const position = await store.closeUntil(asOf);
            return {
              position,
              standing: await store.standingAt(KEYS, position),
              held: await store.quarantinedAt(KEYS, position),
              vintages: await store.vintagesOf(KEYS, AREAS, position),
              definitions: (await store.definitions()).filter((version) => version.position <= position),
            };
          };
          const first = await known();
          clock.now = BEGIN - 1000;
          await run(store, after, clock);
          expect(await known()).toEqual(first);
          expect(first.standing.every(({ recordedAt }) => recordedAt <= asOf)).toBe(true);
        }),
        { numRuns: 15 },
      );
    },
    LONG,
  );

  test('is nothing before the first recording, and everything recorded by then later on', async () => {
    const store = await opened();
    const [recorded] = await store.write((writing) => writing.append([figure()]));
    expect(recorded?.recordedAt).toBe(new Date(BEGIN).toISOString());
    expect(await store.closeUntil(new Date(BEGIN - 1).toISOString())).toBe(0);
    expect(await store.closeUntil(new Date(BEGIN).toISOString())).toBe(1);
    await store.write((writing) => writing.append([figure({ value: 13 })]));
    expect(await store.closeUntil(new Date(BEGIN).toISOString())).toBe(1);
    expect(await store.closeUntil(new Date(BEGIN + 1).toISOString())).toBe(2);
  });

  test('that was closed is followed by what is recorded later, even where the clock is behind', async () => {
    const store = await opened();
    await store.closeUntil(instantOf(500));
    await store.closeUntil(instantOf(300));
    const [recorded] = await store.write((writing) => writing.append([figure()]));
    expect(recorded?.recordedAt).toBe(instantOf(501));
  });

  test('waits for who is writing, so that nothing is missed', async () => {
    const identity = randomUUID();
    const store = await opened({ identity });
    const other = await opened({ identity, from: await server.open() });
    let closing: Promise<number> | null = null;
    await store.write(async (writing) => {
      await writing.append([figure()]);
      closing = other.closeUntil(writing.recordedAt);
      // The other one has asked for the lock before this one gives it back.
      await locksWaiting();
    });
    expect(await closing).toBe(1);
  });
});

async function locksWaiting(): Promise<void> {
  const text = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
  for (;;) {
    const { rows } = await database.use('health', (client) => client.query<{ n: number }>(text));
    if ((rows[0]?.n ?? 0) > 0) return;
  }
}

describe('changes', () => {
  test('since an instant begin with what was recorded at that very instant', async () => {
    const store = await opened();
    for (const value of [1, 2, 3]) await store.write((writing) => writing.append([figure({ value })]));
    const since = (ms: number) => ({
      after: null,
      since: instantOf(ms),
      first: 9,
      indicators: null,
      areas: null,
      firstsOf: null,
    });
    const values = async (ms: number) =>
      (await store.changes(since(ms))).map(({ before, after }) => [before?.value, after.value]);
    expect(await values(0)).toEqual([
      [undefined, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(await values(1)).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(await values(3)).toEqual([]);
  });

  test.each<[string, Partial<NewVintage>, boolean]>([
    ['another value', { value: 13 }, true],
    ['another numerator', { numerator: 126 }, true],
    ['another denominator', { denominator: 11 }, true],
    ['no denominator', { denominator: null }, true],
    ['another status', { status: 'P' }, true],
    ['another document', { document: 'Form 2' }, false],
    ['another time of publication', { publishedAt: '2024-01-01T00:00:00.000Z' }, false],
    ['another note and reason', { note: 'late', reason: 'BLANK_AT_SOURCE' }, false],
  ])('are those of numbers and status: %s', async (_, more, isChange) => {
    for (const store of [await opened(), modelStore({ now: fixed })]) {
      await store.write((writing) => writing.append([figure(), figure(more)]));
      const found = await store.changes({
        after: 1,
        since: instantOf(0),
        first: 9,
        indicators: null,
        areas: null,
        firstsOf: null,
      });
      expect(found.map(({ before, after }) => [before, after])).toMatchObject(
        isChange ? [[figure(), figure(more)]] : [],
      );
    }
  });

  test('pass over any number of vintages that tell the same figure again', async () => {
    const store = await opened();
    const again = Array.from({ length: 9_999 }, (_, at) => figure({ document: `Form ${at}` }));
    await store.write((writing) => writing.append([figure(), ...again, figure({ value: 13 })]));
    await store.write((writing) => writing.append([figure({ value: 14 }), figure({ value: 14, note: 'late' })]));
    const all = { after: 0, since: instantOf(0), indicators: null, areas: null, firstsOf: null };
    const values = async (first: number, after: number) =>
      (await store.changes({ ...all, first, after })).map(({ before, after }) => [before?.value, after.value]);
    const changed = [
      [undefined, 12.5],
      [12.5, 13],
      [13, 14],
    ];
    expect(await values(9, 0)).toEqual(changed);
    expect(await values(2, 0)).toEqual(changed.slice(0, 2));
    expect(await values(1, 1)).toEqual([[12.5, 13]]);
    expect(await values(9, 10_002)).toEqual([]);
  });

  test(
    'are the vintages that count as a change for those who list them',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(OPERATIONS, { maxLength: 12 }), async (operations) => {
          const clock = { now: BEGIN };
          const store = await opened({ now: () => new Date(clock.now) });
          await run(store, operations, clock);
          const found = await store.changes({
            after: 0,
            since: instantOf(0),
            first: 1000,
            indicators: null,
            areas: null,
            firstsOf: null,
          });
          const all: SliceKey[] = [...KEYS, { indicator: 'BEDS', frequency: 'M' }];
          const cells = new Map<string, Vintage>();
          const changed = (await store.vintagesOf(all, AREAS, null)).filter((after) => {
            const cell = `${after.indicator} ${after.area} ${after.period}`;
            const before = cells.get(cell) ?? null;
            cells.set(cell, after);
            return kindOf({ before, after }) !== null;
          });
          expect(found.map(({ after }) => after)).toEqual(changed);
        }),
        { numRuns: 15 },
      );
    },
    LONG,
  );

  test(
    'come in pages of any size without loss or repetition, each beside what it replaced',
    async () => {
      const asked = fc.record({
        first: fc.integer({ min: 1, max: 7 }),
        since: fc.constantFrom(-5, -5, 0, 1, 5, 20),
        indicators: fc.constantFrom(null, null, ['DOCTORS'], ['BEDS', 'DOCTORS'], ['NONE']),
        areas: fc.constantFrom(null, null, AREAS.slice(1), AREAS.slice(2), []),
        firstsOf: fc.constantFrom(null, null, AREAS.slice(1), AREAS.slice(2), []),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(OPERATIONS, { maxLength: 12 }),
          asked,
          async (operations, { first, since, ...filter }) => {
            const clock = { now: BEGIN };
            const now = () => new Date(clock.now);
            const store = await opened({ now });
            const model = modelStore({ now });
            await run(store, operations, clock);
            await run(model, operations, clock);
            const begin = { after: null, since: instantOf(since), ...filter };
            const paged = [];
            for (let page = await store.changes({ ...begin, first }); page.length > 0; ) {
              paged.push(...page);
              page = await store.changes({ ...begin, first, after: page.at(-1)?.after.position ?? 0 });
            }
            expect(paged).toEqual(await model.changes({ ...begin, first: 1000 }));
          },
        ),
        { numRuns: 15 },
      );
    },
    LONG,
  );
});

describe('two processes', () => {
  test('writing at once take no position twice, and times rise with positions', async () => {
    const identity = randomUUID();
    const behind = () => new Date(BEGIN - 60_000);
    const stores = [await opened({ identity }), await opened({ identity, now: behind, from: await server.open() })];
    const work = stores.flatMap((store, process) =>
      Array.from({ length: 25 }, (_, at) =>
        store.write((writing) => writing.append([figure({ area: `${process}-${at}` }), figure({ value: at })])),
      ),
    );
    const written = (await Promise.all(work)).flat().sort((a, b) => a.position - b.position);
    expect(written.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    const times = written.filter((_, at) => at % 2 === 0).map(({ recordedAt }) => recordedAt);
    expect(new Set(times).size).toBe(50);
    expect([...times].sort()).toEqual(times);
    const store = stores[0] as JournalStore;
    expect(
      await store.vintagesOf(
        [DOCTORS],
        written.map(({ area }) => area),
        null,
      ),
    ).toEqual(written);
  });

  test('opening the journal of one source at once share it', async () => {
    const identity = randomUUID();
    const stores = await Promise.all([1, 2, 3, 4].map(() => opened({ identity })));
    await stores[0]?.write((writing) => writing.append([figure()]));
    for (const store of stores) expect((await store.head()).position).toBe(1);
  });

  test('a writing sees what another one has recorded after a position', async () => {
    const identity = randomUUID();
    const [mine, other] = [await opened({ identity }), await opened({ identity })];
    const [recorded] = await other.write((writing) => writing.append([figure()]));
    const seen = await mine.write(async (writing) => ({ ...(await writing.since(0)), started: writing.head }));
    expect(seen.vintages).toEqual([recorded]);
    expect(seen.started).toEqual(seen.head);
    expect(seen.head).toMatchObject({ position: 1, recordedAt: recorded?.recordedAt });
  });
});

describe('a journal', () => {
  test('is kept apart by identity of the source and by sample', async () => {
    const identity = randomUUID();
    const options = { database, owner: 'health', identity, now: fixed, log } as const;
    const [made, real] = [
      await openStore({ ...options, sample: true }),
      await openStore({ ...options, sample: false }),
    ];
    await made.write((writing) => writing.append([figure()]));
    expect(await real.load()).toEqual({
      head: { position: 0, firstRecordedAt: null, recordedAt: null },
      vintages: [],
      checked: [],
      quarantined: [],
      suppressed: [],
    });
  });

  test('keeps nothing of a writing that failed', async () => {
    const store = await opened();
    const failing = store.write(async (writing) => {
      await writing.append([figure()]);
      await writing.quarantine([spoilt()]);
      throw new Error('the source went away');
    });
    await expect(failing).rejects.toThrow('the source went away');
    expect(await store.head()).toEqual({ position: 0, firstRecordedAt: null, recordedAt: null });
    expect(await store.quarantined()).toEqual([]);
  });

  test(
    'keeps every number as it came',
    async () => {
      const store = await opened();
      const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(numbers, async (values) => {
          // There is one zero.
          const figures = values.map((value, at) => figure({ area: `${at}`, value: value + 0 }));
          const recorded = await store.write((writing) => writing.append(figures));
          const areas = figures.map(({ area }) => area);
          const { position } = await store.head();
          expect((await store.standingAt([DOCTORS], position)).filter(({ area }) => areas.includes(area))).toEqual(
            recorded,
          );
        }),
        { numRuns: 20 },
      );
    },
    LONG,
  );

  test('keeps texts with all that makes trouble in SQL', async () => {
    const store = await opened();
    const note = `"quoted", {brace}, back\\slash, 'single', NULL, null, \n\t Đống Đa ✓ 𝄞, `;
    const texts = [note, '', 'NULL', '{}', ' '];
    const recorded = await store.write((writing) =>
      writing.append(texts.map((text, at) => figure({ area: `a${at}`, note: text, document: text, place: null }))),
    );
    expect((await store.load()).vintages).toEqual(recorded);
    const [held] = await store.write((writing) => writing.quarantine([spoilt({ note })]));
    expect(await store.quarantined()).toEqual([held]);
  });

  test('writes instants in one way, whatever way they came in', async () => {
    const store = await opened();
    const [recorded] = await store.write((writing) =>
      writing.append([figure({ publishedAt: '2023-07-01T07:00:00+07:00' })]),
    );
    expect(recorded?.publishedAt).toBe('2023-07-01T00:00:00.000Z');
    expect((await store.load()).vintages).toEqual([recorded]);
  });
});

describe('a backdated recording', () => {
  const at = (ms: number) => new Date(BEGIN + ms).toISOString();

  test('keeps its instant, and is the first of the journal', async () => {
    const store = await opened();
    await store.write((writing) =>
      writing.append([figure({ value: 1 }), figure({ value: 2 })].map((v, n) => ({ ...v, recordedAt: at(n - 5000) }))),
    );
    expect(await store.head()).toEqual({ position: 2, firstRecordedAt: at(-5000), recordedAt: at(-4999) });
    expect(await store.closeUntil(at(-5000))).toBe(1);
  });

  test.each([
    ['before the last one', -2000],
    ['in the future', 2000],
    ['in what was closed', -900],
  ])('is refused %s', async (_, ms) => {
    const store = await opened();
    await store.write((writing) => writing.append([{ ...figure(), recordedAt: at(-1000) }]));
    await store.closeUntil(at(-800));
    const refused = store.write((writing) => writing.append([{ ...figure(), recordedAt: at(ms) }]));
    await expect(refused).rejects.toThrow(JournalRefusal);
    expect((await store.head()).position).toBe(1);
  });
});

describe('a quarantine entry', () => {
  test('that is there alike, open or rejected, is not put there again; a released one is', async () => {
    const store = await opened();
    const put = (more: Partial<NewVintage> = {}) => store.write((writing) => writing.quarantine([spoilt(more)]));
    const decide = (number: number, decision: 'REJECTED' | 'RELEASED') =>
      store.write((writing) => writing.decide(number, decision, 'An', 'checked by phone'));
    const [entry] = await put();
    expect(await put({ place: 'C9' })).toEqual([entry]);
    const rejected = await decide(entry?.number ?? 0, 'REJECTED');
    expect(await put()).toEqual([rejected]);
    expect(rejected).toMatchObject({ decision: 'REJECTED', decidedBy: 'An', decidedWhy: 'checked by phone' });
    expect((await put({ value: 99 }))[0]?.number).not.toBe(entry?.number);
    await decide(entry?.number ?? 0, 'RELEASED');
    expect((await put())[0]).toMatchObject({ decision: null });
  });

  test('is alike only when all of the figure and the check are, wherever it stands in the source', async () => {
    const differing: Partial<NewVintage>[] = [
      { indicator: 'BEDS' },
      { area: 'ba-dinh' },
      { period: '2024' },
      { value: null },
      { numerator: 126 },
      { denominator: 11 },
      { status: 'P' },
      { reason: 'WITHDRAWN' },
      { note: 'Số liệu sơ bộ' },
      { document: 'Form 2' },
      { publishedAt: '2023-07-01T00:00:00.000Z' },
    ];
    const store = await opened();
    const entries = [spoilt(), ...differing.map(spoilt), { ...spoilt(), reason: 'JUMP' as const }];
    const put = await store.write((writing) => writing.quarantine(entries));
    expect(put.map(({ number }) => number)).toEqual(entries.map((_, at) => at + 1));
    const again = entries.map((entry) => ({ ...entry, figure: { ...entry.figure, place: 'C9' } }));
    expect(await store.write((writing) => writing.quarantine(again))).toEqual(put);
  });

  test('that comes twice in one answer is put there once', async () => {
    const store = await opened();
    const [first, second] = await store.write((writing) => writing.quarantine([spoilt(), spoilt()]));
    expect(second).toEqual(first);
    expect(await store.countOpen()).toBe(1);
  });

  test('cannot be decided once it was released, nor when it is not there', async () => {
    const store = await opened();
    const [entry] = await store.write((writing) => writing.quarantine([spoilt()]));
    const number = entry?.number ?? 0;
    const decide = (which: number) => store.write((writing) => writing.decide(which, 'RELEASED', 'An', 'right'));
    await decide(number);
    await expect(decide(number)).rejects.toThrow(`quarantine entry ${number} is RELEASED since`);
    await expect(decide(number + 1)).rejects.toThrow(`no quarantine entry ${number + 1}`);
  });

  test('that was rejected and later released is shown at each position as it stood there', async () => {
    const store = await opened();
    const [entry] = await store.write((writing) => writing.quarantine([spoilt()]));
    const rejected = await store.write((writing) => writing.decide(1, 'REJECTED', 'An', 'typing error'));
    await store.write((writing) => writing.decide(1, 'RELEASED', 'Bình', 'was right'));
    expect(await store.quarantinedAt([DOCTORS], 1)).toEqual([entry]);
    expect(await store.quarantinedAt([DOCTORS], 2)).toEqual([rejected]);
    expect(await store.quarantinedAt([DOCTORS], 3)).toEqual([]);
  });
});

test('stores over one model journal see the same entries', async () => {
  const journal = modelJournal();
  const [one, other] = [modelStore({ now: fixed, journal }), modelStore({ now: fixed, journal })];
  await one.write((writing) => writing.append([figure()]));
  expect((await other.load()).vintages).toHaveLength(1);
});
