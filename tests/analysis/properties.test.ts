import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handedOver, judged, LESS, months, QUOTA, target } from './indicator.js';

/** From worst to best: a better figure may only lead upwards. Without a base what is not met is worst. */
const ORDER = ['NO_DATA', 'MOVING_AWAY', 'BEHIND', 'ON_TRACK', 'MET_SLIPPING', 'MET'];
const rank = (indicator: unknown, period: string) => ORDER.indexOf(judged(indicator, period).state);

const value = fc.integer({ min: 0, max: 1000 }).map((n) => n / 10);
const maybe = fc.option(value, { nil: null });

const RULES = [
  { rule: 'AT_LEAST', direction: 'INCREASE' },
  { rule: 'RANGE', direction: 'INCREASE' },
  { rule: 'YEARLY_CHANGE', direction: 'INCREASE', frequency: 'A' },
  { ...LESS },
  { ...LESS, rule: 'BELOW' },
];

describe('a better latest figure never gives a worse state', () => {
  test.each(RULES)('under $rule', (changes) => {
    const [baseline, before, now] =
      changes.rule === 'YEARLY_CHANGE' ? ['2020', '2021', '2022'] : ['2020-S2', '2022-S1', '2023-S1'];
    const broken = fc.constantFrom([], ['2022-07'], ['2023-01']);
    fc.assert(
      fc.property(maybe, maybe, value, value, value, broken, (base, yearBefore, one, other, goal, breaks) => {
        const of = (latest: number) =>
          handedOver(
            { [baseline]: base, [before]: yearBefore, [now]: latest },
            { ...changes, breaks, targets: [target(goal)] },
          );
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [worse, better] = changes.direction === 'DECREASE' ? [high, low] : [low, high];
        expect(rank(of(better), '2023-S1')).toBeGreaterThanOrEqual(rank(of(worse), '2023-S1'));
      }),
    );
  });

  test('under YEARLY_QUOTA', () => {
    const count = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(count, count, count, count, fc.integer({ min: 1, max: 12 }), (before, past, one, other, month) => {
        const of = (latest: number) =>
          handedOver(
            {
              ...months(2022, 1, 12, before),
              ...months(2023, 1, month, past),
              [`2023-${String(month).padStart(2, '0')}`]: latest,
            },
            QUOTA,
          );
        expect(rank(of(Math.max(one, other)), '2023')).toBeGreaterThanOrEqual(rank(of(Math.min(one, other)), '2023'));
      }),
    );
  });
});

describe('the shares', () => {
  test('the share of the way is linear in the latest figure', () => {
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 1, noNaN: true }), (base, goal, share) => {
        fc.pre(base < goal - 0.05);
        const latest = base + share * (goal - base);
        const indicator = handedOver({ '2020-S2': base, '2023-S1': latest }, { targets: [target(goal)] });
        expect(judged(indicator, '2023-S1').shareOfWay).toBeCloseTo(share, 6);
      }),
    );
  });

  test('the judgement does not depend on the unit that values are counted in', () => {
    fc.assert(
      fc.property(value, value, value, fc.constantFrom(2, 4, 8, 0.5, 0.25), (base, latest, goal, scale) => {
        const of = (by: number) =>
          judged(
            // Decimals enough that rounding plays no part; powers of two scale exactly.
            handedOver({ '2020-S2': base * by, '2023-S1': latest * by }, { decimals: 6, targets: [target(goal * by)] }),
            '2023-S1',
          );
        const { state, shareOfWay, exceeded } = of(1);
        expect(of(scale)).toMatchObject({ state, shareOfWay, exceeded });
      }),
    );
  });

  test('less is better mirrors more is better', () => {
    fc.assert(
      fc.property(value, value, value, (base, latest, goal) => {
        const more = judged(handedOver({ '2020-S2': base, '2023-S1': latest }, { targets: [target(goal)] }), '2023-S1');
        const mirrored = { '2020-S2': -base, '2023-S1': -latest };
        const less = judged(handedOver(mirrored, { ...LESS, targets: [target(-goal)] }), '2023-S1');
        expect(less).toMatchObject({ state: more.state, exceeded: more.exceeded, shareOfWay: more.shareOfWay });
      }),
    );
  });
});

describe('what is missing', () => {
  test('is exactly enough: with it the target is met, with one less it is not', () => {
    const count = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 0, max: 1000 }), fc.boolean(), (n, d, tenths, less) => {
        const goal = tenths / 10;
        const of = (numerator: number) =>
          judged(
            handedOver(
              { '2023-S1': [(100 * numerator) / d, numerator, d] },
              { ...(less ? LESS : {}), targets: [target(goal)] },
            ),
            '2023-S1',
          );
        const missing = of(n).missing?.value;
        fc.pre(missing !== undefined);
        const sign = less ? -1 : 1;
        expect(of(n + sign * missing).state).toBe('MET');
        expect(of(n + sign * (missing - 1)).state).not.toBe('MET');
      }),
    );
  });
});
