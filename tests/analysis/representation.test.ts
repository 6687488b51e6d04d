import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carefullyRead, readIndicator, UnfitRepresentation } from '../../subgraphs/analysis/representation.js';
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

describe('what is read shortly is what is read at length', () => {
  const values = fc.constantFrom<unknown>(
    ...[
      null,
      undefined,
      true,
      false,
      '',
      'A',
      'M',
      'FLOW',
      'STOCK',
      'INCREASE',
      'DECREASE',
      'BELOW',
      'AT_MOST',
      'RANGE',
    ],
    ...[
      'YEARLY_CHANGE',
      'YEARLY_QUOTA',
      'ASSUMED',
      '2023',
      '2023-13',
      '2023-S1',
      '2023-01',
      -1,
      0,
      1.5,
      2,
      11,
      2 ** 53,
    ],
    ...[Number.NaN, [], {}, ['2022'], [2022], { vi: 'a', en: 'b' }, { vi: 'a' }, [[]], { headline: null }],
  );
  const whole = {
    ...fine,
    numeratorNames: { vi: 'tử số', en: 'numerator' },
    breaks: ['2022-S1'],
    targets: [{ ...target(90), sourceNames: { vi: 'a', en: 'b' } }],
    areaTargets: [{ area: { id: '1', rest: 2 }, targets: [target(80), { ...target(null), withdrawn: true }] }],
  };
  const places = (value: unknown): string[][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[key], ...places(inner).map((path) => [key, ...path])])
      : [];
  const outcome = (read: (raw: unknown) => unknown, raw: unknown) => {
    try {
      return read(raw);
    } catch (error) {
      return String(error);
    }
  };
  const changed = (raw: object, [key = '', ...rest]: string[], value: unknown): object => {
    const copy: Record<string, unknown> = Array.isArray(raw) ? ([...raw] as never) : { ...raw };
    const inner = copy[key];
    if (rest.length === 0 || typeof inner !== 'object' || inner === null) copy[key] = value;
    else copy[key] = changed(inner, rest, value);
    return copy;
  };

  test('wherever anything else stands', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...places(whole)), values), { maxLength: 3 });
    fc.assert(
      fc.property(changes, (made) => {
        const raw = made.reduce<object>((before, [path, value]) => changed(before, path, value), whole);
        expect(outcome(readIndicator, raw)).toEqual(outcome(carefullyRead, raw));
      }),
      { numRuns: 1000 },
    );
  });
});
