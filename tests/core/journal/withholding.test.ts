import { describe, expect, test } from 'vitest';
import { areasOn, CITY } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { suppressionsOf } from '../../../subgraphs/core/disclosure/suppressions.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import { openJournal } from '../../../subgraphs/core/journal/journal.js';
import type { ServedSlice, SliceRequest } from '../../../subgraphs/core/journal/served.js';
import { shownChanges, shownVintages } from '../../../subgraphs/core/journal/shown.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { markFrom } from '../../../subgraphs/core/mark.js';
import { type ModelJournal, modelJournal, modelStore } from './model.js';
import { figure, scriptedSource } from './scripted-source.js';

const CODE = 'HEALTH_MANAGEMENT';
const PERIOD = '2023-S1';
const KEY = { indicator: CODE, frequency: 'S' } as const;
const REQUEST: SliceRequest = { ...KEY, firstYear: 2020, maxAgeMs: null };
const DISTRICTS = areasOn('DISTRICT', '2024-12-31');
const catalogue = readCatalogue();
const log = makeLogger('silent');
const START = Date.parse('2026-03-01T00:00:00.000Z');

/** Figures of all districts, with their sum for the city; each district has 1,000 people unless told otherwise. */
function published(counts: Readonly<Record<number, number>>): SourceFigure[] {
  const parts = DISTRICTS.map((area, i) => ({ area: area.id, numerator: counts[i] ?? 500 + i, denominator: 1000 }));
  const sum = parts.reduce((total, { numerator }) => total + numerator, 0);
  return [...parts, { area: CITY.id, numerator: sum, denominator: 1000 * parts.length }].map((part) =>
    figure(CODE, PERIOD, (100 * part.numerator) / part.denominator, { ...part, note: `${part.numerator} người` }),
  );
}

interface Options {
  readonly model?: ModelJournal;
  readonly threshold?: number;
  readonly figures: readonly SourceFigure[];
}

async function setting({ model = modelJournal(), threshold = 5, figures }: Options) {
  const clock = { ms: START };
  const now = () => new Date(clock.ms);
  const store = modelStore({ now, journal: model });
  const source = scriptedSource(figures);
  const own = { ...(catalogue.get(CODE) as CatalogueIndicator), threshold };
  const known = {
    ...catalogue,
    get: (code: string) => (code === CODE ? own : catalogue.get(code)),
    ofOwner: () => [own],
  };
  const mark = markFrom(false, () => ({ value: true, numerator: true, denominator: true }));
  const rest = { maxAgeMs: 0, waitMs: 20_000, today: () => '2026-03-01', now, log };
  const journal = await openJournal({ store, source, owner: 'health', catalogue: known, mark, ...rest });
  const read = async () => {
    clock.ms += 60_000;
    const call = { requestId: 'test', signal: new AbortController().signal, log };
    const [slice] = await journal.read([REQUEST], call);
    if (!slice || slice instanceof Error) throw slice ?? new Error('no answer');
    return slice;
  };
  return { journal, store, source, read, model };
}

/** Of each district: its count; A, or D where it is withheld. */
function told(slice: ServedSlice): Record<string, number | string | null | undefined> {
  const list = [...DISTRICTS, CITY].map((area) => {
    const one = slice.get(area.id, PERIOD);
    return [area.id, one?.confidentiality === 'F' ? one.numerator : one?.confidentiality] as const;
  });
  return Object.fromEntries(list);
}

const id = (i: number) => DISTRICTS[i]?.id as string;
const withheld = (slice: ServedSlice) =>
  Object.values(told(slice))
    .filter((one) => typeof one === 'string')
    .sort();

