import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { question, type TestGraph, testGraph } from '../support/graph.js';

type Row = Record<string, never>;

describe('the questions of the first users', () => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await testGraph();
  });
  afterAll(() => graph?.close());

  async function answer(name: string) {
    const { data, errors } = await graph.ask(question(name));
    expect(errors, JSON.stringify(errors?.slice(0, 3))).toBeUndefined();
    return data;
  }

  const expectedMet = readProjectFile('tests', 'core', 'sample', 'expected-states-2023-S1.csv')
    .trim()
    .split('\n')
    .slice(1)
    .filter((line) => line.trim().endsWith(',yes'))
    .map((line) => line.split(',')[0]);

  test('where the programme stands at mid-2023: 18 of 27 met, exactly those expected, and on what they rest', async () => {
    const { programme } = await answer('Standing');
    expect(programme.summary).toMatchObject({
      total: 27,
      met: 18,
      withdrawn: 0,
      noData: 0,
      unavailable: 0,
      metOnAssumedTargets: 12,
    });
    const { met, onTrack, behind, movingAway, slipping, metOnSampleFigures } = programme.summary;
    expect(met + onTrack + behind + movingAway).toBe(27);
    expect(slipping).toBeGreaterThan(0);
    expect(metOnSampleFigures).toBeGreaterThan(0);
    const states = programme.indicators.map(
      (i: { code: string; assessment: { state: string } }) => [i.code, i.assessment.state] as const,
    );
    expect(states).toHaveLength(27);
    const metCodes = states
      .filter(([, state]: readonly [string, string]) => state.startsWith('MET'))
      .map(([code]: readonly [string, string]) => code);
    expect(metCodes.sort()).toEqual([...expectedMet].sort());
  });

  test('why it is judged so, by whose figures, and what was declared', async () => {
    const { programme } = await answer('Standing');
    expect(programme.declared.map((d: { met: number; total: number }) => `${d.met}/${d.total}`)).toEqual(
      expect.arrayContaining(['18/27', '14/27', '26/26']),
    );
    const doctors = programme.indicators.find((i: { code: string }) => i.code === 'DOCTORS');
    expect(doctors).toMatchObject({
      number: 17,
      hard: true,
      owner: { code: 'health', name: 'Sở Y tế' },
      target: { value: 15, evidence: 'PUBLISHED' },
    });
    expect(doctors.assessment.latest.period).toBe('2023-S1');
    expect(doctors.assessment.base.period).toBe('2020-S2');
    expect(doctors.assessment.sentence).toMatch(/bác sỹ|bác sĩ/i);
    expect(doctors.declared).toEqual([expect.objectContaining({ state: 'HARD' })]);
  });

  test('one indicator over all districts and half-years, with what it is made of and the change on a year before', async () => {
    const { indicator } = await answer('DoctorsByDistrict');
    const rows = indicator.series.observations;
    expect(rows).toHaveLength(30 * 6);
    for (const row of rows) {
      expect(row.value).toBeCloseTo(row.numerator / row.denominator, 9);
      expect(row.sample).toBe(true);
      expect(row.provenance.system).toBeTruthy();
      const before = rows.find(
        (r: { area: { id: string }; period: string }) =>
          r.area.id === row.area.id && r.period === yearBefore(row.period),
      );
      if (before) expect(row.changeOnYear).toBeCloseTo(row.value - before.value, 9);
    }
    expect(indicator.series.source).toMatchObject({ kind: 'DHIS2_WEB_API' });
    expect(indicator.series.headline.map((o: { period: string }) => o.period)).toEqual(
      [2020, 2021, 2022, 2023, 2024, 2025].flatMap((y) => [`${y}-S1`, `${y}-S2`]),
    );
  });

  test('one row per district with the columns of four departments', async () => {
    const { areas } = await answer('OneRowPerDistrict');
    expect(areas).toHaveLength(30);
    for (const area of areas) {
      for (const department of [area.health, area.education, area.labour, area.socialInsurance]) {
        for (const [field, observation] of Object.entries(department as Row)) {
          expect((observation as { value: number | null }).value, `${area.name} ${field}`).toBeTypeOf('number');
        }
      }
    }
  });

  test('the hard targets, what is missing in absolute numbers, who is responsible and what was asked for', async () => {
    const { indicators } = await answer('HardTargets');
    expect(indicators.map((i: { code: string }) => i.code)).toEqual(['DOCTORS', 'HEALTH_MANAGEMENT', 'SCHOOL_MILK']);
    const [doctors] = indicators;
    expect(doctors.responsible.name).toBe('Sở Y tế');
    expect(doctors.target.value).toBe(15);
    expect(doctors.assessment.missing).toMatchObject({ value: 1555 });
    expect(Math.round(doctors.assessment.missing.denominator * 10_000)).toBe(8_833_333);
    expect(doctors.assessment.neededPerYear.value).toBeGreaterThan(0);
    for (const indicator of indicators) expect(indicator.tasks.length, indicator.code).toBeGreaterThan(0);
  });

  test('Vietnamese text is found without its diacritics', async () => {
    const { indicators, areas } = await answer('Search');
    expect(indicators.map((i: { code: string }) => i.code)).toContain('HEALTH_INSURANCE');
    expect(areas).toEqual([
      { id: 'DISTRICT-001', name: 'Quận Ba Đình', level: 'DISTRICT' },
      { id: 'COMMUNE-00004-2025-07-01', name: 'Phường Ba Đình', level: 'COMMUNE' },
    ]);
  });

  test('what was decided, what is hard and what to copy; what is not known is null', async () => {
    const { programme } = await answer('Papers');
    expect(programme.documents.filter((d: { kind: string }) => d.kind === 'RESOLUTION')).toHaveLength(4);
    expect(programme.documents.filter((d: { kind: string }) => d.kind === 'PLAN')).toHaveLength(6);
    for (const document of programme.documents)
      expect([document.number, document.title, document.issuedOn]).toEqual([null, null, null]);
    expect(programme.practices.map((p: { area: { name: string } }) => p.area.name)).toEqual(
      expect.arrayContaining(['Huyện Mê Linh', 'Quận Tây Hồ', 'Quận Hoàn Kiếm', 'Huyện Chương Mỹ']),
    );
    expect(programme.difficulties.length).toBeGreaterThan(0);
  });

  test('who answers, and who has reported for a period and is late', async () => {
    const { departments } = await answer('Sources');
    expect(departments.map((d: { code: string }) => d.code)).toEqual([
      'programme',
      'health',
      'education',
      'labour',
      'social-insurance',
    ]);
    for (const { source, indicators } of departments) {
      expect(source.state).toBe('ANSWERING');
      expect(source.reported.late).toBeTypeOf('boolean');
      expect(indicators.length).toBeGreaterThan(3);
    }
    const { departments: byDistrict } = (
      await graph.ask(
        '{ departments { code source { reported(period: "2023-S1") { due on areas(late: true) { area { name } on } } } } }',
      )
    ).data;
    const late = byDistrict.flatMap((d: { source: { reported: { areas: unknown[] } } }) => d.source.reported.areas);
    expect(late.length).toBeGreaterThan(0);
  });

  test('how complete and how timely each department reports, and each of its indicators', async () => {
    const { departments } = await answer('Quality');
    expect(departments).toHaveLength(5);
    for (const { source } of departments) {
      expect(source.quality.completeness).toBeGreaterThan(90);
      expect(source.quality.completeness).toBeLessThanOrEqual(100);
      expect(source.quality.daysLate).toBeGreaterThanOrEqual(0);
    }
    const { data, errors } = await graph.ask(
      '{ departments { source { reported(period: "2023-S1") { due on late } quality(period: "2023-S1") { daysLate indicators { indicator { code name } expected reported completeness } } } } }',
    );
    expect(errors).toBeUndefined();
    for (const { source } of data.departments) {
      expect(source.quality.daysLate > 0).toBe(source.reported.late);
      for (const { expected, reported, completeness } of source.quality.indicators) {
        expect([1, 31]).toContain(expected);
        expect(completeness).toBeCloseTo((100 * reported) / expected, 9);
      }
    }
    const codes = data.departments.flatMap(
      ({ source }: { source: { quality: { indicators: { indicator: { code: string } }[] } } }) =>
        source.quality.indicators.map(({ indicator }) => indicator.code),
    );
    expect(codes).toContain('DOCTORS');
    expect(codes).not.toContain('HAPPINESS');
  });

  test('nothing is due for a period that has not ended', async () => {
    const { data, errors } = await graph.ask('{ departments { source { quality(period: "2049") { completeness } } } }');
    expect(data.departments.map((d: { source: unknown }) => d.source)).toEqual(Array(5).fill({ quality: null }));
    expect(errors?.[0]?.message).toMatch(/2049.*nothing is due for a period that has not ended/);
    const short = await graph.ask('{ departments { code source { quality(period: "2023-02") { completeness } } } }');
    expect(short.errors?.map(({ message }: { message: string }) => message)).toContainEqual(
      expect.stringMatching(/2023-02.*nothing is due for so short a period; figures are made at S, A|A, S/),
    );
  });

  test('what the conference named besides the targets is served with figures', async () => {
    const { data, errors } = await graph.ask(
      '{ programme { supportingIndicators { code series { headline { period value } } } } }',
    );
    expect(errors).toBeUndefined();
    const rows = new Map(
      data.programme.supportingIndicators.map((i: { code: string; series: { headline: unknown[] } }) => [
        i.code,
        i.series.headline.length,
      ]),
    );
    for (const code of [
      'TELEMEDICINE_POINTS',
      'ELECTRONIC_RECORD_HOSPITALS',
      'HEALTH_RECORDS',
      'TRAINED_WORKERS',
      'POLICY_LOANS',
      'SOCIAL_ASSISTANCE_FACILITIES',
      'VOCATIONAL_TRAINING_FACILITIES',
    ]) {
      expect(rows.get(code), code).toBeGreaterThan(5);
    }
  });

  test('at the end of the programme 26 of 26 are met and school milk is withdrawn', async () => {
    const { data } = await graph.ask(
      '{ programme { summary(period: "2025-S2") { total met withdrawn } } indicator(code: "SCHOOL_MILK") { assessment(period: "2025-S2") { state } } }',
    );
    expect(data).toEqual({
      programme: { summary: { total: 26, met: 26, withdrawn: 1 } },
      indicator: { assessment: { state: 'WITHDRAWN' } },
    });
  });

  test('every state occurs at some half-year of the programme', async () => {
    const periods = [2021, 2022, 2023, 2024, 2025].flatMap((y) => [`${y}-S1`, `${y}-S2`]);
    const fields = periods.map((p) => `p${p.replace('-', '')}: assessment(period: "${p}") { state }`).join(' ');
    const { data, errors } = await graph.ask(`{ indicators { ${fields} } }`);
    expect(errors).toBeUndefined();
    const states = new Set(
      data.indicators.flatMap((i: Record<string, { state: string }>) => Object.values(i).map((a) => a.state)),
    );
    expect([...states].sort()).toEqual([
      'BEHIND',
      'MET',
      'MET_SLIPPING',
      'MOVING_AWAY',
      'NO_DATA',
      'ON_TRACK',
      'WITHDRAWN',
    ]);
  });
});

function yearBefore(period: string): string {
  return `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
}
