import { describe, expect, test } from 'vitest';
import { assessed, type Figures, handedOver, judged, LESS, target } from './indicator.js';

interface Case {
  readonly title: string;
  readonly figures: Figures;
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly period?: string;
  readonly state: string;
  readonly exceeded?: boolean | null;
  readonly reason?: string;
}

const BASE = { '2020-S2': 80 };

function check(cases: readonly Case[]) {
  test.each(cases)('$title', ({ figures, changes, period = '2023-S1', state, exceeded, reason }) => {
    const assessment = judged(handedOver(figures, changes), period);
    expect(assessment.state).toBe(state);
    if (exceeded !== undefined) expect(assessment.exceeded).toBe(exceeded);
    expect(assessment.reason).toBe(reason ?? null);
  });
}

describe('1. withdrawn comes before everything else', () => {
  const targets = [target(90), target(null, '2025-01')];
  check([
    {
      title: 'a target withdrawn in 2025 is withdrawn at 2025-S1',
      figures: { '2025-S1': 99 },
      changes: { targets },
      period: '2025-S1',
      state: 'WITHDRAWN',
      exceeded: null,
    },
    {
      title: 'it is judged as before at 2024-S2',
      figures: { '2024-S2': 99 },
      changes: { targets },
      period: '2024-S2',
      state: 'MET',
    },
    {
      title: 'withdrawn without any figure is not NO_DATA',
      figures: {},
      changes: { targets },
      period: '2025-S1',
      state: 'WITHDRAWN',
    },
  ]);

  test('withdrawn is said even when the owner did not answer', () => {
    expect(judged(handedOver(null, { targets }), '2025-S1').state).toBe('WITHDRAWN');
  });
});

describe('2. an owner that did not answer makes the judgement unavailable, never NO_DATA', () => {
  test.each([
    ['series is null', { series: null }],
    ['series is absent', { series: undefined }],
    ['headline is null', { series: { headline: null } }],
    ['headline is absent', { series: { __typename: 'HealthSeries' } }],
  ])('%s', (_, changes) => {
    expect(assessed(handedOver({}, changes), '2023-S1')).toBeNull();
  });

  test('a supporting indicator has no judgement', () => {
    expect(assessed(handedOver({ '2023-S1': 99 }, { rule: null, targets: [] }), '2023-S1')).toBeNull();
  });
});

describe('3. no data', () => {
  check([
    { title: 'no figure at all', figures: {}, state: 'NO_DATA', reason: 'NO_FIGURE' },
    { title: 'only a figure after the period', figures: { '2023-S2': 99 }, state: 'NO_DATA', reason: 'NO_FIGURE' },
    { title: 'a withheld value is no figure', figures: { '2023-S1': null }, state: 'NO_DATA', reason: 'NO_FIGURE' },
    { title: 'exactly 18 months old is still judged', figures: { ...BASE, '2021-S2': 95 }, state: 'MET' },
    {
      title: 'more than 18 months old is not',
      figures: { ...BASE, '2021-11': 95 },
      changes: { frequency: 'M' },
      state: 'NO_DATA',
      reason: 'TOO_OLD',
    },
    {
      title: 'no target is in force yet',
      figures: { ...BASE },
      period: '2020-S2',
      state: 'NO_DATA',
      reason: 'NO_TARGET',
    },
    {
      title: 'a target is in force from its first month on',
      figures: { ...BASE },
      period: '2021-03',
      state: 'ON_TRACK',
    },
  ]);

  test('a figure that is too old is shown all the same', () => {
    expect(judged(handedOver({ '2021-S1': 95 }), '2023-S1').latest).toMatchObject({ period: '2021-S1', value: 95 });
  });
});