describe('a small count', () => {
  test('is withheld with all that says it: value, parts and note; its status and reason say so', async () => {
    const { read } = await setting({ figures: published({ 3: 2 }) });
    const slice = await read();
    expect(slice.get(id(3), PERIOD)).toMatchObject({
      ...{ value: null, numerator: null, denominator: null, note: null },
      ...{ status: 'Q', reason: 'SUPPRESSED', confidentiality: 'A' },
    });
    expect(slice.get(CITY.id, PERIOD)).toMatchObject({ status: 'A', confidentiality: 'F' });
  });

  test('is as withheld for who reads one figure after the other', async () => {
    const { read } = await setting({ figures: published({ 3: 2 }) });
    const slice = await read();
    const reader = slice.reader();
    const place = reader.place(PERIOD);
    const shown = (figure: ReturnType<typeof slice.get>) =>
      figure && [figure.area, figure.period, figure.value, figure.numerator, figure.note, figure.status, figure.reason];
    for (const area of [...DISTRICTS, CITY]) {
      expect(shown(reader.of(area.id, place))).toEqual(shown(slice.get(area.id, PERIOD)));
    }
    expect(reader.of(id(3), place)).toMatchObject({ value: null, numerator: null, note: null, status: 'Q' });
    expect(reader.of('DISTRICT-999', place)).toBeUndefined();
    expect(reader.of(CITY.id, reader.place('1999'))).toBeUndefined();
  });

  test('takes one other with it, so that the city less the others does not give it away', async () => {
    const { read } = await setting({ figures: published({ 3: 2 }) });
    expect(withheld(await read())).toEqual(['A', 'D']);
  });

  test('is one of those missing to the whole too; none at all is shown', async () => {
    const { read } = await setting({ figures: published({ 3: 998, 4: 0, 5: 1000 }) });
    const shown = told(await read());
    expect([shown[id(3)], shown[id(4)], shown[id(5)]]).toEqual(['A', 0, 1000]);
  });

  test('of two areas hides both, which protect each other', async () => {
    const { read } = await setting({ figures: published({ 3: 4, 4: 3 }) });
    expect(withheld(await read())).toEqual(['A', 'A']);
  });

  test('that comes later is withheld as of every instant before, in every vintage and every change', async () => {
    const s = await setting({ figures: published({ 3: 40 }) });
    const before = await s.read();
    expect(before.get(id(3), PERIOD)?.numerator).toBe(40);
    const { position } = await s.store.head();
    s.source.published = published({ 3: 4 });
    await s.read();
    const [then] = await s.journal.readAt([KEY], position);
    expect(then?.get(id(3), PERIOD)).toMatchObject({ value: null, numerator: null, status: 'Q', confidentiality: 'A' });
    const vintages = await shownVintages(s.store, [KEY], [id(3)], null);
    expect(vintages.map(({ numerator, confidentiality }) => [numerator, confidentiality])).toEqual([
      [null, 'A'],
      [null, 'A'],
    ]);
    const asked = { after: 0, since: '', first: 500, indicators: [CODE], areas: [id(3)], firstsOf: null };
    for (const { before: was, after } of await shownChanges(s.store, asked)) {
      expect([was?.value ?? null, after.value, after.note]).toEqual([null, null, null]);
    }
  });

  test('goes on being withheld when it is revised to a large one: the old one could be told from the rest', async () => {
    const s = await setting({ figures: published({ 3: 4 }) });
    const first = await s.read();
    s.source.published = published({ 3: 600 });
    const second = await s.read();
    expect(told(second)[id(3)]).toBe('A');
    for (const [area, kind] of Object.entries(told(first))) {
      if (typeof kind === 'string') expect(told(second)[area]).toBe(kind);
    }
  });
});

