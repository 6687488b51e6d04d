import { describe, expect, it } from 'vitest';
import { CITY } from '../../schema/areas/areas.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';
import type { SampleFigure } from '../../subgraphs/core/sample/figure.js';
import { withBody } from './front.js';
import { DISTRICTS, figure, figuresFor, HALVES, MAIN, ONE, stage, WIDE } from './stage.js';

const CELL = { indicator: 'PENSION', area: CITY.id, period: '2023-S1', numerator: 550_000, denominator: 1_000_000 };

/** What the source gives for one cell whose item is changed on the way. */
async function one(
  change: Record<string, unknown>,
  cell: Partial<SampleFigure> = {},
): Promise<SourceFigure | undefined> {
  const { source, call } = await stage({
    figures: [figure({ ...CELL, ...cell })],
    spoil: ({ route, reply }) =>
      route.includes('search')
        ? withBody(reply, (body) => ({ ...body, items: (body.items as object[]).map((i) => ({ ...i, ...change })) }))
        : reply,
  });
  return (await source.figures(ONE, call))[0];
}

describe('one question', () => {
  it('asks for each page once and for one token, however many blocks there are', async () => {
    const { source, sandbox, call } = await stage();
    const figures = await source.figures(MAIN, call);
    expect(figures).toHaveLength(72 + 4 * 12);
    expect(sandbox.asked.sort()).toEqual([
      'POST /oauth/token',
      'POST /v1/statistics/search page 1',
      'POST /v1/statistics/search page 2',
    ]);
  });

  it('keeps the token for the next question', async () => {
    const { source, sandbox, call } = await stage();
    await source.figures(ONE, call);
    await source.figures(ONE, call);
    expect(sandbox.asked.filter((line) => line === 'POST /oauth/token')).toHaveLength(1);
  });

  it('brings every cell in our words, with the parts the source holds', async () => {
    const held = figuresFor(WIDE);
    const { source, sandbox, call } = await stage({ figures: held });
    const figures = await source.figures(WIDE, call);
    const text = (f: SampleFigure | SourceFigure) => [f.indicator, f.area, f.period, f.value, f.numerator].join(' ');
    expect(figures.map(text).sort()).toEqual(held.map(text).sort());
    expect(new Set(sandbox.asked).size).toBe(sandbox.asked.length);
    expect(sandbox.asked).toHaveLength(1 + 23);
  });

  it('brings only the indicators, areas and periods asked for', async () => {
    const { source, call } = await stage({
      figures: figuresFor(MAIN.map((b) => ({ ...b, areas: [CITY, ...DISTRICTS] }))),
    });
    const asked = { indicators: ['PENSION'], areas: DISTRICTS.slice(0, 2), periods: HALVES.slice(3, 5) };
    const figures = await source.figures([asked], call);
    expect(figures.map((f) => `${f.indicator} ${f.area} ${f.period}`).sort()).toEqual([
      'PENSION DISTRICT-001 2021-S2',
      'PENSION DISTRICT-001 2022-S1',
      'PENSION DISTRICT-002 2021-S2',
      'PENSION DISTRICT-002 2022-S1',
    ]);
  });

  it('brings a cell once that two blocks ask for', async () => {
    const { source, call } = await stage();
    const both = {
      indicators: ['HEALTH_INSURANCE', 'PENSION'],
      areas: [CITY],
      periods: ['2020-01', '2020-S1'].map(period),
    };
    expect(await source.figures([...MAIN, both], call)).toHaveLength(120);
  });

  it('asks nothing for what the mapping does not name', async () => {
    const { source, sandbox, call } = await stage();
    expect(
      await source.figures(
        ONE.map((b) => ({ ...b, indicators: ['DOCTORS'] })),
        call,
      ),
    ).toEqual([]);
    expect(await source.figures([], call)).toEqual([]);
    expect(sandbox.asked).toEqual([]);
  });

  it('knows years, half-years, quarters and months', async () => {
    const periods = ['2023', '2023-S2', '2023-Q3', '2023-06'].map(period);
    const block = { indicators: ['HEALTH_INSURANCE'], areas: [CITY], periods };
    const { source, call } = await stage({ figures: figuresFor([block]) });
    const figures = await source.figures([block], call);
    expect(figures.map((f) => f.period)).toEqual(['2023', '2023-S2', '2023-Q3', '2023-06']);
  });
});

