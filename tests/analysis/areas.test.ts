import { describe, expect, test } from 'vitest';
import { assessArea, otherVersions } from '../../subgraphs/analysis/assessment.js';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { period } from '../../subgraphs/core/period.js';
import { type Figures, handedOver, headline, judged, QUOTA, target, worded } from './indicator.js';

const AREA = 'DISTRICT-001';

function ofArea(
  figures: Figures,
  changes: Readonly<Record<string, unknown>> = {},
  statuses: Record<string, string> = {},
  { movedBy = {}, isStanding = true }: { movedBy?: Record<string, string>; isStanding?: boolean } = {},
) {
  const indicator = readIndicator(handedOver({ '2023-S1': 99 }, changes));
  const own = headline(figures).map((figure) => ({
    ...figure,
    period: period(figure.period),
    status: statuses[figure.period] ?? 'A',
    movedBy: movedBy[figure.period] ?? null,
  }));
  const assessment = indicator && assessArea(indicator, AREA, own as never, period('2023-S1'), isStanding);
  if (!assessment) throw new Error('There is no assessment.');
  return worded(assessment);
}

describe('the judgement of an area', () => {
  test('rests on its own figures and the target of the city', () => {
    expect(ofArea({ '2020-S2': 70, '2023-S1': [85, 850, 1000] })).toMatchObject({
      ...{ state: 'ON_TRACK', target: { value: 90 }, latest: { value: 85 }, missing: { value: 50, denominator: 1000 } },
    });
  });

  test('takes its own target where the catalogue has one', () => {
    const areaTargets = [{ area: { id: AREA }, targets: [target(80)] }];
    expect(ofArea({ '2023-S1': 85 }, { areaTargets })).toMatchObject({ state: 'MET', target: { value: 80 } });
    const another = [{ area: { id: 'DISTRICT-002' }, targets: [target(80)] }];
    expect(ofArea({ '2020-S2': 70, '2023-S1': 85 }, { areaTargets: another }).target?.value).toBe(90);
  });

  test('of a count is refused without a target of the area, and made with one', () => {
    const figures = { '2023-01': 50, '2023-06': 60 };
    expect(ofArea(figures, QUOTA)).toMatchObject({ state: 'NO_DATA', reason: 'NO_AREA_TARGET', target: null });
    const areaTargets = [{ area: { id: AREA }, targets: [target(200)] }];
    const monthly = Object.fromEntries(['01', '02', '03', '04', '05', '06'].map((m) => [`2023-${m}`, 20]));
    expect(ofArea(monthly, { ...QUOTA, areaTargets })).toMatchObject({ shareOfWay: 0.6, target: { value: 200 } });
  });

  test('never uses the denominator that is planned for the city', () => {
    const changes = { unitCode: 'PER_10000', plannedDenominator: 883.3333, targets: [target(15)] };
    expect(ofArea({ '2020-S2': 10, '2023-S1': [12, 120, 10] }, changes).missing).toMatchObject({
      ...{ value: 30, denominator: 10, planned: false },
    });
  });

  test('is refused where the latest figure is of low reliability, and rests on no such figure otherwise', () => {
    const figures = { '2020-S2': 70, '2022-S2': 80, '2023-S1': 85 };
    expect(ofArea(figures, {}, { '2023-S1': 'U' })).toMatchObject({ state: 'NO_DATA', reason: 'LOW_RELIABILITY' });
    expect(ofArea(figures, {}, { '2023-S1': 'U' }).sentence.vi).toMatch(/độ tin cậy thấp/);
    expect(ofArea(figures, {}, { '2020-S2': 'U' })).toMatchObject({ reason: 'NO_BASE' });
  });

  test('never compares an estimate with what was counted: they tell of two geographies', () => {
    const figures = { '2020-S2': 70, '2022-S1': 95, '2023-S1': 92 };
    expect(ofArea(figures).state).toBe('MET_SLIPPING');
    const moved = { '2020-S2': 'AREA', '2022-S1': 'AREA' };
    expect(ofArea(figures, {}, {}, { movedBy: moved }).state).toBe('MET');
    expect(ofArea({ '2020-S2': 70, '2023-S1': 85 }, {}, {}, { movedBy: moved })).toMatchObject({ reason: 'NO_BASE' });
    const both = { ...moved, '2023-S1': 'AREA' };
    expect(ofArea(figures, {}, {}, { movedBy: both })).toMatchObject({
      ...{ state: 'MET_SLIPPING', latest: { movedBy: 'AREA' } },
    });
    const counted = { '2020-S2': 'WHOLE', '2022-S1': 'PLACE' };
    expect(ofArea(figures, {}, {}, { movedBy: counted }).state).toBe('MET_SLIPPING');
  });

  test('says that the area did not stand, that all is withheld, or that the rate does not apply', () => {
    expect(ofArea({ '2023-S1': 85 }, {}, {}, { isStanding: false })).toMatchObject({
      ...{
        state: 'NO_DATA',
        reason: 'AREA_NOT_STANDING',
        sentence: { en: 'Not judged: the area did not stand on 30 June 2023.' },
      },
    });
    expect(ofArea({ '2023-S1': null }, {}, { '2023-S1': 'Q' })).toMatchObject({ state: 'NO_DATA', reason: 'WITHHELD' });
    const nobody = ofArea({ '2023-S1': [null, 0, 0] as never }, {}, { '2023-S1': 'M' });
    expect(nobody).toMatchObject({ reason: 'DOES_NOT_APPLY' });
    expect(ofArea({ '2023-S1': null }, {}, { '2023-S1': 'M' })).toMatchObject({ reason: 'NO_FIGURE' });
    expect(ofArea({})).toMatchObject({ reason: 'NO_FIGURE' });
    expect(ofArea({ '2022-S2': 95, '2023-S1': null }, {}, { '2023-S1': 'Q' })).toMatchObject({
      ...{ state: 'MET', latest: { period: '2022-S2' } },
    });
  });

  test('tells what is missing in whole people, also of figures that were moved', () => {
    const rate = { '2020-S2': 70, '2023-S1': [85, 850.4, 1000.5] } as const;
    expect(ofArea(rate).missing?.value).toBe(51);
    const fall = { rule: 'AT_MOST', direction: 'DECREASE', targets: [target(1)] };
    expect(ofArea({ '2020-S2': 9, '2023-S1': [5, 50.2, 1000] }, fall).missing?.value).toBe(41);
  });

  test('ends with the target of the city', () => {
    const areaTargets = [{ area: { id: AREA }, targets: [target(80)] }];
    const changes = { areaTargets, targets: [target(90), target(null, '2023-01')] };
    expect(ofArea({ '2023-S1': 85 }, changes).state).toBe('WITHDRAWN');
    const [before] = otherVersions(ofArea({ '2023-S1': 85 }, changes));
    expect(before).toMatchObject({ state: 'MET', target: { value: 80 } });
    const quota = { ...QUOTA, targets: [target(1200), target(null, '2023-01')] };
    expect(otherVersions(ofArea({ '2023-01': 85 }, quota))).toEqual([]);
    expect(ofArea({ '2023-01': 85 }, { ...QUOTA, targets: [target(1200), target(null, '2023-01')] }).state).toBe(
      'WITHDRAWN',
    );
  });
});

