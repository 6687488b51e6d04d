import { graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { analysisResolvers } from '../../subgraphs/analysis/index.js';
import { subgraphSchema } from '../../subgraphs/core/subgraph-schema.js';
import { handedOver, months, QUOTA, target } from './indicator.js';

const schema = subgraphSchema(
  'analysis',
  analysisResolvers({ today: () => '2023-08-01', now: () => new Date('2023-08-01T03:00:00Z'), graph: null }),
);

const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) ';

async function entities(selection: string, ...representations: unknown[]) {
  const { data, errors } = await graphql({
    schema,
    source: `${ENTITIES} { ${selection} } }`,
    variableValues: { representations },
  });
  return { entities: data?._entities as readonly Record<string, unknown>[] | undefined, errors };
}

const doctors = handedOver(
  { '2020-S2': 13.2, '2023-S1': [13.8, 11_695, 846.6] },
  {
    code: 'DOCTORS',
    unitCode: 'PER_10000',
    plannedDenominator: 883.3333,
    numeratorNames: { vi: 'bác sỹ', en: 'doctors' },
    targets: [target(15)],
  },
);
const down = handedOver(null, { code: 'MILK' });
const programme = (...indicators: unknown[]) => ({
  __typename: 'Programme',
  code: '08-CTr/TU',
  asOf: null,
  indicators,
});

