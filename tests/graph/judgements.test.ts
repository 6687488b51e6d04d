import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { question, type TestGraph, testGraph } from '../support/graph.js';

interface Judged {
  readonly area: { readonly name: string };
  readonly period: string;
  readonly state: string;
  readonly reason: string | null;
  readonly missing: { readonly value: number; readonly unit: string } | null;
}

describe('judgements of areas, versions and times to come', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  test('every district is judged by the target of the city in each period, with what it lacks in people', async () => {
    const rows: Judged[] = (await graph.answer(question('ByArea'))).indicator.assessments;
    expect(rows).toHaveLength(60);
    expect(rows.map(({ period }) => period).slice(0, 4)).toEqual(['2022-S2', '2023-S1', '2022-S2', '2023-S1']);
    expect(new Set(rows.map(({ area }) => area.name)).size).toBe(30);
    const behind = rows.filter(({ state }) => !state.startsWith('MET'));
    expect(behind.length).toBeGreaterThan(0);
    for (const { missing } of behind) {
      expect(missing?.unit).toMatch(/BHYT/);
      expect(missing?.value).toBeGreaterThan(0);
    }
  });

  test('the city among them is judged as everywhere, for all periods at once', async () => {
    const { indicators } = await graph.answer(`{ indicators {
      assessments(periods: ["2023-S1", "2021-S2"]) { area { id } period state shareOfWay }
      one: assessment(period: "2023-S1") { area { id } period state shareOfWay }
    } }`);
    expect(indicators).toHaveLength(27);
    for (const { assessments, one } of indicators) {
      expect(assessments).toHaveLength(2);
      expect(assessments[0].period).toBe('2021-S2');
      expect(assessments[1]).toEqual({ ...one, area: { id: 'CITY-01' } });
    }
  });

  test('a count is not judged by area: the quota of the city is shared out to nobody', async () => {
    const { indicator } = await graph.answer(
      '{ indicator(code: "JOBS") { assessments(level: DISTRICT, periods: ["2023"]) { state reason target { value } sentence(lang: EN) latest { value } } } }',
    );
    expect(indicator.assessments).toHaveLength(30);
    for (const row of indicator.assessments) {
      expect(row).toMatchObject({ state: 'NO_DATA', reason: 'NO_AREA_TARGET', target: null });
      expect(row.sentence).toMatch(/no target of its own/);
      expect(row.latest.value).toBeGreaterThan(0);
    }
  });

  test('rates that were moved are judged, counts are not', async () => {
    const { poor, jobs } = await graph.answer(`{
      poor: indicator(code: "HEALTH_MANAGEMENT") { assessments(level: COMMUNE, boundaries: "2025-07-01", periods: ["2023-S1"]) { state base { period } latest { period } } }
      jobs: indicator(code: "JOBS") { assessments(level: COMMUNE, boundaries: "2025-07-01", periods: ["2023-S1"]) { reason } }
    }`);
    expect(poor.assessments).toHaveLength(126);
    for (const { state, base, latest } of poor.assessments) {
      expect(state).not.toBe('NO_DATA');
      expect([base.period, latest.period]).toEqual(['2020-S2', '2023-S1']);
    }
    expect(new Set(jobs.assessments.map(({ reason }: Judged) => reason))).toEqual(new Set(['NO_AREA_TARGET']));
  });

  test('communes are judged for every indicator, and before and after all figures too', async () => {
    const { indicators } = await graph.answer(`{ indicators { code
      now: assessments(level: COMMUNE) { state reason }
      odd: assessments(areas: ["DISTRICT-001"], periods: ["2010", "2019-S1", "2025-S2", "2099"]) { period state reason } } }`);
    for (const { code, now, odd } of indicators) {
      expect(now, code).toHaveLength(126);
      expect(odd.map(({ period }: Judged) => period)).toEqual(['2010', '2019-S1', '2025-S2', '2099']);
      expect(odd[0].state, code).toBe('NO_DATA');
      for (const { state, reason } of odd.slice(2)) {
        expect([code, state, reason]).toEqual([
          code,
          code === 'SCHOOL_MILK' ? 'WITHDRAWN' : 'NO_DATA',
          code === 'SCHOOL_MILK' ? null : 'AREA_NOT_STANDING',
        ]);
      }
    }
  });

  test('what is withheld is not said to be missing', async () => {
    const { indicator } = await graph.answer(
      '{ indicator(code: "CHILDREN_IN_NEED") { assessments(level: COMMUNE, periods: ["2025-S2"]) { reason } series { observations(level: COMMUNE, periods: ["2025-S2"]) { status } } } }',
    );
    const withheld = indicator.series.observations.filter(({ status }: { status: string }) => status === 'Q').length;
    expect(withheld).toBeGreaterThan(0);
    expect(indicator.assessments.filter(({ reason }: Judged) => reason === 'WITHHELD')).toHaveLength(withheld);
  });

  test('what is known of the city alone has no figure by area, and says so', async () => {
    const { indicator } = await graph.answer(
      '{ indicator(code: "LIFE_EXPECTANCY") { assessments(level: DISTRICT, areas: ["001"], periods: ["2023"]) { area { id } state reason } } }',
    );
    expect(indicator.assessments).toEqual([{ area: { id: 'DISTRICT-001' }, state: 'NO_DATA', reason: 'NO_FIGURE' }]);
  });

  test.each([
    ['level: COMMUNE, areas: ["00004"]', /several areas had this code/],
    ['periods: ["2023-S3"]', /2023-S3/],
    ['level: DISTRICT, boundaries: "2025-07-01"', /no DISTRICT stood on that day/],
  ])('refuses %s', async (argument, message) => {
    const { errors } = await graph.ask(`{ indicator(code: "DOCTORS") { assessments(${argument}) { state } } }`);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('a target tells its versions with where each was found, and where its figures are going', async () => {
    const { indicator } = await graph.answer(question('TargetHistory'));
    expect(indicator.targets).toEqual([
      {
        value: 160_000,
        from: '2021-03',
        withdrawn: false,
        evidence: 'PUBLISHED',
        source: expect.stringMatching(/2021/),
      },
      {
        value: 165_000,
        from: '2024-01',
        withdrawn: false,
        evidence: 'PUBLISHED',
        source: expect.stringMatching(/^http/),
      },
    ]);
    const { method, points } = indicator.projection;
    expect(method).toMatch(/bình phương tối thiểu/);
    expect(points.map(({ period }: { period: string }) => period)).toEqual(
      ['2023', '2024', '2025'].flatMap((year) =>
        Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`).filter((p) => p > '2023-06'),
      ),
    );
    for (const { value, low, high } of points) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  test('a restated target is judged by both versions, a withdrawn one by the version before too', async () => {
    const { indicators } = await graph.answer(`{ indicators(codes: ["HEALTH_MANAGEMENT", "SCHOOL_MILK"]) {
      code assessment(period: "2025-S2") { state target { value source(lang: EN) } otherVersions { period state target { value from } latest { period } } } } }`);
    const [management, milk] = indicators;
    expect(management.assessment).toMatchObject({ state: 'MET', target: { value: 98 } });
    expect(management.assessment.otherVersions).toMatchObject([
      { period: '2025-S2', target: { value: 100, from: '2021-03' }, latest: { period: '2025-S2' } },
    ]);
    expect(management.assessment.otherVersions[0].state).not.toBe('MET');
    expect(milk.assessment.state).toBe('WITHDRAWN');
    expect(milk.assessment.otherVersions).toMatchObject([{ target: { value: 95 } }]);
    expect(milk.assessment.otherVersions[0].state).not.toBe('WITHDRAWN');
  });

  test('a hard target says in doctors, not in doctors per 10,000, what each year has to bring', async () => {
    const { indicators } = await graph.answer(question('HardTargets'));
    const doctors = indicators.find(({ code }: { code: string }) => code === 'DOCTORS').assessment;
    expect(doctors.neededPerYear).toEqual({ value: Math.ceil(doctors.missing.value / 2.5), unit: 'bác sỹ' });
  });

  test('what reports declare otherwise than we judge is listed, with both sides', async () => {
    const { programme } = await graph.answer(`{ programme { differences {
      kind report period indicator { code name } declaredState computedState declaredCount computedCount } } }`);
    expect(programme.differences).toContainEqual({
      ...{ kind: 'MET', period: '2023-S1', indicator: null, declaredState: null, computedState: null },
      ...{ report: 'Tin báo chí tháng 6/2023', declaredCount: 14, computedCount: 18 },
    });
    for (const { kind, declaredCount, computedCount, indicator, computedState } of programme.differences) {
      if (kind === 'STATE') expect([indicator.code, computedState]).not.toContain(null);
      else expect(declaredCount).not.toBe(computedCount);
    }
    const { programme: then } = await graph.answer('{ programme { differences(period: "2023-S1") { period } } }');
    expect(new Set(then.differences.map(({ period }: Judged) => period))).toEqual(new Set(['2023-S1']));
  });
});
