import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areasOn } from '../../../schema/areas/areas.js';
import { OWNERS } from '../../../schema/subgraphs.js';
import { UNITS } from '../../../subgraphs/core/catalogue.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import { CHECK_TEXTS } from '../../../subgraphs/core/journal/check-texts.js';
import { CHECK_REASONS } from '../../../subgraphs/core/journal/contract.js';
import { jumpsOf, type SeriesPoint } from '../../../subgraphs/core/journal/jump-check.js';
import { lastDay, period, periodsBetween } from '../../../subgraphs/core/period.js';
import { catalogue, Desk, figure, NOW, refusals, sampleFigures, slice } from './desk.js';

const rate = (numerator: number | null, denominator: number | null, value: number | null, more = {}) =>
  figure({ indicator: 'HEALTH_MANAGEMENT', period: '2023-S1', value, numerator, denominator, ...more });
const perHead = (numerator: number, denominator: number, value: number) =>
  figure({ indicator: 'DOCTORS', period: '2023-S1', value, numerator, denominator });
const count = (value: number, more = {}) => figure({ indicator: 'PUPILS', period: '2023', value, ...more });
const survey = (value: number) => figure({ indicator: 'UNEMPLOYMENT', period: '2023', value });

/** What a figure is refused for when it comes first; empty when it is taken. */
function verdict(given: SourceFigure, owner?: (typeof OWNERS)[number]): string {
  const asked = owner ? { owner } : {};
  const { taken, quarantine, held } = new Desk().take([given], asked);
  expect(taken.length + held.length).toBe(1);
  expect(quarantine).toHaveLength(held.length);
  return held[0]?.reason ?? '';
}