describe('4. met', () => {
  const range = { rule: 'RANGE', targets: [target(80, '2021-03', { upper: 85 })] };
  const below = { rule: 'BELOW', direction: 'DECREASE', decimals: 2, targets: [target(3)] };
  const change = { rule: 'YEARLY_CHANGE', frequency: 'A', baseline: null, decimals: 2, targets: [target(0.1)] };
  check([
    { title: 'AT_LEAST is met at the target itself', figures: { '2023-S1': 90 }, state: 'MET', exceeded: false },
    {
      title: 'AT_LEAST is compared unrounded',
      figures: { ...BASE, '2023-S1': 89.96 },
      state: 'ON_TRACK',
      exceeded: null,
    },
    {
      title: 'exceeded is compared after rounding: 90.04 is not',
      figures: { '2023-S1': 90.04 },
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'exceeded is compared after rounding: 90.05 is',
      figures: { '2023-S1': 90.05 },
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'rounding is that of the printed number: 1.005 is 1.01',
      figures: { '2023-S1': 1.005 },
      changes: { decimals: 2, targets: [target(1)] },
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'AT_MOST is met at the target itself',
      figures: { '2023-S1': 90 },
      changes: LESS,
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'AT_MOST is exceeded below it',
      figures: { '2023-S1': 89.9 },
      changes: LESS,
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'AT_MOST with a target of zero is met at zero',
      figures: { '2023-S1': 0 },
      changes: { ...LESS, targets: [target(0)] },
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'AT_MOST with a target of zero has a way',
      figures: { '2020-S2': 8, '2023-S1': 4 },
      changes: { ...LESS, targets: [target(0)] },
      state: 'ON_TRACK',
    },
    {
      title: 'BELOW is not met at the target itself',
      figures: { '2020-S2': 4, '2023-S1': 3 },
      changes: below,
      state: 'ON_TRACK',
    },
    {
      title: 'BELOW is met just below, and not exceeded when it rounds to the target',
      figures: { '2023-S1': 2.999 },
      changes: below,
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'BELOW is exceeded when it rounds to less',
      figures: { '2023-S1': 2.99 },
      changes: below,
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'RANGE is met at its lower end',
      figures: { '2023-S1': 80 },
      changes: range,
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'RANGE is not exceeded at its upper end',
      figures: { '2023-S1': 85 },
      changes: range,
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'RANGE is exceeded above its upper end',
      figures: { '2023-S1': 85.1 },
      changes: range,
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'RANGE restated as one value is exceeded above it',
      figures: { '2023-S1': 85.1 },
      changes: { rule: 'RANGE', targets: [target(85)] },
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'RANGE is not met below its lower end',
      figures: { '2020-S2': 60, '2023-S1': 79.9 },
      changes: range,
      state: 'ON_TRACK',
    },
    {
      title: 'YEARLY_CHANGE looks at the last whole year, and needs no base to be met',
      figures: { '2021': 0.05, '2022': 0.1, '2023': 0 },
      changes: change,
      state: 'MET',
      exceeded: false,
    },
    {
      title: 'YEARLY_CHANGE that is missed has no base to measure from',
      figures: { '2021': 0.3, '2022': 0.05 },
      changes: change,
      state: 'NO_DATA',
      reason: 'NO_BASE',
    },
    {
      title: 'YEARLY_CHANGE never slips',
      figures: { '2021': 0.3, '2022': 0.2 },
      changes: change,
      state: 'MET',
      exceeded: true,
    },
    {
      title: 'a version of the target counts for its own time: before the restatement',
      figures: { '2023-S1': 95 },
      changes: { targets: [target(90), target(98, '2023-07')] },
      state: 'MET',
    },
    {
      title: 'a version of the target counts for its own time: after it',
      figures: { ...BASE, '2023-S1': 95 },
      changes: { targets: [target(98, '2023-07'), target(90)] },
      period: '2023-S2',
      state: 'ON_TRACK',
    },
  ]);
});