describe('the analysis subgraph, asked as the gateway asks it', () => {
  test('judges indicators, each field as in the schema', async () => {
    const { entities: found, errors } = await entities(
      `... on Indicator { assessment(period: "2023-S1") {
        period state reason exceeded sample shareOfWay shareOfTime
        target { value upper from withdrawn evidence } base { period value } latest { period value numerator denominator sample status }
        missing { value denominator planned vi: unit en: unit(lang: EN) } neededPerYear { value unit }
        vi: sentence en: sentence(lang: EN) working { vi: step en: step(lang: EN) value }
      } }`,
      doctors,
      down,
    );
    expect(errors).toBeUndefined();
    expect(found?.[1]).toEqual({ assessment: null });
    const expected = {
      period: '2023-S1',
      state: 'BEHIND',
      reason: null,
      exceeded: null,
      sample: false,
      target: { value: 15, upper: null, from: '2021-03', withdrawn: false, evidence: 'PUBLISHED' },
      base: { period: '2020-S2', value: 13.2 },
      latest: { period: '2023-S1', value: 13.8, numerator: 11_695, denominator: 846.6, sample: false, status: 'A' },
      missing: { value: 1555, denominator: 883.3333, planned: true, vi: 'bác sỹ', en: 'doctors' },
      neededPerYear: { value: 0.48, unit: 'trên 1 vạn dân' },
      vi: expect.stringContaining('còn thiếu 1.555 bác sỹ'),
      en: expect.stringContaining('still missing: 1,555 doctors'),
      working: expect.arrayContaining([{ vi: 'Còn thiếu (bác sỹ)', en: 'Still missing (doctors)', value: 1555 }]),
    };
    expect(found?.[0]?.assessment).toMatchObject(expected);
  });

  test('tells of a quota, and of nothing else, what the year has come to', async () => {
    const jobs = handedOver({ ...months(2022, 1, 12, 90), ...months(2023, 1, 6, 120) }, QUOTA);
    const { entities: found } = await entities(
      '... on Indicator { assessment(period: "2023-S1") { latest { value } yearSum } }',
      jobs,
      doctors,
    );
    expect(found).toEqual([
      { assessment: { latest: { value: 120 }, yearSum: 720 } },
      { assessment: { latest: { value: 13.8 }, yearSum: null } },
    ]);
  });

  test('sums up the programme', async () => {
    const { entities: found, errors } = await entities(
      '... on Programme { summary(period: "2023-S1") { total met behind unavailable noData } }',
      programme(doctors, down, handedOver({ '2023-S1': 95 }), handedOver({})),
    );
    expect(errors).toBeUndefined();
    expect(found?.[0]).toEqual({ summary: { total: 4, met: 1, behind: 1, unavailable: 1, noData: 1 } });
  });

  test('sums up several periods in the order asked for, each as on its own', async () => {
    const one = (period: string) => `summary(period: "${period}") { period total met behind noData unavailable }`;
    const all = programme(doctors, down, handedOver({ '2020-S2': 80, '2022-S1': 81, '2023-S1': 95 }));
    const { entities: found, errors } = await entities(
      `... on Programme { summaries(periods: ["2023-S1", "2022-S2"]) { period total met behind noData unavailable }
        a: ${one('2023-S1')} b: ${one('2022-S2')} }`,
      all,
    );
    expect(errors).toBeUndefined();
    const [told] = found ?? [];
    expect(told?.summaries).toEqual([told?.a, told?.b]);
    expect(told?.a).toMatchObject({ met: 1 });
    expect(told?.b).toMatchObject({ met: 0 });
  });

  test('refuses to sum up a malformed period, and more than 400', async () => {
    const ask = async (periods: readonly string[]) =>
      (
        await entities(
          `... on Programme { summaries(periods: ${JSON.stringify(periods)}) { met } }`,
          programme(doctors),
        )
      ).errors?.[0]?.extensions;
    const refused = { code: 'BAD_USER_INPUT', argument: 'periods' };
    expect(await ask(['2023-S1', '2023-S3'])).toMatchObject(refused);
    expect(await ask(Array(401).fill('2023-S1'))).toMatchObject(refused);
    expect(await ask(Array(400).fill('2023-S1'))).toBeUndefined();
  });

  test('without a period judges the last half-year that has ended', async () => {
    const { entities: found } = await entities('... on Indicator { assessment { period } }', doctors);
    expect(found).toEqual([{ assessment: { period: '2023-S1' } }]);
    const summary = await entities('... on Programme { summary(period: null) { period } }', programme());
    expect(summary.entities).toEqual([{ summary: { period: '2023-S1' } }]);
  });

  test.each<[string, string]>([
    ['2022-12-31T16:59:59.999Z', '2022-S1'],
    ['2022-12-31T17:00:00.000Z', '2022-S2'],
  ])('as of an instant (%s), without a period, the last one that had ended then in Hanoi', async (asOf, text) => {
    const { entities: found } = await entities('... on Indicator { assessment { period } }', { ...doctors, asOf });
    expect(found).toEqual([{ assessment: { period: text } }]);
    const summary = await entities('... on Programme { summary { period } }', { ...programme(doctors), asOf });
    expect(summary.entities).toEqual([{ summary: { period: text } }]);
    const named = await entities('... on Indicator { assessment(period: "2023-S1") { period } }', { ...doctors, asOf });
    expect(named.entities).toEqual([{ assessment: { period: '2023-S1' } }]);
  });

  test('fails what was handed over as of something that is no instant', async () => {
    const { errors } = await entities('... on Indicator { assessment { period } }', { ...doctors, asOf: 'then' });
    expect(errors?.[0]?.message).toMatch(/as of "then"/);
  });

  test.each([
    ['... on Indicator { assessment(period: "2023-S3") { state } }', doctors],
    ['... on Indicator { assessment(period: "") { state } }', down],
    ['... on Programme { summary(period: "mid-2023") { total } }', programme(doctors)],
  ])('refuses a malformed period: %s', async (selection, representation) => {
    const { errors } = await entities(selection, representation);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'period' });
  });

  test('fails one indicator, by name, when it was handed over wrongly, and judges the others', async () => {
    const wrong = { ...doctors, rule: 'DOCTORS' };
    const { entities: found, errors } = await entities(
      '... on Indicator { assessment(period: "2023-S1") { state } }',
      wrong,
      doctors,
    );
    expect(found).toEqual([{ assessment: null }, { assessment: { state: 'BEHIND' } }]);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.path).toEqual(['_entities', 0, 'assessment']);
    expect(errors?.[0]?.message).toMatch(/cannot judge DOCTORS: rule/);
  });

  test('does not sum up a programme of which a part was handed over wrongly or not at all', async () => {
    const ask = (...representations: unknown[]) =>
      entities('... on Programme { summary { total } }', ...representations);
    const { entities: found, errors } = await ask(programme(doctors, null), { ...programme(), indicators: undefined });
    expect(found).toEqual([{ summary: null }, { summary: null }]);
    expect(errors).toHaveLength(2);
  });
});