describe('a figure by itself', () => {
  const cases: readonly [string, SourceFigure, string][] = [
    ['a plain rate', rate(67, 100, 67), ''],
    ['an area that is not in the code list', count(9, { area: 'DISTRICT-999' }), 'UNKNOWN_AREA'],
    ['a blank of such an area', figure({ ...count(9), area: 'DISTRICT-999', value: null }), 'UNKNOWN_AREA'],
    ['a district of 2025-S1', figure({ indicator: 'SCHOOLS', period: '2025-S1', value: 9, area: 'DISTRICT-001' }), ''],
    [
      'a district that no longer stood',
      figure({ indicator: 'PUPILS', period: '2025', value: 9, area: 'DISTRICT-001' }),
      'UNKNOWN_AREA',
    ],
    [
      'schools by place, in a commune that did not stand yet',
      figure({ indicator: 'SCHOOLS', period: '2023-S1', value: 9, area: 'COMMUNE-00004-2025-07-01' }),
      '',
    ],
    [
      'a blank of a district that no longer stood',
      figure({ indicator: 'SCHOOLS', period: '2025-S2', value: null, area: 'DISTRICT-001' }),
      '',
    ],
    ['the last period that ended', figure({ indicator: 'SCHOOLS', period: '2025-S2', value: 9 }), ''],
    ['a period that has not ended', figure({ indicator: 'SCHOOLS', period: '2026-S1', value: 9 }), 'FUTURE_PERIOD'],
    ['no period at all', figure({ indicator: 'SCHOOLS', period: '2023-S3', value: 9 }), 'FUTURE_PERIOD'],
    ['published within a day', count(9, { publishedAt: '2026-03-02T00:00:00Z' }), ''],
    ['published later', count(9, { publishedAt: '2026-03-02T00:00:01Z' }), 'PUBLISHED_IN_FUTURE'],
    ['published at no instant', count(9, { publishedAt: 'soon' }), 'PUBLISHED_IN_FUTURE'],
    ['a part of a count', count(9.5), 'UNIT'],
    ['a part of a billion', figure({ indicator: 'POLICY_LOANS', period: '2023-S1', value: 9.5 }), ''],
    ['a count that was counted otherwise', count(10, { numerator: 11 }), 'UNIT'],
    ['a count without its numerator', count(10, { numerator: null }), ''],
    ['a count over something', count(10, { denominator: 20 }), 'UNIT'],
    ['a count below 0', count(-1), 'UNIT'],
    ['a count of 0', count(0), ''],
    ['not a number', count(Number.NaN), 'UNIT'],
    ['without bounds', survey(Number.POSITIVE_INFINITY), 'UNIT'],
    ['a rate rounded to its decimals', rate(2, 3, 66.7), ''],
    ['a rate cut off', rate(2, 3, 66.6), ''],
    ['a rate beyond rounding', rate(2, 3, 66.5), 'UNIT'],
    ['a rate beyond rounding with a note', rate(2, 3, 66.5, { note: 'printed so' }), ''],
    ['a share instead of per cent', rate(2, 3, 0.667), 'UNIT'],
    ['the same with a note', rate(2, 3, 0.667, { note: 'written by the source itself' }), 'UNIT'],
    ['ten times too large', rate(60, 1000, 60), 'UNIT'],
    ['per 10,000 over people', perHead(120, 10, 0.0012), 'UNIT'],
    ['per 10,000', perHead(120, 10, 12), ''],
    ['a numerator alone', rate(67, null, 67), 'UNIT'],
    ['a denominator alone', rate(null, 100, 67), 'UNIT'],
    ['a rate without parts', rate(null, null, 67), ''],
    ['a rate over nothing', rate(0, 0, 0), 'UNIT'],
    ['a rate over nothing that does not apply', rate(0, 0, null), ''],
    ['a numerator below 0', rate(-67, 100, -67), 'UNIT'],
    ['a part as large as the whole', rate(100, 100, 100), ''],
    ['a part larger than the whole', rate(101, 100, 101), 'NUMERATOR_ABOVE_DENOMINATOR'],
    ['swapped parts', rate(100, 67, 67), 'NUMERATOR_ABOVE_DENOMINATOR'],
    ['more than one for each ten thousand', perHead(120, 10, 12), ''],
    ['above the maximum', survey(100.1), 'RANGE'],
    ['at the maximum', survey(100), ''],
    ['below the minimum', survey(-0.1), 'RANGE'],
    ['at the minimum', survey(0), ''],
    ['a fall', figure({ indicator: 'CHILD_MALNUTRITION', period: '2023', value: -0.2 }), ''],
    ['a fall below its minimum', figure({ indicator: 'CHILD_MALNUTRITION', period: '2023', value: -5.1 }), 'RANGE'],
  ];
  test.each(cases)('%s', (_, given, reason) => {
    expect(verdict(given)).toBe(reason);
  });

  test('of an indicator that is not in the catalogue, or another department answers for', () => {
    expect(verdict(figure({ indicator: 'HAPPINESS', period: '2023', value: 1 }), 'health')).toBe('UNKNOWN_INDICATOR');
    expect(verdict(count(9), 'health')).toBe('UNKNOWN_INDICATOR');
    expect(verdict(count(9), 'education')).toBe('');
  });

  test('the detail says what was expected, what came, and a slip of the decimal point', () => {
    const detailOf = (given: SourceFigure) => new Desk().take([given]).quarantine[0]?.detail;
    expect(detailOf(survey(6700))).toBe('6,700 is above the maximum 100');
    expect(detailOf(rate(67, 100, 6700))).toBe('6,700 came, but 67 of 100 makes 67: 100 times too large');
    expect(detailOf(rate(670, 1000, 6.7))).toBe('6.7 came, but 670 of 1,000 makes 67: 10 times too small');
    expect(detailOf(count(12_000, { numerator: 12 }))).toBe('12,000 came, but 12 was counted: 1,000 times too large');
    expect(detailOf(perHead(120_000, 10_000, 0.0012))).toMatch(/makes 12: 10,000 times too small$/);
    expect(detailOf(rate(670, 1000, 50))).toBe('50 came, but 670 of 1,000 makes 67');
  });

  test('each reason has one sentence in both languages', () => {
    for (const reason of CHECK_REASONS) {
      expect(CHECK_TEXTS[reason].vi).toMatch(/^\p{Lu}[^.]+\.$/u);
      expect(CHECK_TEXTS[reason].en).toMatch(/^\p{Lu}[^.]+\.$/u);
      expect(UNITS.some((unit) => CHECK_TEXTS[reason].en.includes(unit))).toBe(false);
    }
  });
});

