import { describe, expect, test } from 'vitest';
import { handedOver, judged, LESS, target } from './indicator.js';

describe('the latest figure', () => {
  test('is the one that ends last', () => {
    const figures = { '2020-S2': 80, '2022-S2': 83, '2023-S1': 85 };
    expect(judged(handedOver(figures), '2023-06').latest?.period).toBe('2023-S1');
  });

  test('is the longer period of two that end together, in whatever order they come', () => {
    const one = { '2022': 82, '2022-S2': 83, '2022-12': 84 };
    const other = { '2022-12': 84, '2022-S2': 83, '2022': 82 };
    expect(judged(handedOver(one), '2022').latest?.period).toBe('2022');
    expect(judged(handedOver(other), '2022').latest?.period).toBe('2022');
  });

  test('never ends after the period', () => {
    expect(judged(handedOver({ '2022-S2': 83, '2023': 99 }), '2023-S1').latest?.period).toBe('2022-S2');
  });
});

describe('the base', () => {
  const baseOf = (figures: Record<string, number>, changes = {}, period = '2023-S1') =>
    judged(handedOver(figures, changes), period).base?.period ?? null;

  test('is the figure that ends with the baseline, at the frequency of the figures', () => {
    expect(baseOf({ '2020-S1': 1, '2020-S2': 2, '2023-S1': 3 })).toBe('2020-S2');
    expect(baseOf({ '2020-11': 1, '2020-12': 2, '2023-06': 3 }, { frequency: 'M' })).toBe('2020-12');
    expect(baseOf({ '2020': 2, '2022': 3 }, { frequency: 'A' })).toBe('2020');
  });

  test('after a break is the first figure of the new definition', () => {
    const figures = { '2020-S2': 70, '2021-S2': 75, '2022-S1': 76, '2022-S2': 77, '2023-S1': 78 };
    expect(baseOf(figures, { breaks: ['2022-01'] })).toBe('2022-S1');
  });

  test("is the catalogue's while the latest figure lies before the break", () => {
    expect(baseOf({ '2020-S2': 70, '2021-S2': 75, '2023-S1': 80 }, { breaks: ['2022-01'] }, '2021-S2')).toBe('2020-S2');
  });

  test("is the catalogue's when the baseline lies after the break", () => {
    expect(baseOf({ '2020-S1': 60, '2020-S2': 70, '2023-S1': 78 }, { breaks: ['2020-07'] })).toBe('2020-S2');
  });

  test('is missing, not replaced, when the baseline lies after the break and has no figure', () => {
    expect(baseOf({ '2020-S1': 60, '2021-S1': 70, '2023-S1': 78 }, { breaks: ['2020-01'] })).toBeNull();
  });

  test('after two breaks is the first figure after the last of them', () => {
    const figures = { '2020-S2': 70, '2021-S1': 75, '2022-S1': 76, '2023-S1': 78 };
    expect(baseOf(figures, { breaks: ['2022-01', '2021-01'] })).toBe('2022-S1');
  });

  test('is the latest figure itself when that is the first after the break: no way and no time are gone yet', () => {
    const figures = { '2020-S2': 70, '2022-S2': 85, '2023-S1': 78 };
    const assessment = judged(handedOver(figures, { breaks: ['2023-01'] }), '2023-S1');
    expect(assessment).toMatchObject({ state: 'ON_TRACK', shareOfWay: 0, shareOfTime: 0, base: { period: '2023-S1' } });
  });

  test('of a flow is never a period that spans the break', () => {
    const figures = { '2020': 70, '2022': 76, '2023': 78 };
    const changes = { breaks: ['2022-07'], timeRule: 'FLOW', frequency: 'A' };
    expect(baseOf(figures, changes, '2023')).toBe('2023');
    expect(baseOf(figures, { ...changes, timeRule: 'STOCK' }, '2023')).toBe('2022');
  });

  test("of a seasonal indicator is the same month of the baseline's year", () => {
    const figures = { '2020-06': 80, '2020-12': 84, '2022-06': 85, '2023-06': 86 };
    expect(baseOf(figures, { seasonal: true, frequency: 'M' })).toBe('2020-06');
  });

  test('of a seasonal indicator after a break is the first same month after it', () => {
    const figures = { '2020-06': 80, '2021-12': 82, '2022-01': 79, '2022-06': 85, '2023-06': 86 };
    expect(baseOf(figures, { seasonal: true, frequency: 'M', breaks: ['2021-12'] })).toBe('2022-06');
  });

  test('of a seasonal indicator is none when the same month is not there', () => {
    const assessment = judged(
      handedOver({ '2020-12': 84, '2023-06': 86 }, { seasonal: true, frequency: 'M' }),
      '2023-06',
    );
    expect(assessment).toMatchObject({ state: 'NO_DATA', reason: 'NO_BASE', base: null });
  });
});

describe('the shares', () => {
  test('the way is linear between base and target, the time runs by days to 31 December 2025', () => {
    const assessment = judged(handedOver({ '2020-S2': 80, '2023-S1': 86 }), '2023-S1');
    expect(assessment.shareOfWay).toBeCloseTo(0.6, 12);
    expect(assessment.shareOfTime).toBeCloseTo(911 / 1826, 12);
  });

  test('from 8 towards 0, reaching 4 counts as half', () => {
    const changes = { ...LESS, targets: [target(0)] };
    expect(judged(handedOver({ '2020-S2': 8, '2023-S1': 4 }, changes), '2023-S1').shareOfWay).toBe(0.5);
  });

  test('the way is not capped: beyond the target above 1, away from it below 0', () => {
    expect(judged(handedOver({ '2020-S2': 80, '2023-S1': 95 }), '2023-S1').shareOfWay).toBe(1.5);
    expect(judged(handedOver({ '2020-S2': 80, '2023-S1': 75 }), '2023-S1').shareOfWay).toBe(-0.5);
  });

  test('there is no share of way where the base had reached the target', () => {
    expect(judged(handedOver({ '2020-S2': 91, '2023-S1': 95 }), '2023-S1')).toMatchObject({
      state: 'MET',
      shareOfWay: null,
    });
    expect(judged(handedOver({ '2020-S2': 91, '2023-S1': 85 }), '2023-S1').shareOfWay).toBeNull();
  });

  test('the share of time is 1 from the end of 2025 on, and when the base itself lies there', () => {
    expect(judged(handedOver({ '2020-S2': 80, '2026-S1': 85 }), '2026-S1').shareOfTime).toBe(1);
    const late = judged(handedOver({ '2025-S2': 80 }, { baseline: '2025' }), '2025-S2');
    expect(late).toMatchObject({ state: 'BEHIND', shareOfWay: 0, shareOfTime: 1 });
  });
});
