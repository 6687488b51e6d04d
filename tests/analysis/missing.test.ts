import { describe, expect, test } from 'vitest';
import { handedOver, judged, LESS, months, QUOTA, target } from './indicator.js';

const DOCTORS = {
  code: 'DOCTORS',
  unitCode: 'PER_10000',
  plannedDenominator: 883.3333,
  numeratorNames: { vi: 'bác sỹ', en: 'doctors' },
  targets: [target(15)],
};

const doctors = (changes = {}) =>
  handedOver({ '2020-S2': 13.2, '2023-S1': [13.8, 11695, 846.6] }, { ...DOCTORS, ...changes });

const stepOf = (assessment: ReturnType<typeof judged>, words: string) =>
  assessment.working.find((s) => s.step.en.includes(words))?.value;

describe('what is missing in absolute numbers', () => {
  test('1,555 doctors at the planned population, out of 13,250', () => {
    const assessment = judged(doctors(), '2023-S1');
    expect(assessment.missing).toEqual({
      value: 1555,
      unit: { vi: 'bác sỹ', en: 'doctors' },
      denominator: 883.3333,
      planned: true,
    });
    expect(stepOf(assessment, '15 × 883.3333')).toBeCloseTo(13_250, 2);
    expect(stepOf(assessment, 'Count of the latest')).toBe(11_695);
    expect(stepOf(assessment, 'Denominator that the plan foresees')).toBe(883.3333);
  });

  test('a planned population that is printed rounded up does not ask for one doctor more', () => {
    expect(judged(doctors({ plannedDenominator: 883.3334 }), '2023-S1').missing?.value).toBe(1555);
  });

  test('at the latest population where the plan foresees none, rounded up: half a doctor is one doctor', () => {
    const assessment = judged(doctors({ plannedDenominator: null }), '2023-S1');
    expect(assessment.missing).toMatchObject({ value: 12_699 - 11_695, denominator: 846.6, planned: false });
    const half = handedOver({ '2023-S1': [10, 1, 10] }, { targets: [target(15)] });
    expect(judged(half, '2023-S1').missing).toMatchObject({ value: 1, planned: false });
  });

  test('at the latest population when the planned one leaves nothing missing although the rate is not met', () => {
    const grown = handedOver({ '2023-S1': [14.9, 13_260, 889.9] }, DOCTORS);
    expect(judged(grown, '2023-S1').missing).toMatchObject({ value: 89, denominator: 889.9, planned: false });
  });

  test('percent counts in hundreds', () => {
    const insured = handedOver({ '2023-S1': [85, 850, 1000] });
    expect(judged(insured, '2023-S1').missing).toMatchObject({ value: 50, denominator: 1000 });
  });

  test('AT_MOST: what must go down, so that the target is reached', () => {
    const poor = handedOver({ '2023-S1': [12.5, 125, 1000] }, { ...LESS, targets: [target(10.05)] });
    expect(judged(poor, '2023-S1').missing?.value).toBe(25);
  });

  test('BELOW: one more than down to the target itself', () => {
    const idle = handedOver({ '2023-S1': [12.5, 125, 1000] }, { ...LESS, rule: 'BELOW', targets: [target(10)] });
    expect(judged(idle, '2023-S1').missing?.value).toBe(26);
  });

  test('in the unit where nothing is counted; between percentages these are percentage points', () => {
    const years = handedOver({ '2023-S1': 75.9 }, { unitCode: 'YEARS', targets: [target(76.5)] });
    expect(judged(years, '2023-S1').missing).toEqual({
      value: 0.6,
      unit: { vi: 'tuổi', en: 'years' },
      denominator: null,
      planned: false,
    });
    expect(judged(handedOver({ '2023-S1': 85 }), '2023-S1').missing?.unit.en).toBe('percentage points');
  });

  test('BELOW exactly at the target: one printed step, never 0', () => {
    const idle = handedOver({ '2023-S1': 3 }, { ...LESS, rule: 'BELOW', decimals: 2, targets: [target(3)] });
    expect(judged(idle, '2023-S1').missing?.value).toBe(0.01);
  });

  test('in the unit when the printed parts say met and the printed rate does not', () => {
    const odd = handedOver({ '2023-S1': [89.5, 901, 1000] });
    expect(judged(odd, '2023-S1').missing).toMatchObject({ value: 0.5, denominator: null });
  });

  test('of a quota what the year still lacks; nothing once the sum is there', () => {
    const lacking = handedOver({ ...months(2022, 1, 12, 99), ...months(2023, 1, 6, 100) }, QUOTA);
    expect(judged(lacking, '2023-S1').missing).toMatchObject({ value: 600, unit: { en: 'people helped' } });
    const reached = handedOver({ ...months(2022, 1, 12, 99), ...months(2023, 1, 6, 200) }, QUOTA);
    expect(judged(reached, '2023-S1')).toMatchObject({ state: 'ON_TRACK', missing: null });
  });

  test('nothing when the target is met', () => {
    expect(judged(handedOver({ '2023-S1': [95, 950, 1000] }), '2023-S1')).toMatchObject({
      missing: null,
      neededPerYear: null,
    });
  });
});

describe('what is needed each year', () => {
  test('is what is missing in the unit over the years from the latest figure to the end of 2025', () => {
    expect(judged(handedOver({ '2023-S1': [85, 850, 1000] }), '2023-S1').neededPerYear).toEqual({
      value: 2,
      unit: { vi: 'điểm phần trăm', en: 'percentage points' },
    });
    expect(judged(doctors(), '2023-S1').neededPerYear?.value).toBeCloseTo(1.2 / 2.5, 10);
  });

  test('is above zero where less is better too', () => {
    expect(judged(handedOver({ '2023-S1': 95 }, LESS), '2023-S1').neededPerYear?.value).toBe(2);
  });

  test('is not said when no time is left, of a quota, and of a change', () => {
    expect(judged(handedOver({ '2020-S2': 80, '2025-S2': 85 }), '2025-S2').neededPerYear).toBeNull();
    expect(judged(handedOver(months(2022, 1, 12, 99), QUOTA), '2022').neededPerYear).toBeNull();
    const change = { rule: 'YEARLY_CHANGE', frequency: 'A', unitCode: 'PERCENTAGE_POINTS', targets: [target(0.1)] };
    const missed = judged(handedOver({ '2022': 0.05 }, change), '2022');
    expect(missed).toMatchObject({ neededPerYear: null, missing: { value: 0.05 } });
  });
});
