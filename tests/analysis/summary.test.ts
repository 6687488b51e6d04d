import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIndicator } from '../../subgraphs/analysis/representation.js';
import { summarise } from '../../subgraphs/analysis/summary.js';
import { period } from '../../subgraphs/core/period.js';
import { handedOver, headline, target } from './indicator.js';

const summary = (indicators: readonly unknown[], text = '2023-S1') =>
  summarise(indicators.map(readIndicator), period(text));

const met = handedOver({ '2023-S1': 90 });
const exceeded = handedOver({ '2023-S1': 95 });
const slipping = handedOver({ '2022-S1': 96, '2023-S1': 95 });
const onTrack = handedOver({ '2020-S2': 80, '2023-S1': 86 });
const behind = handedOver({ '2020-S2': 80, '2023-S1': 81 });
const movingAway = handedOver({ '2020-S2': 80, '2023-S1': 79 });
const noData = handedOver({});
const unavailable = handedOver(null);
const withdrawn = handedOver(null, { targets: [target(null)] });
const supporting = handedOver({ '2023-S1': 95 }, { rule: null, targets: [] });

describe('the summary', () => {
  test('counts each state, the slipping among the met, and leaves only the withdrawn out of the total', () => {
    const all = [met, exceeded, slipping, onTrack, behind, movingAway, noData, unavailable, withdrawn, supporting];
    expect(summary(all)).toEqual({
      period: '2023-S1',
      total: 8,
      met: 3,
      exceeded: 2,
      slipping: 1,
      onTrack: 1,
      behind: 1,
      movingAway: 1,
      withdrawn: 1,
      noData: 1,
      unavailable: 1,
      metOnAssumedTargets: 0,
      metOnTargetsOfOtherPlans: 0,
      metOnSampleFigures: 0,
    });
  });

  test('counts what the met ones stand on: assumptions, other plans, the sample; and leaves the others out', () => {
    const evidence = (name: string, value: number) => ({ targets: [target(value, '2021-03', { evidence: name })] });
    const sample = { series: { headline: headline({ '2020-S2': 80, '2023-S1': 95 }, true) } };
    const all = [
      handedOver({ '2023-S1': 90 }, evidence('ASSUMED', 90)),
      handedOver({ '2023-S1': 80 }, evidence('ASSUMED', 90)),
      handedOver({ '2023-S1': 90 }, evidence('OTHER_PLAN', 90)),
      handedOver({}, sample),
      handedOver({}, { ...sample, ...evidence('ASSUMED', 99) }),
    ];
    expect(summary(all)).toMatchObject({
      met: 3,
      metOnAssumedTargets: 1,
      metOnTargetsOfOtherPlans: 1,
      metOnSampleFigures: 1,
    });
  });

  test('every target is counted once', () => {
    const kinds = [met, exceeded, slipping, onTrack, behind, movingAway, noData, unavailable, withdrawn];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds)), (all) => {
        const s = summary(all);
        expect(s.met + s.onTrack + s.behind + s.movingAway + s.noData + s.unavailable).toBe(s.total);
        expect(s.total + s.withdrawn).toBe(all.length);
        expect(Math.max(s.exceeded, s.slipping)).toBeLessThanOrEqual(s.met);
      }),
    );
  });
});
