import { describe, expect, test } from 'vitest';
import { handedOver, judged, months, QUOTA, target } from './indicator.js';

const jobs = (figures: Record<string, number | null>, changes = {}) => handedOver(figures, { ...QUOTA, ...changes });
const year2022 = (value: number) => months(2022, 1, 12, value);

describe('a yearly quota of 1,200 over a whole year', () => {
  test('is met by the sum of the year, at the quota itself', () => {
    expect(judged(jobs(year2022(100)), '2022')).toMatchObject({
      state: 'MET',
      exceeded: false,
      shareOfWay: 1,
      shareOfTime: 1,
      base: null,
    });
  });

  test('is exceeded above it', () => {
    expect(judged(jobs(year2022(101)), '2022-S2')).toMatchObject({ state: 'MET', exceeded: true });
  });

  test('is behind below it, whatever the year before', () => {
    const figures = { ...months(2021, 1, 12, 200), ...year2022(99) };
    expect(judged(jobs(figures), '2022')).toMatchObject({ state: 'BEHIND', shareOfWay: 0.99, exceeded: null });
  });

  test('needs no year before', () => {
    expect(judged(jobs(year2022(100)), '2022-12').state).toBe('MET');
  });

  test('is judged by half-years just as well', () => {
    const credit = { frequency: 'S' };
    expect(judged(jobs({ '2022-S1': 500, '2022-S2': 700 }, credit), '2022').state).toBe('MET');
    expect(judged(jobs({ '2022-S1': 500, '2022-S2': 699 }, credit), '2022').state).toBe('BEHIND');
  });

  test('never slips', () => {
    const figures = { ...months(2021, 1, 12, 300), ...year2022(150) };
    expect(judged(jobs(figures), '2022').state).toBe('MET');
  });

  test('is not whole with a month missing: then the year before decides too', () => {
    const holed = { ...year2022(200), '2022-03': null };
    expect(judged(jobs(holed), '2022').state).toBe('ON_TRACK');
    expect(judged(jobs({ ...months(2021, 1, 12, 100), ...holed }), '2022').state).toBe('MET');
  });

  test('counts each month once when half-years are handed over beside them', () => {
    const figures = { ...year2022(60), '2022-S1': 360, '2022-S2': 360, '2022': 720 };
    expect(judged(jobs(figures), '2022')).toMatchObject({ state: 'BEHIND', shareOfWay: 0.6 });
  });
});

describe('a yearly quota of 1,200 within the year', () => {
  const at = (before: number, now: number, changes = {}) =>
    judged(jobs({ ...year2022(before), ...months(2023, 1, 6, now) }, changes), '2023-S1');

  test('is met when the last whole year was and the sum is on pace, at the pace itself', () => {
    expect(at(100, 100)).toMatchObject({ state: 'MET', exceeded: false, shareOfWay: 0.5, shareOfTime: 0.5 });
  });

  test('is not exceeded by a good pace, only by a sum above the whole quota', () => {
    expect(at(100, 199).exceeded).toBe(false);
    expect(at(100, 201).exceeded).toBe(true);
  });

  test('is behind below the pace, though the last year was met', () => {
    expect(at(200, 99)).toMatchObject({ state: 'BEHIND', shareOfWay: 0.495, shareOfTime: 0.5 });
  });

  test('is on track, not met, when the last whole year missed its quota', () => {
    expect(at(99, 100).state).toBe('ON_TRACK');
  });

  test('is behind when neither holds', () => {
    expect(at(99, 99).state).toBe('BEHIND');
  });

  test('counts the months up to the latest figure, not up to the period', () => {
    const late = judged(jobs({ ...year2022(100), ...months(2023, 1, 5, 100) }), '2023-S1');
    expect(late).toMatchObject({ state: 'MET', shareOfTime: 5 / 12, latest: { period: '2023-05' } });
  });

  test('judges the year before while this one has no figure', () => {
    expect(judged(jobs(year2022(100)), '2023-S1')).toMatchObject({ state: 'MET', latest: { period: '2022-12' } });
  });

  test('is not met without a whole year before', () => {
    const short = { ...months(2022, 2, 12, 200), ...months(2023, 1, 6, 100) };
    expect(judged(jobs(short), '2023-S1').state).toBe('ON_TRACK');
  });

  test('does not make up a month that is missing: the sum stays short', () => {
    const holed = { ...year2022(100), ...months(2023, 1, 6, 110), '2023-02': null };
    const assessment = judged(jobs(holed), '2023-S1');
    expect(assessment).toMatchObject({ state: 'BEHIND', shareOfTime: 0.5 });
    expect(assessment.sentence.vi).toContain('thiếu số liệu tháng 2/2023');
    expect(assessment.sentence.en).toContain('no figure in February 2023');
  });

  test('is TOO_OLD like any other after 18 months', () => {
    expect(judged(jobs(year2022(100)), '2024-S1').state).toBe('MET');
    expect(judged(jobs(year2022(100)), '2024-07')).toMatchObject({ state: 'NO_DATA', reason: 'TOO_OLD' });
  });
});

describe('which quota a year is held against', () => {
  const raised = { targets: [target(1200), target(1320, '2023-01')] };

  test('this year against the one in force at the period, the last one against its own', () => {
    const figures = { ...year2022(100), ...months(2023, 1, 6, 110) };
    expect(judged(jobs(figures, raised), '2023-S1')).toMatchObject({ state: 'MET', target: { value: 1320 } });
    const slower = { ...year2022(100), ...months(2023, 1, 6, 109) };
    expect(judged(jobs(slower, raised), '2023-S1').state).toBe('BEHIND');
  });

  test('a whole year that is still the latest against the quota of that year', () => {
    expect(judged(jobs(year2022(100), raised), '2023-S1')).toMatchObject({ state: 'MET', target: { value: 1200 } });
  });

  test("a year before any quota against the period's", () => {
    const figures = (before: number) => ({ ...months(2020, 1, 12, before), ...months(2021, 1, 6, 100) });
    expect(judged(jobs(figures(100)), '2021-S1').state).toBe('MET');
    expect(judged(jobs(figures(99)), '2021-S1').state).toBe('ON_TRACK');
  });

  test('a quota of zero is met by anything, and has no share of way', () => {
    const zero = { targets: [target(0)] };
    expect(judged(jobs(year2022(0), zero), '2022')).toMatchObject({ state: 'MET', shareOfWay: null, exceeded: false });
  });
});
