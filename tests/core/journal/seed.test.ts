import { describe, expect, test } from 'vitest';
import { AREA_LIST, CITY } from '../../../schema/areas/areas.js';
import { OWNERS, type OwnerName } from '../../../schema/subgraphs.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { SourceError } from '../../../subgraphs/core/errors.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import type { JournalStore, Vintage } from '../../../subgraphs/core/journal/contract.js';
import { openJournal } from '../../../subgraphs/core/journal/journal.js';
import { preliminaryFigures } from '../../../subgraphs/core/journal/preliminary.js';
import { seedSample } from '../../../subgraphs/core/journal/seed.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { hanoiDay, lastDay, period } from '../../../subgraphs/core/period.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { publishedTest } from '../../../subgraphs/core/sample/published.js';
import { modelStore } from './model.js';
import { type ScriptedSource, scriptedSource } from './scripted-source.js';

const catalogue = readCatalogue();
const sample = sampleOf(catalogue);
const log = makeLogger('silent');
const NOW = '2026-03-01T00:00:00.000Z';
const BEGINS = '2021-03-17T02:00:00.000Z';
const DAY_MS = 86_400_000;
const now = () => new Date(NOW);

/** The sample of an owner as its source gives it; every third without a date, as DHIS2 gives none. */
function figuresOf(owner: OwnerName, dated = true): SourceFigure[] {
  return sample(owner).map((figure) => ({
    ...figure,
    reason: figure.value === null ? 'BLANK_AT_SOURCE' : null,
    document: null,
    place: null,
    publishedAt: dated ? figure.publishedAt : null,
  }));
}

interface Seeded {
  readonly source: ScriptedSource;
  readonly store: JournalStore;
  seed(): ReturnType<typeof seedSample>;
}

function unseeded(figures: readonly SourceFigure[], wrap = (store: JournalStore) => store): Seeded {
  const source = scriptedSource(figures);
  const store = wrap(modelStore({ now }));
  const signal = new AbortController().signal;
  const owner = 'education' as const;
  const files = { 'papers.csv': 'a,b\n' };
  const seed = () => seedSample({ store, source, owner, catalogue, files, begins: BEGINS, now, signal, log });
  return { source, store, seed };
}

const education = figuresOf('education');
const slices = catalogue.seriesOf('education').map(({ code, frequency }) => ({ indicator: code, frequency }));
const all = (store: JournalStore) =>
  store.vintagesOf(slices, [...new Set(education.map((figure) => figure.area))], null);
const cellOf = ({ indicator, area, period: text }: SourceFigure) => `${indicator} ${area} ${text}`;

