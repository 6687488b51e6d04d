import { describe, expect, test } from 'vitest';
import { assess } from '../../subgraphs/analysis/assessment.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { period as parsed } from '../../subgraphs/core/period.js';
import { represented } from '../core/sample/standing.js';
import { type Figures, handedOver, headline, judged, LESS, months, QUOTA, target, worded } from './indicator.js';

const working = (indicator: unknown, period = '2023-S1') =>
  judged(indicator, period).working.map(({ step, value }) => [step.en, value]);

describe('the working', () => {
  test('of a way: every number that the state rests on, in the order of the rule', () => {
    expect(working(handedOver({ '2020-S2': 80, '2023-S1': [85, 850, 1000] }))).toEqual([
      ['Target in force since March 2021: at least 90%', 90],
      ['Latest figure: at the end of June 2023', 85],
      ['Base figure: at the end of 2020', 80],
      ['Share of the way: (85 − 80) ÷ (90 − 80)', 0.5],
      ['Share of the time: 911 days (31 December 2020 to 30 June 2023) ÷ 1,826 days (to 31 December 2025)', 911 / 1826],
      ['Denominator of the latest figure (population)', 1000],
      ['Count at the target: 90 × 1,000 ÷ 100', 900],
      ['Count of the latest figure', 850],
      ['Still missing (people with a card)', 50],
      ['To be gained in each of the 2.5 years left (percentage points)', 2],
    ]);
  });

  test('of a met target: what it was compared with a year before, as it was rounded', () => {
    expect(working(handedOver({ '2022-S1': 95.04, '2023-S1': 95 }))).toContainEqual([
      'Same period a year before: at the end of June 2022, compared after rounding (decimals: 1)',
      95,
    ]);
  });

  test('of a quota within the year: the sum, what was due, the year before', () => {
    const figures = { ...months(2022, 1, 12, 100), ...months(2023, 1, 6, 110) };
    expect(working(handedOver(figures, QUOTA)).slice(2)).toEqual([
      ['Sum of the periods in the first 6 months of 2023', 660],
      ['Due by then: 1,200 × 6 ÷ 12', 600],
      ['The whole of 2022, against a quota of 1,200', 1200],
    ]);
  });

  test('of a quota: months without a figure and a year before that is not whole are named', () => {
    const figures = { ...months(2022, 2, 12, 100), ...months(2023, 1, 6, 110), '2023-02': null };
    expect(working(handedOver(figures, QUOTA))).toEqual(
      expect.arrayContaining([
        ['No figure in February 2023: adds nothing', null],
        ['The figures of 2022 are not complete', null],
      ]),
    );
  });

  test('of a whole year stops at its sum', () => {
    expect(working(handedOver(months(2022, 1, 12, 100), QUOTA), '2022').at(-1)).toEqual([
      'Sum of the periods in the whole of 2022',
      1200,
    ]);
  });

  test('of a withdrawn target is its withdrawal', () => {
    const withdrawn = handedOver({}, { targets: [target(90), target(null, '2025-01')] });
    expect(working(withdrawn, '2025-S2')).toEqual([['Target withdrawn from January 2025 on', null]]);
  });

  test('is told in Vietnamese too', () => {
    const { working: steps } = judged(handedOver({ '2020-S2': 80, '2023-S1': 86.5 }), '2023-S1');
    expect(steps.map(({ step }) => step.vi)).toContain('Phần chặng đường đã đi: (86,5 − 80) ÷ (90 − 80)');
  });
});

