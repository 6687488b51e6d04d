import { describe, expect, test } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Moment } from '../../subgraphs/core/definitions.js';
import type { SliceKey } from '../../subgraphs/core/journal/contract.js';
import type { InMemory, ServedSlice } from '../../subgraphs/core/journal/served.js';
import { FigureLoader } from '../../subgraphs/core/loader.js';
import { makeLogger } from '../../subgraphs/core/log.js';

const call = { requestId: 'r', signal: new AbortController().signal, log: makeLogger('silent') };
const now: Moment = {
  asOf: null,
  position: null,
  catalogue: readCatalogue(),
  today: '2026-03-01',
  version: 1,
  files: {},
};
const then: Moment = { ...now, asOf: '2023-08-01T00:00:00.000Z', position: 7 };

function slice({ indicator, frequency }: SliceKey): ServedSlice {
  const nothing = {
    get: () => undefined,
    heldBack: () => undefined,
    reader: () => ({ place: () => -1, of: () => undefined }),
  };
  return { indicator, frequency, ...nothing, freshness: () => null };
}

const NO_STORE = { vintagesOf: async () => [], suppressed: async () => [] };
const nothingInMemory = (): InMemory => ({ slice: () => null });

/** A loader over a journal that notes what it is asked. */
function loader({ inMemory = nothingInMemory, isAsking = (): boolean => false } = {}) {
  const asked: unknown[] = [];
  const codes = (keys: readonly SliceKey[]) => keys.map(({ indicator }) => indicator);
  const journal = {
    inMemory,
    async read(keys: readonly SliceKey[]) {
      asked.push({ now: codes(keys) });
      return keys.map(slice);
    },
    async readAt(keys: readonly SliceKey[], position: number, areas: readonly string[] | null = null) {
      asked.push({ position, areas, codes: codes(keys) });
      return keys.map(slice);
    },
  };
  return { asked, figures: new FigureLoader(journal, NO_STORE, call, isAsking) };
}

function question(indicator: string, moment: Moment, cityOnly: boolean) {
  return { indicator, frequency: 'S', firstYear: 2020, maxAgeMs: null, moment, cityOnly } as const;
}

describe('slices as of an instant', () => {
  test('are read of the city alone where only it is asked for, and of all areas where others are', async () => {
    const { asked, figures } = loader();
    const [city, all] = await Promise.all([
      figures.slice(question('DOCTORS', then, true)),
      figures.slice(question('DOCTORS', then, false)),
      figures.slice(question('NURSES', then, true)),
    ]);
    expect(city).not.toBe(all);
    expect(asked).toEqual([
      { position: 7, areas: [CITY.id], codes: ['DOCTORS', 'NURSES'] },
      { position: 7, areas: null, codes: ['DOCTORS'] },
    ]);
  });

  test('are not taken from a reading of the city alone when other areas are asked for later', async () => {
    const { asked, figures } = loader();
    const city = await figures.slice(question('DOCTORS', then, true));
    expect(await figures.slice(question('DOCTORS', then, false))).not.toBe(city);
    expect(await figures.slice(question('DOCTORS', then, true))).toBe(city);
    expect(asked).toHaveLength(2);
  });
});

test('a slice of now is read once, whatever areas are asked for', async () => {
  const { asked, figures } = loader();
  const [city, all] = await Promise.all([
    figures.slice(question('DOCTORS', now, true)),
    figures.slice(question('DOCTORS', now, false)),
  ]);
  expect(city).toBe(all);
  expect(asked).toEqual([{ now: ['DOCTORS'] }]);
});

test('what is not in memory is asked for when all parts of the question have begun, and in one question', async () => {
  let beginning = 0;
  const { asked, figures } = loader({ isAsking: () => beginning > 0 });
  const late = (indicator: string, turns: number): Promise<ServedSlice> => {
    beginning += 1;
    return new Promise((resolve, reject) => {
      const wait = (left: number) => {
        if (left > 0) return setImmediate(() => wait(left - 1));
        beginning -= 1;
        return Promise.resolve(figures.slice(question(indicator, now, true))).then(resolve, reject);
      };
      wait(turns);
    });
  };
  await Promise.all([figures.slice(question('DOCTORS', now, true)), late('NURSES', 1), late('BEDS', 5)]);
  expect(asked).toEqual([{ now: ['DOCTORS', 'NURSES', 'BEDS'] }]);
  await figures.slice(question('JOBS', now, true));
  expect(asked).toHaveLength(2);
});

describe('a slice of now that is fresh in memory', () => {
  const doctors = question('DOCTORS', now, false);
  const nurses = question('NURSES', now, false);

  test('is there at once, and the same for the whole question', () => {
    const { asked, figures } = loader({ inMemory: () => ({ slice }) });
    const found = figures.slice(doctors);
    expect(found).toMatchObject({ indicator: 'DOCTORS' });
    expect(figures.slice({ ...doctors, cityOnly: true })).toBe(found);
    expect(asked).toEqual([]);
  });

  test('comes from the memory that the question first looked into', () => {
    const looks: InMemory[] = [];
    const inMemory = () => {
      const frequency = looks.length === 0 ? 'S' : 'A';
      looks.push({ slice: (key) => ({ ...slice(key), frequency }) });
      return looks.at(-1) as InMemory;
    };
    const { figures } = loader({ inMemory });
    expect([figures.slice(doctors), figures.slice(nurses)]).toMatchObject([{ frequency: 'S' }, { frequency: 'S' }]);
    expect(looks).toHaveLength(1);
  });

  test('is waited for like before by a question that had to wait for it, though it is in memory meanwhile', async () => {
    let isFresh = false;
    const { asked, figures } = loader({ inMemory: () => ({ slice: (key) => (isFresh ? slice(key) : null) }) });
    const first = figures.slice(doctors);
    isFresh = true;
    const [a, b] = await Promise.all([first, figures.slice(doctors)]);
    expect(a).toBe(b);
    expect(await figures.slice(doctors)).toBe(a);
    expect(asked).toEqual([{ now: ['DOCTORS'] }]);
  });

  test('is not asked for of an instant of the past', async () => {
    const { asked, figures } = loader({ inMemory: () => ({ slice }) });
    await figures.slice(question('DOCTORS', then, false));
    expect(asked).toHaveLength(1);
  });
});

describe('instants of the past', () => {
  const at = (i: number): Moment => ({ ...then, asOf: new Date(Date.UTC(2023, 0, i)).toISOString(), position: i });

  test('are read one after the other, eight in one question at most; each counts once', async () => {
    const { asked, figures } = loader();
    const asking = [1, 2, 3, 4, 5, 6, 7, 8, 1, 8].map((i) => figures.slice(question(`I${i}`, at(i), false)));
    await Promise.all(asking);
    expect(asked).toHaveLength(8);
    await expect(figures.slice(question('I9', at(9), false))).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'asOf' },
    });
    expect(asked).toHaveLength(8);
  });

  test('are not read any more once nobody waits', async () => {
    const over = new AbortController();
    const asked: number[] = [];
    const journal = {
      inMemory: nothingInMemory,
      read: async () => [],
      async readAt(keys: readonly SliceKey[], position: number) {
        asked.push(position);
        over.abort(new Error('gone'));
        return keys.map(slice);
      },
    };
    const figures = new FigureLoader(journal, NO_STORE, { ...call, signal: over.signal }, () => false);
    const asking = [1, 2, 3].map((i) => figures.slice(question('DOCTORS', at(i), false)));
    const outcomes = await Promise.allSettled(asking);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(asked).toEqual([1]);
  });
});