describe('the sum of the districts', () => {
  const DISTRICTS = areasOn('DISTRICT', '2023-06-30').map(({ id }) => id);
  const schools = (city: number, change: (f: SourceFigure, i: number) => SourceFigure | null = (f) => f) => [
    figure({ indicator: 'SCHOOLS', period: '2023-S1', value: city }),
    ...DISTRICTS.flatMap(
      (area, i) => change(figure({ indicator: 'SCHOOLS', period: '2023-S1', value: 10, area }), i) ?? [],
    ),
  ];
  const first = (value: Partial<SourceFigure>) => (f: SourceFigure, i: number) => (i === 0 ? { ...f, ...value } : f);
  const blank = { value: null, numerator: null, status: 'Q', reason: 'BLANK_AT_SOURCE' } as const;
  const cases: readonly [string, SourceFigure[], number][] = [
    ['is the city', schools(300), 0],
    ['is not the city', schools(301), 31],
    ['cannot be told without one of them', schools(301, (f, i) => (i === 0 ? null : f)), 0],
    ['cannot be told while one is suppressed', schools(301, first(blank)), 0],
    ['cannot be told while one is estimated', schools(301, first({ status: 'E' })), 0],
    ['counts what is provisional', schools(301, first({ status: 'P' })), 31],
    [
      'cannot be told while the city is estimated',
      [{ ...figure({ indicator: 'SCHOOLS', period: '2023-S1', value: 301 }), status: 'E' }, ...schools(301).slice(1)],
      0,
    ],
  ];
  test.each(cases)('%s', (_, figures, refused) => {
    const { held, taken } = new Desk().take(figures);
    expect(held.filter(({ reason }) => reason === 'SUM_OF_DISTRICTS')).toHaveLength(refused);
    expect(taken).toHaveLength(figures.length - refused);
  });

  test('holds only what is new where something stands already', () => {
    const desk = new Desk();
    desk.take(schools(300));
    const result = desk.take(schools(300, first({ value: 11, numerator: 11 })));
    expect(refusals(result)).toEqual([`SCHOOLS ${DISTRICTS[0]} 2023-S1 SUM_OF_DISTRICTS`]);
    expect(result.unchanged).toBe(30);
    expect(result.quarantine[0]?.detail).toBe('count: the city has 300, its 30 parts add up to 301');
  });

  test('is of what would stand: where one figure is refused by itself, what is new beside its last good is held too', () => {
    const desk = new Desk();
    desk.take(schools(300));
    const result = desk.take(
      schools(330, (f, i) => ({ ...f, value: i === 0 ? 10.5 : 11, numerator: i === 0 ? null : 11 })),
    );
    expect(result.taken).toEqual([]);
    expect(result.held.filter(({ reason }) => reason === 'SUM_OF_DISTRICTS')).toHaveLength(30);
    expect(result.held.filter(({ reason }) => reason === 'UNIT')).toHaveLength(1);
  });

  test('does not hold a new note on a figure beside which an operator released another sum', () => {
    const desk = new Desk();
    desk.take(schools(300));
    desk.take(schools(301));
    desk.release(desk.entries[0]?.number ?? 0);
    expect(desk.take(schools(301, first({ note: 'a remark' })))).toMatchObject({
      refused: 0,
      taken: [{ note: 'a remark' }],
    });
    expect(desk.take(schools(301, first({ value: 12, numerator: 12 })))).toMatchObject({ refused: 1, taken: [] });
  });

  test('brings back the last good figures, beside which others then jump', () => {
    const doctors = (text: string, each: number, city = 30 * each) => [
      figure({ indicator: 'DOCTORS', period: text, value: city / 300, numerator: city, denominator: 300 }),
      ...DISTRICTS.map((area) =>
        figure({ indicator: 'DOCTORS', period: text, area, value: each / 10, numerator: each, denominator: 10 }),
      ),
    ];
    const standing = () => {
      const desk = new Desk();
      desk.take(doctors('2022-S2', 120));
      return desk;
    };
    expect(standing().take([...doctors('2022-S2', 145), ...doctors('2023-S1', 170)])).toMatchObject({ refused: 0 });
    const result = standing().take([...doctors('2022-S2', 145, 4351), ...doctors('2023-S1', 170)]);
    expect(result.taken).toEqual([]);
    expect(result.held.filter(({ reason }) => reason === 'SUM_OF_DISTRICTS')).toHaveLength(31);
    expect(result.held.filter(({ reason }) => reason === 'JUMP')).toHaveLength(31);
  });

  test('is of both parts of a rate', () => {
    const doctors = (city: number, people: number) => [
      figure({ indicator: 'DOCTORS', period: '2023-S1', value: city / people, numerator: city, denominator: people }),
      ...DISTRICTS.map((area) =>
        figure({ indicator: 'DOCTORS', period: '2023-S1', area, value: 12, numerator: 120, denominator: 10 }),
      ),
    ];
    expect(new Desk().take(doctors(3600, 300)).refused).toBe(0);
    expect(new Desk().take(doctors(3601, 300)).refused).toBe(31);
    expect(new Desk().take(doctors(3600, 301)).refused).toBe(31);
    // Populations in ten thousands are rounded to people.
    expect(new Desk().take(doctors(3600, 300.0012)).refused).toBe(0);
    expect(new Desk().take(doctors(3600, 300.01)).refused).toBe(31);
  });

  test('holds an open figure until the others have followed, and then takes it', () => {
    const desk = new Desk();
    desk.take(schools(300));
    const early = desk.take(schools(330));
    expect(refusals(early)).toEqual(['SCHOOLS CITY-01 2023-S1 SUM_OF_DISTRICTS']);
    const late = desk.take(schools(330, (f) => ({ ...f, value: 11, numerator: 11 })));
    expect([late.taken.length, late.refused, late.superseded.length]).toEqual([31, 0, 1]);
  });
});