describe('one figure', () => {
  it('has the value of its parts, not the rounded rate that is printed, and says where it stands', async () => {
    const cell = { numerator: 1, denominator: 3, publishedAt: '2023-07-03T01:30:00.000Z' };
    expect(await one({}, cell)).toEqual({
      indicator: 'PENSION',
      area: 'CITY-01',
      period: '2023-S1',
      value: 100 / 3,
      numerator: 1,
      denominator: 3,
      status: 'A',
      reason: null,
      note: null,
      document: 'CHOT-2023-06-25',
      place: 'HUUTRI_HUONG / HN / 2023H1',
      publishedAt: '2023-07-03T01:30:00.000Z',
    });
  });

  it.each([
    ['numerator', { numerator: null }],
    ['denominator', { denominator: null }],
    ['rate and parts', { numerator: null, denominator: null, rate: null }],
  ])('is missing, not 0, where the %s is blank', async (_, blank) => {
    const got = await one(blank);
    expect(got).toMatchObject({ value: null, status: 'O', reason: 'BLANK_AT_SOURCE', ...dropRate(blank) });
  });

  it('is 0 where the count is 0', async () => {
    expect(await one({}, { numerator: 0 })).toMatchObject({ value: 0, numerator: 0, status: 'A', reason: null });
  });

  it('does not apply where there is nothing below the line', async () => {
    const got = await one({}, { numerator: 0, denominator: 0 });
    expect(got).toMatchObject({ value: null, status: 'M', reason: 'DOES_NOT_APPLY', denominator: 0 });
  });

  it.each([
    [55.0, 550_049, 'rounded down'],
    [55.01, 550_051, 'rounded up'],
    [55.0, 550_050, 'half, rounded to the even'],
    [55.01, 550_050, 'half, rounded up'],
  ])('stands when %d is printed of %d in a million (%s)', async (rate, numerator) => {
    expect(await one({ rate, numerator })).toMatchObject({ value: numerator / 10_000, reason: null });
  });

  it.each([
    ['rate that the parts do not make', { rate: 55.02 }],
    ['negative count', { numerator: -1, rate: 0 }],
  ])('cannot be read with a %s, and shows none of the numbers', async (_, change) => {
    const got = await one(change);
    const none = { value: null, numerator: null, denominator: null };
    expect(got).toMatchObject({ ...none, status: 'O', reason: 'UNREADABLE_AT_SOURCE' });
    expect(got?.note).toMatch(/không khớp/);
    expect(got?.note).not.toMatch(/\d/);
  });

  it.each([
    ['FINAL', 'A'],
    ['PROVISIONAL', 'P'],
    ['ESTIMATED', 'E'],
    ['NEW_SERIES', 'B'],
  ])('that the source calls %s has the status %s', async (quality, status) => {
    expect(await one({ quality })).toMatchObject({ status });
  });

  it('stands without what a service need not say', async () => {
    const silent = { quality: undefined, note: undefined, batch: undefined, updatedAt: undefined };
    expect(await one(silent)).toMatchObject({ value: 55, status: 'A', document: null, publishedAt: null });
  });

  it('carries the remark of the source', async () => {
    expect(await one({}, { note: 'Số liệu sơ bộ' })).toMatchObject({ note: 'Số liệu sơ bộ' });
  });
});

function dropRate({ rate, ...parts }: { rate?: null } & object): object {
  return parts;
}
