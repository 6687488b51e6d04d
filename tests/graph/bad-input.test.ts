import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGraph, testGraph } from '../support/graph.js';

describe('a question that cannot be answered', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  test.each([
    ['an unknown code', '{ indicator(code: "DOCTOR") { name } }', 'code', 'DOCTORS'],
    ['an unknown code in a list', '{ indicators(codes: ["DOCTORS", "X"]) { name } }', 'codes', ''],
    ['an unknown owner', '{ indicators(owner: "helth") { name } }', 'owner', 'health'],
    [
      'an unknown area',
      '{ indicator(code: "DOCTORS") { series { observations(areas: ["DISTRICT-999"]) { value } } } }',
      'areas',
      'DISTRICT-001',
    ],
    [
      'a malformed period',
      '{ indicator(code: "DOCTORS") { series { observations(periods: ["2023-H1"]) { value } } } }',
      'periods',
      '2023-S1',
    ],
    [
      'a reversed period',
      '{ indicator(code: "DOCTORS") { series { observations(from: "2024", to: "2022") { value } } } }',
      'from',
      '2022',
    ],
    [
      'a malformed period of a judgement',
      '{ indicator(code: "DOCTORS") { assessment(period: "mid-2023") { state } } }',
      'period',
      '2023-S1',
    ],
    [
      'a malformed period of a profile',
      '{ areas(level: DISTRICT) { health(period: "23") { doctors { value } } } }',
      'period',
      '2023-S1',
    ],
    [
      'a malformed period of a target',
      '{ indicator(code: "DOCTORS") { target(period: "2023-13") { value } } }',
      'period',
      '2023',
    ],
    [
      'a span of ten thousand years',
      '{ indicator(code: "CREMATION") { series { observations(level: DISTRICT, from: "0001", to: "9999", frequency: M) { value } } } }',
      'from',
      '1900',
    ],
    [
      'more periods than one field answers',
      '{ indicator(code: "CREMATION") { series { observations(from: "1900", to: "2199", frequency: M) { value } } } }',
      'periods',
      '400',
    ],
    [
      'more figures than one field answers',
      '{ indicator(code: "DOCTORS") { series { observations(level: DISTRICT, from: "1900", to: "2100", frequency: S) { value } } } }',
      'periods',
      '400',
    ],
    [
      'a first period that has not ended',
      '{ indicator(code: "DOCTORS") { series { observations(from: "2030") { value } } } }',
      'from',
      '2025-S2',
    ],
    [
      'a last period before the first figures',
      '{ indicator(code: "DOCTORS") { series { observations(to: "2019") { value } } } }',
      'to',
      '2020',
    ],
    [
      'an empty period',
      '{ areas(level: DISTRICT) { education(period: "") { schools { value } } } }',
      'period',
      '2023-S1',
    ],
    ['a day that is none', '{ areas(on: "2023") { name } }', 'on', '2023-06-30'],
    ['a day that the calendar does not have', '{ areas(on: "2023-02-31") { name } }', 'on', 'calendar'],
    ['an unknown id of an area', '{ area(id: "001") { name } }', 'id', ''],
  ])(
    '%s is refused with BAD_USER_INPUT, naming the argument and what is allowed',
    async (_, query, argument, allowed) => {
      const { errors } = await graph.ask(query);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
      expect(errors?.[0]?.message).toContain(argument);
      expect(errors?.[0]?.message).toContain(allowed);
    },
  );

  test('one malformed question does not silence the good one beside it', async () => {
    const { data, errors } = await graph.ask(
      '{ good: indicator(code: "DOCTORS") { series { headline { value } } } bad: indicator(code: "NONE") { name } }',
    );
    expect(data.good.series.headline.length).toBe(12);
    expect(data.bad).toBeNull();
    expect(errors).toHaveLength(1);
  });

  test('a period that has not ended is missing and says so', async () => {
    const { data } = await graph.ask(
      '{ indicator(code: "DOCTORS") { series { observations(periods: ["2030"]) { value status reason } } } }',
    );
    expect(data.indicator.series.observations).toEqual([
      { value: null, status: 'O', reason: 'Kỳ báo cáo chưa kết thúc.' },
    ]);
  });

  test('a figure of an area that no longer stands cannot exist, and says so', async () => {
    const { data } = await graph.ask(
      '{ areas(codes: ["001"]) { health(period: "2025-S2") { doctors { value status reason(lang: EN) } } } indicator(code: "DOCTORS") { series { named: observations(areas: ["DISTRICT-001"], periods: ["2025-S2"]) { status reason(lang: EN) } level: observations(level: DISTRICT, periods: ["2025-S2"]) { status } } } }',
    );
    const missing = { status: 'M', reason: expect.stringContaining('did not stand') };
    expect(data.areas[0].health.doctors).toEqual({ value: null, ...missing });
    expect(data.indicator.series).toEqual({ named: [missing], level: [] });
  });

  test('areas come once and in the order of the code list, however they were asked', async () => {
    const { data } = await graph.ask(
      '{ indicator(code: "DOCTORS") { series { observations(areas: ["DISTRICT-003", "DISTRICT-001", "DISTRICT-003"], periods: ["2023"]) { area { code } } } } }',
    );
    expect(data.indicator.series.observations.map((o: { area: { code: string } }) => o.area.code)).toEqual([
      '001',
      '003',
    ]);
  });

  test('made-up counts beside a published rate are marked as sample', async () => {
    const { data } = await graph.ask(
      '{ areas(codes: ["273"]) { labour(period: "2022-S2") { households { value sample } poorHouseholdRate { value sample } } } area(id: "CITY-01") { labour(period: "2022-S2") { poorHouseholds { value sample } households { sample } } } }',
    );
    expect(data.areas[0].labour).toMatchObject({
      households: { sample: true },
      poorHouseholdRate: { value: 0, sample: true },
    });
    expect(data.area.labour).toEqual({ poorHouseholds: { value: 2134, sample: false }, households: { sample: true } });
  });

  test('a figure that cannot exist says so in either language', async () => {
    const { data } = await graph.ask(
      '{ indicator(code: "LIFE_EXPECTANCY") { series { observations(areas: ["001"], level: DISTRICT, periods: ["2022"]) { value status vi: reason en: reason(lang: EN) } } } }',
    );
    expect(data.indicator.series.observations[0]).toMatchObject({
      value: null,
      status: 'M',
      en: expect.stringContaining('whole city'),
    });
  });

  test('rural figures of an urban district do not apply', async () => {
    const { data } = await graph.ask(
      '{ indicator(code: "CLEAN_WATER") { series { observations(areas: ["DISTRICT-002"], periods: ["2023-S1"]) { value status reason(lang: EN) } } } }',
    );
    expect(data.indicator.series.observations[0]).toMatchObject({
      value: null,
      status: 'M',
      reason: expect.stringContaining('not apply'),
    });
  });
});