describe('a jump', () => {
  const series = (
    indicator: string,
    values: Readonly<Record<string, number | null>>,
    more: Partial<SourceFigure> = {},
  ) => Object.entries(values).map(([text, value]) => figure({ indicator, period: text, value, ...more }));
  const jumped = (figures: readonly SourceFigure[], before: readonly SourceFigure[] = []) => {
    const desk = new Desk();
    if (before.length > 0) expect(desk.take(before).refused).toBe(0);
    const { held } = desk.take([...before, ...figures]);
    expect(held.every(({ reason }) => reason === 'JUMP')).toBe(true);
    return held.map((cell) => cell.period);
  };

  test('is a step beyond the one that the catalogue calls plausible', () => {
    const before = series('DOCTORS', { '2022-S2': 12 });
    expect(jumped(series('DOCTORS', { '2023-S1': 15 }), before)).toEqual([]);
    expect(jumped(series('DOCTORS', { '2023-S1': 15.1 }), before)).toEqual(['2023-S1']);
    expect(jumped(series('DOCTORS', { '2023-S1': 8.9 }), before)).toEqual(['2023-S1']);
    expect(jumped(series('DOCTORS', { '2022-S1': 15.1 }), before)).toEqual(['2022-S1']);
  });

  test('is a factor for counts, but not of small ones', () => {
    const to = (value: number) => series('TELEMEDICINE_POINTS', { '2023-S1': value });
    const from = (value: number) => series('TELEMEDICINE_POINTS', { '2022-S2': value });
    expect(jumped(to(60), from(20))).toEqual([]);
    expect(jumped(to(61), from(20))).toEqual(['2023-S1']);
    expect(jumped(to(6), from(20))).toEqual(['2023-S1']);
    expect(jumped(to(4), from(1))).toEqual([]);
    expect(jumped(to(9), from(0))).toEqual([]);
    expect(jumped(to(10), from(0))).toEqual(['2023-S1']);
  });

  test('says what it was set against', () => {
    const of = (indicator: string, text: string, value: number) => figure({ indicator, period: text, value });
    const detail = (indicator: string, before: number, after: number) => {
      const desk = new Desk();
      desk.take([of(indicator, '2022-S2', before)]);
      return desk.take([of(indicator, '2022-S2', before), of(indicator, '2023-S1', after)]).quarantine[0]?.detail;
    };
    expect(detail('TELEMEDICINE_POINTS', 20, 600)).toBe('600 came, 2022-S2 has 20: at most a factor of 3 is plausible');
    expect(detail('DOCTORS', 12, 20)).toBe('20 came, 2022-S2 has 12: 8 apart, at most 3 is plausible');
  });

  test('is none where fewer than ten units make it', () => {
    const communes = (text: string, numerator: number, denominator: number) =>
      figure({
        indicator: 'CHILD_FRIENDLY_COMMUNES',
        period: text,
        value: (100 * numerator) / denominator,
        numerator,
        denominator,
      });
    expect(jumped([communes('2023-S1', 2, 3)], [communes('2022-S2', 1, 3)])).toEqual([]);
    expect(jumped([communes('2023-S1', 20, 30)], [communes('2022-S2', 10, 30)])).toEqual(['2023-S1']);
  });

  test('may be larger across a gap, for each period of it', () => {
    const before = series('DOCTORS', { '2021-S2': 12 });
    expect(jumped(series('DOCTORS', { '2023-S1': 21 }), before)).toEqual([]);
    expect(jumped(series('DOCTORS', { '2023-S1': 21.1 }), before)).toEqual(['2023-S1']);
    const blank = [...before, ...series('DOCTORS', { '2022-S1': null })];
    expect(jumped(series('DOCTORS', { '2023-S1': 21.1 }), blank)).toEqual(['2023-S1']);
  });

  test('of a stock is counted in its own periods, of a flow in the periods given', () => {
    expect(jumped(series('DOCTORS', { '2023': 18 }), series('DOCTORS', { '2022': 12 }))).toEqual([]);
    expect(jumped(series('DOCTORS', { '2023': 18.1 }), series('DOCTORS', { '2022': 12 }))).toEqual(['2023']);
    expect(jumped(series('DOCTORS', { '2023-02': 15.1 }), series('DOCTORS', { '2023-01': 12 }))).toEqual(['2023-02']);
    expect(jumped(series('JOBS', { '2023': 301_000 }), series('JOBS', { '2022': 100_000 }))).toEqual(['2023']);
    expect(jumped(series('JOBS', { '2023': 300_000 }), series('JOBS', { '2022': 100_000 }))).toEqual([]);
  });

  test('is none between two definitions', () => {
    const poor = { '2021-S1': 1, '2021-S2': 1 };
    expect(jumped(series('POOR_HOUSEHOLDS', { '2022-S1': 9 }), series('POOR_HOUSEHOLDS', poor))).toEqual([]);
    expect(jumped(series('POOR_HOUSEHOLDS', { '2021-S2': 9 }), series('POOR_HOUSEHOLDS', { '2021-S1': 1 }))).toEqual([
      '2021-S2',
    ]);
  });

  test('of a seasonal indicator is against the same part of other years', () => {
    const january = series('HEALTH_INSURANCE', { '2022-01': 70, '2022-12': 95 });
    expect(jumped(series('HEALTH_INSURANCE', { '2023-01': 72 }), january)).toEqual([]);
    expect(jumped(series('HEALTH_INSURANCE', { '2023-01': 94 }), january)).toEqual(['2023-01']);
    expect(jumped(series('HEALTH_INSURANCE', { '2021-01': 94 }), january)).toEqual(['2021-01']);
  });

  test('is told of the one spoilt figure, not of its neighbours', () => {
    const values = { '2021-S1': 12, '2021-S2': 12.2, '2022-S1': 124, '2022-S2': 12.8, '2023-S1': 13 };
    const ten = (text: keyof typeof values) => ({ ...values, '2022-S1': 12.4, [text]: values[text] === 124 ? 99 : 99 });
    for (const text of Object.keys(values) as (keyof typeof values)[]) {
      expect(jumped(series('DOCTORS', ten(text)))).toEqual([text]);
    }
    const two = { ...values, '2022-S1': 99, '2022-S2': 98 };
    expect(jumped(series('DOCTORS', two))).toEqual(['2022-S1', '2022-S2']);
  });

  test('is told of all where it cannot be told which is wrong', () => {
    expect(jumped(series('DOCTORS', { '2022-S2': 12, '2023-S1': 99 }))).toEqual(['2022-S2', '2023-S1']);
  });

  test('looks at what would stand: the last good figure of what is refused by itself', () => {
    const desk = new Desk();
    desk.take(series('DOCTORS', { '2022-S2': 12, '2023-S1': 12 }));
    const result = desk.take([
      ...series('DOCTORS', { '2022-S2': 20 }),
      ...series('DOCTORS', { '2023-S1': 20 }, { publishedAt: '2027-01-01T00:00:00Z' }),
    ]);
    expect(refusals(result)).toEqual(['DOCTORS CITY-01 2022-S2 JUMP', 'DOCTORS CITY-01 2023-S1 PUBLISHED_IN_FUTURE']);
    expect(result.quarantine[0]?.detail).toBe('20 came, 2023-S1 has 12: 8 apart, at most 3 is plausible');
  });

  test('names as few as can be, and all of what is as likely (against every choice there is)', () => {
    const indicator = catalogue.get('DOCTORS');
    if (!indicator) throw new Error('no DOCTORS');
    const periods = periodsBetween('S', period('2020'), period('2023'));
    const agree = (a: SeriesPoint, b: SeriesPoint) =>
      (!a.isOpen && !b.isOpen) ||
      Math.abs(a.figure.value - b.figure.value) <= (3 * (b.period.lastMonth - a.period.lastMonth)) / 6;
    const point = fc.record({ value: fc.integer({ min: 0, max: 24 }), isOpen: fc.integer({ max: 3, min: 0 }) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), (given) => {
        const points = given.map(({ value, isOpen }, i): SeriesPoint => {
          const about = periods[i] ?? period('2023-S2');
          const f = figure({ indicator: 'DOCTORS', period: about.text, value });
          return { period: about, figure: { ...f, value }, isOpen: isOpen > 0 };
        });
        const choices = Array.from({ length: 2 ** points.length }, (_, bits) =>
          points.filter((_, i) => bits & (1 << i)),
        );
        const whole = choices.filter(
          (choice) =>
            points.every((p) => p.isOpen || choice.includes(p)) &&
            choice.every((p, i) => i === 0 || agree(choice[i - 1] as SeriesPoint, p)),
        );
        const most = Math.max(...whole.map((choice) => choice.length));
        const best = whole.filter((choice) => choice.length === most);
        const expected = points.filter((p) => !best.every((choice) => choice.includes(p)));
        expect([...jumpsOf(points, indicator).keys()]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the sample', () => {
  test.each(OWNERS)('of %s passes all checks at once', (owner) => {
    const figures = sampleFigures(owner);
    const result = new Desk().take(figures);
    expect(result.held).toEqual([]);
    expect(result.taken).toHaveLength(figures.length);
  });

  test.each(OWNERS)('of %s passes all checks as it comes, period by period', (owner) => {
    const figures = sampleFigures(owner);
    const keys = [...new Set(figures.map((f) => `${f.indicator} ${period(f.period).frequency}`))];
    const desk = new Desk();
    const months = [...new Set(figures.map((f) => period(f.period).lastMonth))].sort((a, b) => a - b);
    for (const month of months) {
      const known = figures.filter((f) => period(f.period).lastMonth <= month);
      const last = known.find((f) => period(f.period).lastMonth === month)?.period ?? '2025';
      const now = new Date(Date.parse(`${lastDay(period(last))}T12:00:00Z`) + 40 * 86_400_000);
      const slices = keys.flatMap((key) => {
        const [indicator = '', frequency = 'A'] = key.split(' ');
        return slice(indicator, frequency as 'A', now);
      });
      expect(desk.take(known, { now, slices, owner }).held).toEqual([]);
    }
    expect(desk.standing()).toHaveLength(figures.length);
    expect(desk.look(figures, { now: NOW })).toMatchObject({ taken: [], unchanged: figures.length });
  });
});