describe('the seed of a sample', () => {
  test('records everything that was published, each when it was, and nothing in the future', async () => {
    const { store, seed, source } = unseeded(education);
    expect(await seed()).toMatchObject({ at: NOW, refused: 0 });
    expect(source.asked).toHaveLength(1);
    const vintages = await all(store);
    const wanted = education.filter((f) =>
      slices.some((s) => s.indicator === f.indicator && s.frequency === period(f.period).frequency),
    );
    expect(new Set(vintages.map(cellOf))).toEqual(new Set(wanted.map(cellOf)));
    const instants = vintages.map((v) => v.recordedAt);
    expect(instants).toEqual([...instants].sort());
    expect(instants[0]).toBe(BEGINS);
    expect(instants.at(-1)?.localeCompare(NOW)).toBeLessThanOrEqual(0);
    const first = new Map([...vintages].reverse().map((v) => [cellOf(v), v]));
    for (const v of first.values()) {
      const published = v.publishedAt ?? '';
      expect(v.recordedAt).toBe(published < BEGINS ? BEGINS : new Date(published).toISOString());
    }
  });

  test('takes what has no date as published 24 days after its period', async () => {
    const { store, seed } = unseeded(figuresOf('education', false));
    await seed();
    const vintages = (await all(store)).filter((v) => v.period === '2023-S1' && v.status !== 'P' && v.area === CITY.id);
    const day = new Date(Date.parse(`${lastDay(period('2023-S1'))}T02:00:00Z`) + 24 * DAY_MS).toISOString();
    expect(vintages.length).toBeGreaterThan(0);
    expect(new Set(vintages.map((v) => v.recordedAt))).toContain(day);
  });

  test('lets some figures be preliminary at first, lower by the same for the city and one district', async () => {
    const { store, seed } = unseeded(education);
    await seed();
    const vintages = await all(store);
    const preliminary = vintages.filter((v) => v.status === 'P');
    expect(preliminary.length).toBeGreaterThan(2);
    const finalOf = (v: Vintage) => vintages.find((w) => cellOf(w) === cellOf(v) && w.status !== 'P') as Vintage;
    for (const first of preliminary) {
      const final = finalOf(first);
      expect(Date.parse(final.recordedAt) - Date.parse(first.recordedAt)).toBe(45 * DAY_MS);
      expect(first.numerator).toBeLessThan(final.numerator ?? 0);
      const pair = preliminary.filter((v) => v.indicator === first.indicator && v.period === first.period);
      expect(pair).toHaveLength(2);
      expect(pair.filter((v) => v.area === CITY.id)).toHaveLength(1);
      expect(new Set(pair.map((v) => (finalOf(v).numerator ?? 0) - (v.numerator ?? 0))).size).toBe(1);
    }
  });

  test('ends with what the source has: the next answer brings nothing new, and the first question asks nobody', async () => {
    const { store, source, seed } = unseeded(education);
    await seed();
    const today = () => hanoiDay(now());
    const mark = () => ({ value: true, numerator: true, denominator: true });
    const options = { store, source, owner: 'education' as const, catalogue, mark, today, now, log };
    const journal = await openJournal({ ...options, maxAgeMs: 900_000, waitMs: 2_000 });
    const call = { signal: new AbortController().signal, requestId: 'test', log };
    const requests = slices.map((key) => ({ ...key, firstYear: 2020, maxAgeMs: null }));
    for (const answer of await journal.read(requests, call)) expect(answer).not.toBeInstanceOf(Error);
    expect(source.asked).toHaveLength(1);
    const receipt = await journal.refresh(slices, call);
    expect(receipt).toMatchObject({ taken: 0, withdrawn: 0, refused: 0 });
    expect(receipt.unchanged).toBeGreaterThan(500);
  });

  test('happens once, and never into a journal with figures', async () => {
    const { store, seed, source } = unseeded(education);
    const [one, two] = await Promise.all([seed(), seed()]);
    expect([one, two].filter((receipt) => receipt !== null)).toHaveLength(1);
    const { position } = await store.head();
    source.asked.length = 0;
    expect(await seed()).toBeNull();
    expect(source.asked).toHaveLength(0);
    expect((await store.head()).position).toBe(position);
  });

  test('is all or nothing', async () => {
    let broken = true;
    const { store, seed } = unseeded(education, (plain) => ({
      ...plain,
      write: (work) =>
        plain.write((writing) =>
          work(
            Object.assign(Object.create(writing), {
              receipt: broken ? () => Promise.reject(new Error('killed')) : writing.receipt.bind(writing),
            }),
          ),
        ),
    }));
    await expect(seed()).rejects.toThrow('killed');
    expect((await store.head()).position).toBe(0);
    broken = false;
    expect(await seed()).not.toBeNull();
  });

  test('throws the error of a source that fails, and records nothing', async () => {
    const { store, seed, source } = unseeded(education);
    source.mode = new SourceError('SOURCE_UNREACHABLE', 'education', 'scripted');
    await expect(seed()).rejects.toBe(source.mode);
    expect((await store.head()).position).toBe(0);
  });

  test('brings the definitions along, from its beginning on, in the same transaction', async () => {
    const writings: number[] = [];
    const { store, seed } = unseeded(education, (plain) => ({
      ...plain,
      write: (work) => plain.write((writing) => work(writing).finally(() => writings.push(writing.head.position))),
    }));
    await seed();
    expect(writings).toEqual([0]);
    const files = { ...catalogue.files, 'areas.csv': AREA_LIST, 'papers.csv': 'a,b\n' };
    expect(await store.definitions()).toEqual([{ position: 1, recordedAt: BEGINS, files }]);
  });

  test.each([
    ['before anything was recorded', async () => undefined],
    [
      'after definitions alone were recorded',
      async (store: JournalStore) => store.write((writing) => writing.define({ 'targets.csv': '' }, BEGINS)),
    ],
  ])('begins later in a journal that was closed %s', async (_when, before) => {
    const { store, seed } = unseeded(education);
    await before(store);
    await store.closeUntil('2023-08-01T00:00:00.000Z');
    expect(await seed()).not.toBeNull();
    const instants = (await all(store)).map((v) => v.recordedAt);
    expect(instants[0]).toBe('2023-08-01T00:00:00.001Z');
    expect(instants.at(-1)?.localeCompare(NOW)).toBeLessThanOrEqual(0);
  });

  test('is taken by a journal that was closed at this very instant', async () => {
    const { store, seed } = unseeded(education);
    await store.closeUntil(NOW);
    expect(await seed()).not.toBeNull();
    expect(new Set((await all(store)).map((v) => v.recordedAt))).toEqual(new Set(['2026-03-01T00:00:00.001Z']));
  });

  test('comes after definitions that were recorded before', async () => {
    const { store, seed } = unseeded(education);
    await store.write((writing) => writing.define({ 'targets.csv': '' }, '2022-01-01T00:00:00.000Z'));
    await seed();
    expect((await all(store))[0]?.recordedAt).toBe('2022-01-01T00:00:00.000Z');
  });
});

describe.each(OWNERS)('preliminary figures of %s', (owner) => {
  const figures = figuresOf(owner);
  const printed = publishedTest();
  const preliminary = preliminaryFigures(figures, catalogue, printed);

  test('are few, the same every time, and touch nothing in print', () => {
    expect(preliminary.size).toBeGreaterThan(0);
    expect(preliminary.size).toBeLessThan(figures.length / 12);
    expect([...preliminaryFigures(figures, catalogue, printed).values()]).toEqual([...preliminary.values()]);
    for (const final of preliminary.keys()) expect(Object.values(printed(final))).not.toContain(true);
  });

  test('are whole, and lower by one or two in a hundred of a district', () => {
    for (const [final, first] of preliminary) {
      expect(Number.isInteger(first.numerator)).toBe(true);
      expect(first.numerator).toBeGreaterThanOrEqual(0);
      expect(first.value).not.toBeNull();
      expect(first.denominator).toBe(final.denominator);
      if (final.area === CITY.id) continue;
      const late = (final.numerator ?? 0) - (first.numerator ?? 0);
      expect(late).toBeGreaterThanOrEqual(1);
      expect(late).toBeLessThanOrEqual(Math.max(1, 0.02 * (final.numerator ?? 0)));
    }
  });
});