describe('judgements by other versions of a target', () => {
  const targets = [target(90), target(80, '2022-01'), target(null, '2025-01')];

  test('are those of the same figures by each version but the one in force, oldest first', () => {
    const assessment = judged(handedOver({ '2020-S2': 70, '2023-S1': 85 }, { targets }), '2023-S1');
    expect(assessment).toMatchObject({ state: 'MET', target: { value: 80 } });
    expect(otherVersions(assessment)).toMatchObject([
      { state: 'ON_TRACK', target: { value: 90, from: '2021-03' }, latest: { value: 85 } },
      { state: 'WITHDRAWN', target: { value: null } },
    ]);
  });

  test('are none where the target has one version', () => {
    expect(otherVersions(judged(handedOver({ '2023-S1': 85 }), '2023-S1'))).toEqual([]);
  });
});

test('a hard target tells what each year needs in what is counted, rounded up', () => {
  const rate = handedOver({ '2020-S2': 70, '2023-S1': [85, 850, 1001] }, { hard: true });
  expect(judged(rate, '2023-S1').missing?.value).toBe(51);
  expect(judged(rate, '2023-S1').neededPerYear).toEqual({ value: 21, unit: rate.numeratorNames });
  const bare = handedOver({ '2020-S2': 70, '2023-S1': 85 }, { hard: true });
  expect(judged(bare, '2023-S1').neededPerYear?.value).toBe(2);
});
