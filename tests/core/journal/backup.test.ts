import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OwnerName } from '../../../schema/subgraphs.js';
import { exportJournal, importJournal } from '../../../subgraphs/core/journal/backup.js';
import type { BackupLine, JournalStore, NewVintage } from '../../../subgraphs/core/journal/contract.js';
import type { JournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { JournalRefusal } from '../../../subgraphs/core/journal/journal-refusal.js';
import { openIfBegun, openStore } from '../../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { AREAS, BEGIN, instantOf, KEYS, OPERATIONS, run, sorted } from './operations.js';
import { figure as figureOf } from './scripted-source.js';
import { storeServer } from './store-server.js';

const log = makeLogger('silent');
/** Properties do hundreds of writings: for a busy machine, in milliseconds. */
const LONG = 120_000;
let server: Awaited<ReturnType<typeof storeServer>>;
let database: JournalDatabase;
/** Another database, with journals of its own. */
let elsewhere: JournalDatabase;

beforeAll(async () => {
  server = await storeServer();
  database = await server.open();
  elsewhere = await server.open('elsewhere');
});
afterAll(() => server.close());

const TABLES = ['suppression', 'decision', 'quarantine', 'vintage', 'receipt', 'scope', 'definitions', 'source'];

beforeEach(async () => {
  for (const one of [database, elsewhere]) await empty(one, 'health');
});

async function empty(one: JournalDatabase, owner: OwnerName): Promise<void> {
  await one.prepare(owner);
  await one.transaction(owner, (client) => client.query(TABLES.map((table) => `DELETE FROM ${table}`).join('; ')));
}

type Clock = { now: number };

function opened(from: JournalDatabase, identity: string, clock: Clock = { now: BEGIN }): Promise<JournalStore> {
  const now = () => new Date(clock.now);
  return openStore({ database: from, owner: 'health', identity, sample: true, now, log });
}

/** As a file has them. */
async function exported(asOf: string, from = database): Promise<BackupLine[]> {
  const lines: BackupLine[] = [];
  for await (const line of exportJournal({ database: from, owner: 'health', asOf })) {
    lines.push(JSON.parse(JSON.stringify(line)) as BackupLine);
  }
  return lines;
}

const restored = (lines: AsyncIterable<BackupLine> | Iterable<BackupLine>) =>
  importJournal({ database: elsewhere, owner: 'health', lines });

/** The answers to all questions about an instant. */
async function knownAt(store: JournalStore, asOf: string) {
  const position = await store.closeUntil(asOf);
  const vintages = await store.vintagesOf(KEYS, AREAS, position);
  // What is withheld is withheld as of every instant, whenever that was found; it is told of what there is.
  const withheld = vintages.length > 0 ? await store.suppressed(['DOCTORS', 'BEDS']) : [];
  return {
    standing: await store.standingAt(KEYS, position),
    vintages,
    held: await store.quarantinedAt(KEYS, position),
    withheld: withheld.map(({ indicator, area, period, confidentiality }) => ({
      indicator,
      area,
      period,
      confidentiality,
    })),
    definitions: (await store.definitions()).filter((version) => version.position <= position),
  };
}

const figure: NewVintage = { ...figureOf('DOCTORS', '2023', 1), area: 'hanoi', released: null };
const { released: _, ...arrived } = figure;

describe('a backup', () => {
  test(
    'restores to the same answers about every instant up to its own',
    async () => {
      const histories = fc.array(OPERATIONS, { minLength: 3, maxLength: 12 });
      const instants = fc.array(fc.integer({ min: -5, max: 60 }), { minLength: 2, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(histories, histories, instants, async (first, second, ms) => {
          for (const one of [database, elsewhere]) await empty(one, 'health');
          const clock = { now: BEGIN };
          const [one, other] = [await opened(database, 'one', clock), await opened(database, 'other', clock)];
          await run(one, first, clock);
          await run(other, second, clock);
          const asOf = instantOf(Math.max(...ms));
          await restored(await exported(asOf));
          for (const [identity, store] of [
            ['one', one],
            ['other', other],
          ] as const) {
            const copy = await opened(elsewhere, identity, clock);
            for (const instant of ms.map(instantOf))
              expect(await knownAt(copy, instant)).toEqual(await knownAt(store, instant));
          }
        }),
        { numRuns: 6 },
      );
    },
    LONG,
  );

  test(
    'taken when all is recorded restores everything, and goes on from there',
    async () => {
      const histories = fc.array(OPERATIONS, { minLength: 3, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(histories, histories, async (first, later) => {
          for (const one of [database, elsewhere]) await empty(one, 'health');
          const [clock, copyClock] = [{ now: BEGIN }, { now: BEGIN }];
          const store = await opened(database, 'one', clock);
          await run(store, first, clock);
          // Last of all a figure is recorded, so that no receipt is left out as being of later.
          await store.write((writing) => writing.append([figure]));
          await restored(await exported(instantOf(10_000)));
          const copy = await opened(elsewhere, 'one', copyClock);
          expect(sorted(await copy.load())).toEqual(sorted(await store.load()));
          expect(await copy.receipts(100)).toEqual(await store.receipts(100));
          expect(await copy.quarantined({ all: true })).toEqual(await store.quarantined({ all: true }));
          expect(await copy.head()).toEqual(await store.head());
          expect(await run(copy, later, copyClock)).toEqual(await run(store, later, clock));
        }),
        { numRuns: 6 },
      );
    },
    LONG,
  );

  test('is the same whenever it is taken', async () => {
    const clock = { now: BEGIN };
    const store = await opened(database, 'one', clock);
    await store.write((writing) => writing.append([figure]));
    await store.write((writing) =>
      writing.quarantine([{ figure: arrived, reason: 'RANGE', detail: 'x', lastGoodAt: null }]),
    );
    const first = await exported(instantOf(5));
    clock.now += 100;
    await store.write((writing) => writing.append([{ ...figure, value: 2 }]));
    await store.write((writing) => writing.decide(2, 'RELEASED', 'An', 'right'));
    expect(await exported(instantOf(5))).toEqual(first);
  });

  test('keeps when figures were last confirmed, but not what came with later figures', async () => {
    const store = await opened(database, 'one');
    const slices = [{ indicator: 'DOCTORS', frequency: 'A', firstYear: 2020, lastPeriod: '2025' }] as const;
    const receipt = { slices, taken: 0, withdrawn: 0, unchanged: 1, refused: 0 };
    await store.write((writing) => writing.append([figure]));
    await store.write((writing) => writing.receipt({ ...receipt, at: instantOf(3) }));
    await store.write(async (writing) => {
      await writing.receipt({ ...receipt, at: instantOf(-1), taken: 1 });
      await writing.append([{ ...figure, value: 2 }]);
    });
    await restored(await exported(instantOf(0)));
    expect((await (await opened(elsewhere, 'one')).load()).checked).toEqual([]);
    await empty(elsewhere, 'health');
    await store.write((writing) => writing.receipt({ ...receipt, at: instantOf(8) }));
    await restored(await exported(instantOf(9)));
    const copy = await (await opened(elsewhere, 'one')).load();
    expect(copy.checked).toEqual([{ ...slices[0], at: instantOf(8) }]);
    expect(copy.head).toEqual(await store.head());
  });

  test('keeps that nothing is recorded at its instant or before any more', async () => {
    const store = await opened(database, 'one');
    await store.write((writing) => writing.append([figure]));
    await restored(await exported(instantOf(500)));
    const copy = await opened(elsewhere, 'one');
    const [later] = await copy.write((writing) => writing.append([{ ...figure, value: 2 }]));
    expect(later?.recordedAt).toBe(instantOf(501));
  });

  test('of a release that withheld nothing restores as it is, and is screened when it is opened', async () => {
    const store = await opened(database, 'one');
    await store.write((writing) => writing.append([figure]));
    const lines = (await exported(instantOf(1))).map((line) => {
      const { suppression: _, ...counts } = (line.counts ?? {}) as Record<string, number>;
      return line.counts ? { ...line, counts } : line;
    });
    await restored(lines);
    const copy = await opened(elsewhere, 'one');
    expect(await copy.load()).toEqual(await store.load());
    expect(await copy.write(async ({ screenedBy }) => screenedBy)).toBeNull();
  });

  test('of an instant before something was withheld withholds it too', async () => {
    const store = await opened(database, 'one');
    await store.write((writing) => writing.append([figure]));
    const before = instantOf(1);
    const { indicator, area, period } = figure;
    await store.write((writing) => writing.suppress([{ indicator, area, period, confidentiality: 'A' }]));
    await restored(await exported(before));
    const copy = await opened(elsewhere, 'one');
    expect(await copy.suppressed([indicator])).toEqual([
      expect.objectContaining({ indicator, area, period, confidentiality: 'A' }),
    ]);
    expect((await copy.load()).vintages).toEqual((await store.load()).vintages);
  });

  test('of many entries goes through in parts', async () => {
    const store = await opened(database, 'one');
    const figures = Array.from({ length: 5003 }, (_, at) => ({ ...figure, area: `area-${at % 700}`, value: at }));
    await store.write((writing) => writing.append(figures));
    const counts = await restored(exportJournal({ database, owner: 'health', asOf: instantOf(1) }));
    expect(counts).toMatchObject({ source: 1, vintage: 5003 });
    expect(await (await opened(elsewhere, 'one')).load()).toEqual(await store.load());
  });

  test('leaves out a source of which nothing is recorded, and open: its sample can still be recorded as of before', async () => {
    const store = await opened(database, 'merely opened');
    expect((await exported(instantOf(0))).map(({ kind }) => kind)).toEqual(['journal', 'end']);
    const before = new Date(BEGIN - 1000).toISOString();
    const [first] = await store.write(async (writing) => {
      expect(writing.earliest).toBeNull();
      return writing.append([{ ...figure, recordedAt: before }]);
    });
    expect(first?.recordedAt).toBe(before);
    await exported(instantOf(0));
    await store.write(async (writing) => expect(writing.earliest).toBe(instantOf(1)));
  });

  test('of an empty journal restores to one', async () => {
    const lines = await exported(instantOf(0));
    expect(lines.map(({ kind }) => kind)).toEqual(['journal', 'end']);
    expect(await restored(lines)).toMatchObject({ source: 0, vintage: 0 });
  });
});

describe('a journal that was never begun', () => {
  test('is read as an empty one, takes nothing, and stays unbegun', async () => {
    const now = () => new Date(BEGIN);
    const options = { database, owner: 'health', identity: 'nobody', sample: false, now, log } as const;
    const [store, empty] = [await openIfBegun(options), await opened(elsewhere, 'somebody')];
    const answers = async (of: JournalStore) => [
      ...[await of.load(), await of.since(0), await of.head(), await of.quarantined(), await of.countOpen()],
      ...[await of.receipts(9), await of.definitions(), (await of.size()).vintages, await of.standingAt(KEYS, 9)],
      await of.changes({ after: null, since: instantOf(0), first: 9, indicators: null, areas: null, firstsOf: null }),
    ];
    expect(await answers(store)).toEqual(await answers(empty));
    await expect(store.write((writing) => writing.append([figure]))).rejects.toThrow('nothing is recorded of nobody');
    await expect(store.closeUntil(instantOf(0))).rejects.toThrow(JournalRefusal);
    const { rowCount } = await database.use('health', (client) => client.query('SELECT FROM source'));
    expect(rowCount).toBe(0);
  });

  test('is the journal itself once it was begun', async () => {
    const store = await opened(database, 'one');
    await store.write((writing) => writing.append([figure]));
    const now = () => new Date(BEGIN);
    const same = await openIfBegun({ database, owner: 'health', identity: 'one', sample: true, now, log });
    expect(await same.load()).toEqual(await store.load());
    expect(await same.write(async ({ head }) => head.position)).toBe(1);
  });
});

describe('an import', () => {
  async function backup(): Promise<BackupLine[]> {
    const store = await opened(database, 'one');
    await store.write(async (writing) => {
      await writing.append([figure, { ...figure, area: 'ba-dinh' }]);
      await writing.receipt({ at: instantOf(0), slices: [], taken: 2, withdrawn: 0, unchanged: 0, refused: 0 });
      await writing.quarantine([{ figure: { ...arrived, value: 7 }, reason: 'RANGE', detail: 'x', lastGoodAt: null }]);
      await writing.decide(4, 'REJECTED', 'An', 'wrong');
      await writing.define({ 'targets.csv': 'a,b' });
    });
    return exported(instantOf(1));
  }

  async function nothingIn(identity: string): Promise<void> {
    const text = 'SELECT (SELECT count(*) FROM vintage) + (SELECT count(*) FROM source)::int AS n';
    const { rows } = await elsewhere.use('health', (client) => client.query<{ n: string }>(text));
    expect(rows[0]?.n).toBe('0');
    expect((await (await opened(elsewhere, identity)).head()).position).toBe(0);
  }

  test('is refused when the file was cut off anywhere, and leaves nothing', async () => {
    const lines = await backup();
    expect(lines).toHaveLength(10);
    for (let length = 0; length < lines.length; length += 1) {
      await expect(restored(lines.slice(0, length))).rejects.toThrow('was cut off');
    }
    await nothingIn('one');
  });

  test('is refused when a line is missing, is there twice, or comes after the end', async () => {
    const lines = await backup();
    for (const at of lines.keys()) {
      await expect(restored(lines.filter((_, place) => place !== at))).rejects.toThrow();
      await expect(restored(lines.flatMap((line, place) => (place === at ? [line, line] : [line])))).rejects.toThrow();
    }
    await nothingIn('one');
  });

  test('is refused into a journal that is not empty, which stays as it is', async () => {
    const lines = await backup();
    const there = await opened(elsewhere, 'mine');
    await there.write((writing) => writing.append([figure]));
    const before = await there.load();
    await expect(restored(lines)).rejects.toThrow(/it is not empty \(1 entries of mine\)/);
    expect(await there.load()).toEqual(before);
  });

  test('goes into a journal that was merely opened', async () => {
    const lines = await backup();
    const copy = await opened(elsewhere, 'one');
    await restored(lines);
    expect((await copy.load()).vintages).toHaveLength(2);
    expect((await copy.quarantined({ all: true }))[0]).toMatchObject({
      number: 4,
      decision: 'REJECTED',
      decidedBy: 'An',
    });
  });

  test.each<[string, number, Record<string, unknown>, RegExp]>([
    ['of another owner', 0, { owner: 'labour' }, /line 1 .* a backup of labour, not of health/],
    ['of another form', 0, { format: 2 }, /its form is 2; this release reads form 1/],
    ['with a number that is none', 3, { value: '1' }, /line 4 .* value: /],
    ['with a period that is none', 3, { period: '2023-S9' }, /line 4 .* period: this is no period/],
    ['with a word that it does not know', 3, { colour: 'red' }, /line 4 .*colour/],
    ['with an entry behind the head', 4, { position: 99 }, /line 5 .* position 99 is behind/],
    ['with an entry of a source that it does not name', 4, { source: 9 }, /line 5 .* source 9 was not named/],
    ['with a receipt of a scope that it does not name', 5, { scope: 99 }, /line 6 .* scope 99 was not named/],
  ])('is refused of a backup %s', async (_, at, change, said) => {
    const lines = await backup();
    const spoilt = lines.map((line, place) => (place === at ? { ...line, ...change } : line));
    await expect(restored(spoilt)).rejects.toThrow(JournalRefusal);
    await expect(restored(spoilt)).rejects.toThrow(said);
    await nothingIn('one');
  });

  test('whose connection broke is not begun a second time with the rest of the lines', async () => {
    const lines = await backup();
    async function* breaking() {
      for (const [place, line] of lines.entries()) {
        if (place === 4) await endOthers();
        yield line;
      }
    }
    await expect(restored(breaking())).rejects.toThrow('nothing was restored: import again');
    await nothingIn(randomUUID());
  });

  async function endOthers(): Promise<void> {
    const client = new pg.Client(server.url('elsewhere'));
    await client.connect();
    await client.query(
      'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await client.end();
  }
});