describe('4. met and slipping', () => {
  const met = { '2022-S1': 95, '2022-S2': 99, '2023-S1': 94 };
  check([
    { title: 'worse than in the first half of last year', figures: met, state: 'MET_SLIPPING', exceeded: true },
    {
      title: 'better than a year before, though worse than the half-year before',
      figures: { ...met, '2023-S1': 95.5 },
      state: 'MET',
    },
    { title: 'the same when rounded does not slip', figures: { '2022-S1': 95.04, '2023-S1': 94.95 }, state: 'MET' },
    { title: 'without a figure a year before nothing slips', figures: { '2022-S2': 99, '2023-S1': 94 }, state: 'MET' },
    {
      title: 'a figure a year before a break is not compared',
      figures: met,
      changes: { breaks: ['2023-01'] },
      state: 'MET',
    },
    {
      title: 'a break at the first month of the year before does not hinder',
      figures: met,
      changes: { breaks: ['2022-01'] },
      state: 'MET_SLIPPING',
    },
    {
      title: 'where less is better, more is worse',
      figures: { '2022-S1': 70, '2023-S1': 71 },
      changes: LESS,
      state: 'MET_SLIPPING',
    },
    {
      title: 'where less is better, less is not worse',
      figures: { '2022-S1': 71, '2023-S1': 70 },
      changes: LESS,
      state: 'MET',
    },
    { title: 'not met is never slipping', figures: { ...BASE, '2022-S1': 89, '2023-S1': 88 }, state: 'ON_TRACK' },
  ]);
});

describe('6. and 7. the way', () => {
  check([
    { title: 'half the way in half the time is on track', figures: { ...BASE, '2023-S1': 85 }, state: 'ON_TRACK' },
    { title: 'less of the way than of the time is behind', figures: { ...BASE, '2023-S1': 84.9 }, state: 'BEHIND' },
    { title: 'standing at the base is behind, not moving away', figures: { ...BASE, '2023-S1': 80 }, state: 'BEHIND' },
    { title: 'worse than the base is moving away', figures: { ...BASE, '2023-S1': 79.9 }, state: 'MOVING_AWAY' },
    {
      title: 'met at the base and lost is moving away, however near',
      figures: { '2020-S2': 91, '2023-S1': 89.99 },
      state: 'MOVING_AWAY',
    },
    {
      title: 'BELOW met at its base and now exactly at the target is moving away',
      figures: { '2020-S2': 89, '2023-S1': 90 },
      changes: { ...LESS, rule: 'BELOW' },
      state: 'MOVING_AWAY',
    },
    { title: 'no base figure', figures: { '2021-S1': 80, '2023-S1': 85 }, state: 'NO_DATA', reason: 'NO_BASE' },
    {
      title: 'no baseline in the catalogue',
      figures: { ...BASE, '2023-S1': 85 },
      changes: { baseline: null },
      state: 'NO_DATA',
      reason: 'NO_BASE',
    },
    {
      title: 'a withheld base is none',
      figures: { '2020-S2': null, '2023-S1': 85 },
      state: 'NO_DATA',
      reason: 'NO_BASE',
    },
    {
      title: 'at the end of 2025 nothing less than the target will do',
      figures: { ...BASE, '2025-S2': 89.9 },
      period: '2025-S2',
      state: 'BEHIND',
    },
    {
      title: 'the way is judged by the time of the latest figure, not of the period',
      figures: { ...BASE, '2022-S1': 83.1 },
      state: 'ON_TRACK',
    },
    {
      title: 'BELOW with its base exactly at the target: standing still is behind',
      figures: { '2020-S2': 90, '2023-S1': 90 },
      changes: { ...LESS, rule: 'BELOW' },
      state: 'BEHIND',
    },
    {
      title: 'BELOW with its base exactly at the target: more is moving away',
      figures: { '2020-S2': 90, '2023-S1': 90.1 },
      changes: { ...LESS, rule: 'BELOW' },
      state: 'MOVING_AWAY',
    },
  ]);
});
