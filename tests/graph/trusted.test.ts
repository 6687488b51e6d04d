import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNERS } from '../../schema/subgraphs.js';
import { question, type TestGraph, TODAY, testGraph } from '../support/graph.js';

type Row = Record<string, never>;

describe.each(['in one process', 'over HTTP'] as const)('figures that can be trusted, %s', (joined) => {
  let graph: TestGraph;
  beforeAll(async () => {
    // Nothing here is about speed, and the machine may be busy.
    graph = await testGraph({ DEADLINE_MS: '20000' }, joined);
  });
  afterAll(() => graph?.close());

  async function answer(query: string) {
    const { data, errors } = await graph.ask(query);
    expect(errors, JSON.stringify(errors?.slice(0, 3))).toBeUndefined();
    return data;
  }

  test('how fresh every figure is, and what was recorded of it', async () => {
    const { departments, indicators } = await answer(question('Freshness'));
    expect(departments.map((d: { code: string }) => d.code)).toEqual([...OWNERS]);
    for (const { source } of departments) {
      expect(source).toMatchObject({ state: 'ANSWERING', lastError: null, openSince: null, maxAge: 900 });
      expect(Date.parse(source.lastGood)).toBe(TODAY.getTime());
      expect(source.budgetLeft).toBeGreaterThan(0);
    }
    expect(indicators).toHaveLength(27);
    for (const { code, series } of indicators) {
      for (const figure of series.headline) {
        expect(figure, code).toMatchObject({ stale: false, staleReason: null });
        expect(figure.vintages.at(-1).value, code).toBe(figure.value);
        expect(Date.parse(figure.vintages.at(-1).recordedAt)).toBeLessThanOrEqual(TODAY.getTime());
        const times = figure.vintages.map((v: { recordedAt: string }) => v.recordedAt);
        expect(times, code).toEqual([...times].sort());
      }
    }
    const revised = indicators.flatMap((i: { series: { headline: { vintages: unknown[] }[] } }) =>
      i.series.headline.filter((figure) => figure.vintages.length > 1),
    );
    expect(revised.length).toBeGreaterThan(3);
  });

  test('what would have been said on 1 August 2023: the same now and later, with what was published by then', async () => {
    const { programme } = await answer(question('ThenKnown'));
    expect(programme.summary.total).toBe(27);
    expect(programme.summary.met).toBeGreaterThan(9);
    expect(programme.summary.met).toBeLessThanOrEqual(18);
    expect(programme.indicators).toHaveLength(27);
    expect(await answer(question('ThenKnown'))).toEqual({ programme });
  });

  test('figures published after the instant are not known, and a revised one has its former value', async () => {
    const { then, now } = await answer(`{
      then: indicators(codes: ["DOCTORS", "JOBS"], asOf: "2023-08-01T07:00:00+07:00") { code asOf series { headline { period value vintages { recordedAt } } } }
      now: indicators(codes: ["DOCTORS", "JOBS"]) { series { headline { period } } }
    }`);
    for (const [i, indicator] of then.entries()) {
      expect(indicator.asOf).toBe('2023-08-01T00:00:00.000Z');
      expect(indicator.series.headline.at(-1).period).toMatch(/^2023/);
      expect(now[i].series.headline.length).toBeGreaterThan(indicator.series.headline.length);
      for (const { vintages } of indicator.series.headline)
        for (const { recordedAt } of vintages) expect(recordedAt <= '2023-08-01T00:00:00.000Z').toBe(true);
    }
  });

  test('without a period, an instant means the last half-year that had ended by then', async () => {
    const { programme } = await answer(
      '{ programme(asOf: "2023-08-01T00:00:00Z") { summary { period } indicators { assessment { period } target { value } } } }',
    );
    expect(programme.summary.period).toBe('2023-S1');
    for (const { assessment } of programme.indicators) expect(assessment.period).toBe('2023-S1');
  });

  test('areas and profiles carry the instant', async () => {
    const { then, now } = await answer(`{
      then: areas(level: DISTRICT, asOf: "2022-09-01T00:00:00Z") { code asOf health(period: "2022") { doctors { value } } }
      now: areas(level: DISTRICT) { code health(period: "2022") { doctors { value } } }
    }`);
    expect(then).toHaveLength(30);
    for (const { health } of then) expect(health.doctors.value).toBeNull();
    for (const { health } of now) expect(health.doctors.value).toBeGreaterThan(0);
  });

  test.each([
    ['the future', '{ programme(asOf: "2026-03-01T03:00:01Z") { code } }', 'BAD_USER_INPUT', ['programme']],
    ['no instant', '{ programme(asOf: "2023-08-01") { code } }', 'BAD_USER_INPUT', ['programme']],
    [
      'a time before the first recording',
      '{ programme(asOf: "2019-01-01T00:00:00Z") { code } }',
      'NOT_YET_RECORDED',
      ['programme'],
    ],
    [
      'a time before the first recording, of an area',
      '{ area(id: "DISTRICT-001", asOf: "2019-01-01T00:00:00Z") { name } }',
      'NOT_YET_RECORDED',
      ['area'],
    ],
  ])('asOf refuses %s', async (_, query, code, path) => {
    const { errors, data } = await graph.ask(query);
    expect(errors?.map((e) => [e.extensions.code, e.path])).toEqual([[code, path]]);
    expect(Object.values(data)).toEqual([null]);
  });

  test.each(['stale', 'staleReason', 'age'])(
    'under asOf a figure has no %s: it is refused there, and the rest is answered',
    async (field) => {
      const { data, errors } = await graph.ask(
        `{ indicator(code: "DOCTORS", asOf: "2023-08-01T00:00:00Z") { series { headline { value ${field} } } } }`,
      );
      const { headline } = data.indicator.series;
      expect(headline.length).toBeGreaterThan(3);
      expect(new Set(errors?.map((e) => e.extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
      expect(errors?.map((e) => e.path)).toEqual(
        headline.map((_: unknown, i: number) => ['indicator', 'series', 'headline', i, field]),
      );
      for (const row of headline) expect(row[field]).toBeNull();
    },
  );

  test.each([
    [
      '{ indicator(code: "DOCTORS", asOf: "2023-08-01T00:00:00Z") { series { source { name state } } } }',
      ['indicator', 'series', 'source', 'state'],
    ],
    [
      '{ indicator(code: "DOCTORS", asOf: "2023-08-01T00:00:00Z") { owner { source { name lastGood } } } }',
      ['indicator', 'owner', 'source', 'lastGood'],
    ],
  ])('under asOf the state of a source is refused: %s', async (query, path) => {
    const { errors, data } = await graph.ask(query);
    expect(errors?.map((e) => [e.extensions.code, e.path])).toEqual([['BAD_USER_INPUT', path]]);
    expect(JSON.stringify(data)).toContain('DHIS2');
  });

  test('what has changed, in order, page by page as in one go', async () => {
    const { changes } = await answer(question('WhatChanged'));
    expect(changes.length).toBeGreaterThan(40);
    expect(changes.length).toBeLessThanOrEqual(50);
    const times = changes.map((c: { at: string }) => c.at);
    expect(times).toEqual([...times].sort());
    for (const change of changes) {
      expect(Date.parse(change.at)).toBeGreaterThanOrEqual(Date.parse('2026-01-01T00:00:00Z'));
      expect(change.indicator.code).toBeTruthy();
      if (change.kind !== 'JUDGEMENT') expect(change.area.name).toBeTruthy();
    }
    const since = '2025-07-01T00:00:00Z';
    const page = (after: string | null, first: number) =>
      answer(
        `{ changes(since: "${since}", first: ${first}${after ? `, after: "${after}"` : ''}, areas: ["CITY-01"]) { cursor kind indicator { code } period at before { value state } after { value state } } }`,
      );
    const whole: Row[] = (await page(null, 200)).changes;
    const parts: Row[] = [];
    for (let after: string | null = null; ; ) {
      const part: (Row & { cursor: string })[] = (await page(after, 37)).changes;
      if (part.length === 0) break;
      parts.push(...part);
      after = part.at(-1)?.cursor ?? null;
    }
    const plain = (rows: Row[]) => rows.map(({ cursor, ...row }) => row);
    expect(plain(parts).slice(0, 200)).toEqual(plain(whole));
    const kinds = new Set(parts.map((c) => c.kind));
    for (const kind of ['FIRST', 'REVISION', 'JUDGEMENT']) expect(kinds, kind).toContain(kind);
  });

  test('nothing of the sample is in quarantine', async () => {
    const { departments } = await answer(question('Quarantine'));
    for (const { source } of departments) expect(source.quarantine).toEqual([]);
  });
});
