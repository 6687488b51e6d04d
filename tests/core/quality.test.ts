import { describe, expect, test } from 'vitest';
import { areasOn, CITY } from '../../schema/areas/areas.js';
import { period } from '../../subgraphs/core/period.js';
import { qualityOf, qualityOfFigures } from '../../subgraphs/core/quality.js';
import { reportedOf } from '../../subgraphs/core/reported.js';
import { figure } from './journal/scripted-source.js';

const P = period('2023-S1');
const DISTRICTS = areasOn('DISTRICT', '2023-06-30');
const DUE_DAYS = 15;

const submitted = (days: readonly (string | null)[]) =>
  DISTRICTS.flatMap((area, i) => {
    const on = days[i] ?? '2023-07-05';
    return days[i] === null ? [] : [{ area: area.id, period: P.text, on }];
  });
const judged = (submissions: Parameters<typeof reportedOf>[1], today: string) =>
  qualityOf(P, reportedOf(P, submissions, DUE_DAYS, today), today);

describe('the quality of what a department reports for a period', () => {
  test('is complete and in time when every district reported by the due day', () => {
    expect(judged(submitted([]), '2023-09-01')).toMatchObject({
      ...{ due: '2023-07-15', expected: 30, reported: 30, completeness: 100, daysLate: 0 },
    });
  });

  test('is late by the days until the last district came', () => {
    expect(judged(submitted(['2023-07-20', '2023-07-16']), '2023-09-01')).toMatchObject({
      ...{ reported: 30, completeness: 100, daysLate: 5 },
    });
  });

  test('counts the days gone by while districts are missing, and none before the due day', () => {
    const missing = submitted([null, null, null]);
    expect(judged(missing, '2023-07-25')).toMatchObject({ reported: 27, completeness: 90, daysLate: 10 });
    expect(judged(missing, '2023-07-15')).toMatchObject({ reported: 27, daysLate: null });
  });

  test('of a department that reports as a whole rests on its one report', () => {
    const whole = [{ area: null, period: P.text, on: '2023-07-18' }];
    expect(judged(whole, '2023-09-01')).toMatchObject({ expected: 1, reported: 1, completeness: 100, daysLate: 3 });
    expect(judged([], '2023-07-10')).toMatchObject({ expected: 1, reported: 0, completeness: 0, daysLate: null });
  });
});

describe('the quality of the figures of an indicator', () => {
  type Told = NonNullable<Parameters<typeof figure>[3]>;
  const INDICATOR = { code: 'DOCTORS', kind: 'RATE' } as const;
  const quality = (indicator: Parameters<typeof qualityOfFigures>[0], periods: readonly string[], told: Told[]) => {
    const figures = told.map((one) => figure(indicator.code, one.period ?? P.text, one.value ?? 1, one));
    const get = (area: string, text: string) => figures.find((one) => one.area === area && one.period === text);
    return qualityOfFigures(indicator, periods.map(period), { get }, DUE_DAYS);
  };
  const everywhere = (rest: Told = {}) => [CITY, ...DISTRICTS].map(({ id }) => ({ area: id, ...rest }));

  test('expects one of the city and of each district', () => {
    expect(quality(INDICATOR, [P.text], everywhere())).toEqual({
      ...{ code: 'DOCTORS', expected: 31, reported: 31, completeness: 100, daysLate: null },
    });
  });

  test('counts what is withheld or does not apply as reported, what is blank as not', () => {
    const figures = everywhere().map((one, i) => ({ ...one, status: (['Q', 'M', 'O'] as const)[i] ?? ('A' as const) }));
    expect(quality(INDICATOR, [P.text], figures)).toMatchObject({ expected: 31, reported: 30 });
  });

  test('of a monthly one needs every month of the period', () => {
    const months = ['2023-01', '2023-02'];
    const figures = months.flatMap((text) => everywhere({ period: text })).slice(0, -2);
    expect(quality(INDICATOR, months, figures)).toMatchObject({ expected: 31, reported: 29 });
  });

  test('expects only the city of a survey', () => {
    const told = quality({ code: 'HAPPINESS', kind: 'SURVEY' }, [P.text], [{ area: CITY.id }]);
    expect(told).toMatchObject({ expected: 1, completeness: 100 });
  });

  test('expects the communes after the districts, but only the city where communes themselves are counted', () => {
    expect(quality(INDICATOR, ['2025-S2'], [])).toMatchObject({ expected: 127, reported: 0, completeness: 0 });
    const communes = { code: 'CHILD_FRIENDLY_COMMUNES', kind: 'COUNT' } as const;
    expect(quality(communes, ['2025-S2'], []).expected).toBe(1);
    expect(quality(communes, [P.text], []).expected).toBe(31);
  });

  test('of a year across July 2025 expects districts in its first half and communes in its second', () => {
    const first = everywhere({ period: '2025-S1' });
    const second = areasOn('COMMUNE', '2025-12-31').map(({ id }) => ({ area: id, period: '2025-S2' }));
    const told = quality(
      INDICATOR,
      ['2025-S1', '2025-S2'],
      [...first, ...second, { area: CITY.id, period: '2025-S2' }],
    );
    expect(told).toMatchObject({ expected: 157, reported: 157, completeness: 100 });
    const without = quality(INDICATOR, ['2025-S1', '2025-S2'], [...first, ...second.slice(1)]);
    expect(without).toMatchObject({ expected: 157, reported: 155 });
  });

  test('is late by the day on which the last figure was published, by the calendar of Hanoi', () => {
    const told = [
      ...everywhere({ publishedAt: '2023-07-10T02:00:00.000Z' }).slice(1),
      { area: CITY.id, publishedAt: '2023-07-17T18:00:00.000Z' },
    ];
    expect(quality(INDICATOR, [P.text], told).daysLate).toBe(3);
  });
});