describe('what was recorded without being screened', () => {
  test('is screened when the journal is opened, and by another threshold again', async () => {
    const model = modelJournal();
    const loose = await setting({ model, threshold: 1, figures: published({ 3: 4, 7: 8 }) });
    expect(withheld(await loose.read())).toEqual([]);
    const strict = await setting({ model, threshold: 5, figures: published({ 3: 4, 7: 8 }) });
    expect(withheld(await strict.read())).toEqual(['A', 'D']);
    const stricter = await setting({ model, threshold: 10, figures: published({ 3: 4, 7: 8 }) });
    expect(withheld(await stricter.read())).toContain('A');
    expect(told(await stricter.read())[id(7)]).toBe('A');
  });

  test('is found in what was replaced since, too', async () => {
    const model = modelJournal();
    const loose = await setting({ model, threshold: 1, figures: published({ 3: 4 }) });
    await loose.read();
    loose.source.published = published({ 3: 400 });
    await loose.read();
    const strict = await setting({ model, threshold: 5, figures: published({ 3: 400 }) });
    expect(told(await strict.read())[id(3)]).toBe('A');
  });

  test('is written down once: opening it again adds nothing', async () => {
    const { model, read } = await setting({ figures: published({ 3: 4 }) });
    await read();
    const entries = model.entries.length;
    await setting({ model, figures: published({ 3: 4 }) });
    expect(model.entries).toHaveLength(entries);
  });
});

test('another process takes over what is withheld', async () => {
  const one = await setting({ figures: published({ 3: 40 }) });
  const two = await setting({ model: one.model, figures: published({ 3: 40 }) });
  await one.read();
  one.source.published = published({ 3: 4 });
  await one.read();
  await two.journal.catchUp();
  two.source.mode = new Error('gone');
  expect(told(await two.read())[id(3)]).toBe('A');
});

test('a program with other thresholds records nothing more once the journal is screened by new ones', async () => {
  const old = await setting({ threshold: 5, figures: published({ 3: 40 }) });
  await old.read();
  const stricter = await setting({ model: old.model, threshold: 10, figures: published({ 3: 40 }) });
  old.source.published = published({ 3: 7 });
  const stale = await old.read();
  expect(stale.freshness(id(3), PERIOD)?.staleBecause).toBe('JOURNAL_UNREACHABLE');
  await stricter.journal.catchUp();
  stricter.source.mode = new Error('gone');
  expect(told(await stricter.read())[id(3)]).toBe(40);
  const again = await setting({ model: old.model, threshold: 10, figures: published({ 3: 7 }) });
  expect(told(await again.read())[id(3)]).toBe('A');
});

test('a correction of a withheld count hides enough for both of its values, which are compared in the list of vintages', async () => {
  const s = await setting({ figures: published({ 3: 3 }) });
  expect(withheld(await s.read())).toEqual(['A', 'D']);
  // The city's sums tell by how much the count has grown: at the end it is everybody.
  s.source.published = published({ 3: 1000 });
  expect(withheld(await s.read()).length).toBeGreaterThan(2);
});

describe('a rate that came without its counts', () => {
  const alone = (numbers: Readonly<Record<number, number>>) =>
    published({}).map((one, i) => {
      const value = numbers[i];
      return value === undefined || one.area === CITY.id
        ? one
        : { ...one, value, numerator: null, denominator: null, note: null };
    });

  test('of a district is withheld, for nobody can tell of how many it is; none and all are shown', async () => {
    const { read } = await setting({ figures: alone({ 3: 0.3, 4: 0, 5: 100 }) });
    const slice = await read();
    expect(slice.get(id(3), PERIOD)).toMatchObject({ value: null, status: 'Q', confidentiality: 'D' });
    expect([slice.get(id(4), PERIOD)?.value, slice.get(id(5), PERIOD)?.value]).toEqual([0, 100]);
  });

  test('of a stock goes with the counts of the period that ends with it', () => {
    const indicator = { ...(catalogue.get(CODE) as CatalogueIndicator), threshold: 5 };
    const cells = published({ 3: 3 }).map(({ indicator: code, area, period: text, value, numerator, denominator }) => ({
      ...{ indicator: code, area, period: text, value, numerator, denominator },
    }));
    const year = { ...(cells[3] as (typeof cells)[0]), period: '2023-06', numerator: null, denominator: null };
    const found = suppressionsOf(indicator, [...cells, year], () => undefined);
    expect(found).toContainEqual({ indicator: CODE, area: id(3), period: '2023-06', confidentiality: 'A' });
  });
});