describe('a rate whose parts stand on the other side of the target', () => {
  const schools = (period: string) => {
    const indicator = readCatalogue().get('NATIONAL_STANDARD_SCHOOLS');
    const assessment = indicator && assess(represented(indicator), parsed(period));
    if (!assessment) throw new Error('There is no assessment.');
    return worded(assessment);
  };

  test('is met by the printed rate, and the working and the sentence say what its printed parts give', () => {
    const { state, sentence, working: steps } = schools('2025-S2');
    expect(state).toBe('MET');
    expect(sentence.vi).toContain(
      'là 80,6%, chỉ tiêu từ 80% đến 85%; nhưng tử số và mẫu số (1.812 ÷ 2.272) cho 79,8%, chưa đạt chỉ tiêu',
    );
    expect(sentence.en).toContain('; but its parts (1,812 ÷ 2,272) give 79.8%, which does not meet it');
    expect(steps.map(({ step, value }) => [step.en, value])).toContainEqual([
      'From the parts of the latest figure: 1,812 ÷ 2,272, by which the target is not met; the rate as reported decides',
      (100 * 1812) / 2272,
    ]);
  });

  test('is said the other way round too, with as many decimals as it takes', () => {
    const changes = { targets: [target(90)] };
    const { state, sentence } = judged(
      handedOver({ '2020-S2': 80, '2023-S1': [89, 900_001, 1_000_000] }, changes),
      '2023-S1',
    );
    expect(state).toBe('ON_TRACK');
    expect(sentence.en).toContain('but its parts (900,001 ÷ 1,000,000) give 90.0%, which meets it');
    const short = judged(handedOver({ '2023-S1': [91, 899_990, 1_000_000] }, changes), '2023-S1');
    expect(short.sentence.vi).toContain('(899.990 ÷ 1.000.000) cho 89,999%, chưa đạt chỉ tiêu');
  });

  test('is said of a met target that slips, and of one where less is better', () => {
    const slipping = judged(handedOver({ '2022-S1': 95, '2023-S1': [91, 890, 1000] }), '2023-S1');
    expect(slipping.state).toBe('MET_SLIPPING');
    expect(slipping.sentence.en).toContain('give 89.0%, which does not meet it; a year before');
    const less = judged(handedOver({ '2023-S1': [90, 901, 1000] }, LESS), '2023-S1');
    expect(less.sentence.en).toContain('give 90.1%, which does not meet it');
  });

  test('is not said where both stand on one side, of a quota, nor of noise behind the last bit', () => {
    const silent = (indicator: unknown) => JSON.stringify(judged(indicator, '2023-S1')).includes('parts');
    expect(silent(handedOver({ '2023-S1': [95, 930, 1000] }))).toBe(false);
    expect(silent(handedOver({ '2023-S1': [90, 1000 * (0.9 - 1e-16), 1000] }))).toBe(false);
    expect(silent(handedOver({ '2023-S1': [90, 5, 0] }))).toBe(false);
    expect(silent(handedOver(months(2022, 1, 12, 100), QUOTA))).toBe(false);
    expect(JSON.stringify(schools('2023-S1'))).not.toContain('parts');
  });
});

describe('a judgement says that it rests on the sample', () => {
  const sampled = (published: Figures, sample: Figures, changes = {}) =>
    handedOver({}, { ...changes, series: { headline: [...headline(published), ...headline(sample, true)] } });

  test('when its latest figure, its base or the figure a year before is made up', () => {
    expect(judged(sampled({ '2020-S2': 80 }, { '2023-S1': 85 }), '2023-S1').sample).toBe(true);
    expect(judged(sampled({ '2023-S1': 85 }, { '2020-S2': 80 }), '2023-S1').sample).toBe(true);
    expect(judged(sampled({ '2023-S1': 95 }, { '2022-S1': 96 }), '2023-S1').sample).toBe(true);
  });

  test('when one month of a quota is, in this year or the last', () => {
    const thisYear = months(2023, 1, 6, 100);
    expect(judged(sampled({ ...thisYear, '2022-12': 1 }, months(2022, 1, 11, 99), QUOTA), '2023-S1').sample).toBe(true);
    const { '2023-02': february = 0, ...others } = thisYear;
    expect(judged(sampled(others, { '2023-02': february }, QUOTA), '2023-S1').sample).toBe(true);
  });

  test('not when it rests on published figures, whatever else was made up', () => {
    const published = { '2020-S2': 80, '2022-S1': 82, '2023-S1': 95 };
    expect(judged(sampled(published, { '2021-S1': 81, '2022-S2': 83, '2023-S2': 97 }), '2023-S1').sample).toBe(false);
  });
});
