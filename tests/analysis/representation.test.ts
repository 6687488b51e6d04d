import { describe, expect, test } from 'vitest';
import { readIndicator, UnfitRepresentation } from '../../subgraphs/analysis/representation.js';
import { handedOver, headline, LESS, QUOTA, target } from './indicator.js';

const fine = handedOver({ '2023-S1': 95 });

const without = (name: string) => Object.fromEntries(Object.entries(fine).filter(([key]) => key !== name));

describe('what cannot be judged rightly is refused', () => {
  const required = Object.keys(fine).filter((key) => !['__typename', 'asOf', 'series'].includes(key));

  test.each(required)('a representation without %s', (name) => {
    expect(() => readIndicator(without(name))).toThrow(UnfitRepresentation);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['the code in the place of the rule', { rule: 'COVERAGE' }, /COVERAGE: rule/],
    ['a rule lost on the way', { rule: null }, /rule/],
    ['a number as text', { decimals: '1' }, /decimals/],
    ['a value as text', { series: { headline: [{ ...headline({ '2023': 1 })[0], value: '95' }] } }, /value/],
    ['a figure without its value', { series: { headline: [{ period: '2023', sample: false }] } }, /value/],
    [
      'a figure without its status',
      { series: { headline: [{ ...headline({ '2023': 1 })[0], status: null }] } },
      /status/,
    ],
    [
      'a figure with a malformed period',
      { series: { headline: headline({ '2023-13': 95 }) } },
      /"2023-13" is not a period/,
    ],
    [
      'two figures for one period',
      { series: { headline: [...headline({ '2023': 1 }), ...headline({ '2023': 2 })] } },
      /two figures/,
    ],
    ['a malformed baseline', { baseline: 'COVERAGE' }, /baseline/],
    [
      'a target without a value that is not withdrawn',
      { targets: [{ ...target(null), withdrawn: false }] },
      /withdrawn/,
    ],
    ['a withdrawn target with a value', { targets: [{ ...target(90), withdrawn: true }] }, /withdrawn/],
    ['a target without its month', { targets: [{ ...target(90), from: '2021' }] }, /from/],
    ['a direction against the rule', { ...LESS, direction: 'INCREASE' }, /direction/],
    ['a yearly change in half-years', { rule: 'YEARLY_CHANGE' }, /yearly/],
    ['a quota of a stock', { ...QUOTA, timeRule: 'STOCK' }, /quota/],
  ])('%s', (_, changes, message) => {
    expect(() => readIndicator(handedOver({ '2023-S1': 95 }, changes))).toThrow(message);
  });

  test.each([null, undefined, 'COVERAGE', {}])('%j', (raw) => {
    expect(() => readIndicator(raw)).toThrow(UnfitRepresentation);
  });

  test('all faults are named at once', () => {
    expect(() => readIndicator(handedOver({}, { rule: 'X', decimals: null }))).toThrow(/rule.*decimals/);
  });
});
