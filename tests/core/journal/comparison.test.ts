import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaById, areasOn } from '../../../schema/areas/areas.js';
import { OWNERS, type OwnerName } from '../../../schema/subgraphs.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import { failureOf } from '../../../subgraphs/core/journal/checks.js';
import { WITHDRAWN } from '../../../subgraphs/core/journal/contract.js';
import { hanoiDay, period } from '../../../subgraphs/core/period.js';
import { catalogue, Desk, figure, figuresOf, NOW, refusals, sampleFigures, slice } from './desk.js';

const schools = (period: string, value: number | null, more: Partial<SourceFigure> = {}) =>
  figure({ indicator: 'SCHOOLS', period, value, ...more });
const DISTRICTS = areasOn('DISTRICT', '2023-06-30').map(({ id }) => id);

describe('what is taken', () => {
  test('new and changed figures are, others are confirmed', () => {
    const desk = new Desk();
    const first = [schools('2022-S1', 100), schools('2022-S2', 101)];
    expect(desk.take(first)).toMatchObject({ unchanged: 0, refused: 0, withdrawn: 0, quarantine: [], superseded: [] });
    const second = desk.take([schools('2022-S1', 100), schools('2022-S2', 102)]);
    expect(second).toMatchObject({ unchanged: 1, taken: [{ period: '2022-S2', value: 102, released: null }] });
  });

  test.each([
    ['value', { value: 102, numerator: 102 }, true],
    ['status', { status: 'P' }, true],
    ['note', { note: 'revised' }, true],
    ['document', { document: 'another form' }, true],
    ['time of publication', { publishedAt: '2023-01-02T00:00:00Z' }, true],
    ['the same time, written otherwise', { publishedAt: '2023-01-01T00:00:00.000Z' }, false],
    ['place', { place: 'row 8' }, false],
  ] as const)('a change of the %s', (_, change, isVintage) => {
    const desk = new Desk();
    const before = schools('2022-S2', 101, { publishedAt: '2023-01-01T00:00:00Z' });
    desk.take([before]);
    expect(desk.take([{ ...before, ...change }]).taken).toHaveLength(isVintage ? 1 : 0);
  });

  test('a value that turns blank at the source is a revision, and so is its return', () => {
    const desk = new Desk();
    desk.take([schools('2022-S2', 101)]);
    expect(desk.take([schools('2022-S2', null)]).taken).toMatchObject([{ value: null, reason: 'BLANK_AT_SOURCE' }]);
    expect(desk.take([schools('2022-S2', 101)]).taken).toMatchObject([{ value: 101 }]);
  });

  test('stands in the order of indicator, frequency, area, period', () => {
    const all = sampleFigures('education');
    const shuffled = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), 1)[0] ?? [];
    const { taken } = new Desk().take(shuffled);
    const keys = taken.map(({ indicator, area, period: text }) => {
      const place = catalogue.seriesOf('education').findIndex(({ code }) => code === indicator);
      const { frequency, lastMonth } = period(text);
      return `${String(place).padStart(3, '0')} ${'ASQM'.indexOf(frequency)} ${area} ${lastMonth}`;
    });
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(all.length);
  });

  test('what was not asked for is passed over', () => {
    const given = [
      schools('2022-S2', 101),
      schools('2022', 101),
      figure({ indicator: 'PUPILS', period: '2022', value: 9 }),
    ];
    const result = new Desk().look(given, { slices: [slice('SCHOOLS', 'S')] });
    expect(result.taken).toHaveLength(1);
    expect(result.refused).toBe(0);
  });
});

describe('what is gone', () => {
  const whole = figuresOf('SCHOOLS', 'S');
  const standing = () => {
    const desk = new Desk();
    desk.take(whole);
    return desk;
  };
  const asked = { slices: [slice('SCHOOLS', 'S')], owner: 'education' } as const;
  const isCity = (f: SourceFigure) => f.area === 'CITY-01';

  test('a whole period is withdrawn while the others stay', () => {
    const desk = standing();
    const result = desk.take(whole.filter((f) => f.period !== '2023-S1'));
    expect(result).toMatchObject({ withdrawn: 157, refused: 0, unchanged: whole.length - 157 });
    expect(desk.at('SCHOOLS', 'CITY-01', '2023-S1')).toMatchObject({
      value: null,
      numerator: null,
      status: 'O',
      reason: WITHDRAWN,
      document: 'sample',
      released: null,
    });
    expect(desk.take(whole.filter((f) => f.period !== '2023-S1'))).toMatchObject({
      taken: [],
      withdrawn: 0,
      refused: 0,
    });
    expect(desk.take(whole)).toMatchObject({ withdrawn: 0, refused: 0, unchanged: whole.length - 157 });
    expect(desk.at('SCHOOLS', 'CITY-01', '2023-S1')?.value).toBe(whole.find(isCity) && whole.filter(isCity)[6]?.value);
  });

  test('a level that is gone beside the other is held: the city, or all districts and communes', () => {
    const withoutCity = standing().take(whole.filter((f) => f.period !== '2023-S1' || !isCity(f)));
    expect(withoutCity).toMatchObject({ withdrawn: 0, taken: [] });
    expect(refusals(withoutCity)).toEqual(['SCHOOLS CITY-01 2023-S1 FEWER_AREAS']);
    const cityAlone = standing().take(whole.filter((f) => f.period !== '2023-S1' || isCity(f)));
    expect(cityAlone).toMatchObject({ withdrawn: 0, taken: [], refused: 156 });
  });

  test('some areas beside others that stayed are held, and the last good figures stay', () => {
    const desk = standing();
    const result = desk.take(whole.filter((f) => f.period !== '2023-S1' || f.area < 'DISTRICT-005'));
    expect(result.withdrawn).toBe(0);
    expect(refusals(result)).toEqual(DISTRICTS.slice(4).map((area) => `SCHOOLS ${area} 2023-S1 FEWER_AREAS`));
    expect(result.quarantine[0]?.figure).toMatchObject({ value: null, reason: WITHDRAWN, document: 'sample' });
    expect(desk.at('SCHOOLS', 'DISTRICT-005', '2023-S1')?.value).not.toBeNull();
  });

  test('everything at once is held', () => {
    const one = new Desk();
    one.take([schools('2022-S2', 101)]);
    expect(one.take([], asked)).toMatchObject({ withdrawn: 0, taken: [], refused: 1 });
    expect(standing().take([], asked)).toMatchObject({ withdrawn: 0, taken: [], refused: whole.length });
    const districts = whole.filter((f) => !isCity(f));
    expect(standing().take(whole.filter(isCity))).toMatchObject({ withdrawn: 0, taken: [], refused: districts.length });
  });

  describe('by whole periods', () => {
    const PERIODS = [2020, 2021, 2022, 2023, 2024, 2025].flatMap((year) => [`${year}-S1`, `${year}-S2`]);
    /** What an answer without some of the recorded periods comes to. */
    const without = (gone: readonly string[], recorded = PERIODS, more: readonly string[] = []) => {
      const desk = new Desk();
      desk.take(recorded.map((text) => schools(text, 100)));
      const left = [...recorded.filter((text) => !gone.includes(text)), ...more];
      const { withdrawn, refused } = desk.take(
        left.map((text) => schools(text, 100)),
        asked,
      );
      return { withdrawn, refused };
    };

    test.each([
      ['one in the middle', ['2023-S1']],
      ['the first', ['2020-S1']],
      ['the last', ['2025-S2']],
      ['two side by side', ['2022-S2', '2023-S1']],
      ['the first two', ['2020-S1', '2020-S2']],
    ])('%s is a withdrawal', (_, gone) => {
      expect(without(gone)).toEqual({ withdrawn: gone.length, refused: 0 });
    });

    test.each([
      ['two apart', ['2022-S1', '2023-S1']],
      ['three side by side', ['2022-S1', '2022-S2', '2023-S1']],
      ['the last two', ['2025-S1', '2025-S2']],
      ['the last third', PERIODS.slice(8)],
      ['the first third', PERIODS.slice(0, 4)],
    ])('%s are held', (_, gone) => {
      expect(without(gone)).toEqual({ withdrawn: 0, refused: gone.length });
    });

    test('fewer than twice as many that stayed are too few, whatever is new', () => {
      expect(without(['2020-S1'], PERIODS.slice(0, 3))).toEqual({ withdrawn: 1, refused: 0 });
      expect(without(['2020-S1'], PERIODS.slice(0, 2))).toEqual({ withdrawn: 0, refused: 1 });
      expect(without(['2020-S1'], PERIODS.slice(0, 2), PERIODS.slice(2))).toEqual({ withdrawn: 0, refused: 1 });
      expect(without(['2020-S1', '2020-S2'], PERIODS.slice(0, 6))).toEqual({ withdrawn: 2, refused: 0 });
      expect(without(['2020-S1', '2020-S2'], PERIODS.slice(0, 5))).toEqual({ withdrawn: 0, refused: 2 });
    });

    test('two at the end are a withdrawal when a later one is new', () => {
      expect(without(PERIODS.slice(9, 11), PERIODS.slice(0, 11), ['2025-S2'])).toEqual({ withdrawn: 2, refused: 0 });
    });

    test('those side by side are so in the slice, whatever years lie between', () => {
      const sparse = PERIODS.filter((text) => text.endsWith('S1'));
      expect(without(['2021-S1', '2022-S1'], sparse)).toEqual({ withdrawn: 2, refused: 0 });
    });

    test('one that was withdrawn before is neither gone again nor counted as one that stayed', () => {
      const desk = new Desk();
      const figures = PERIODS.slice(0, 4).map((text) => schools(text, 100));
      desk.take(figures);
      desk.take(figures.slice(1));
      expect(desk.take(figures.slice(2), asked)).toMatchObject({ withdrawn: 1, refused: 0 });
      expect(desk.take(figures.slice(3), asked)).toMatchObject({ withdrawn: 0, refused: 1 });
    });
  });

  test('nothing is gone that was not asked for', () => {
    const narrow = { ...slice('SCHOOLS', 'S'), firstYear: 2023, lastPeriod: '2024-S2' };
    const some = whole.filter((f) => f.period >= '2023' && f.period <= '2024-S2');
    expect(standing().take(some, { slices: [narrow] })).toMatchObject({
      taken: [],
      refused: 0,
      unchanged: some.length,
    });
  });

  test('a blank beside figures that stayed is nothing lost', () => {
    const desk = new Desk();
    desk.take([
      schools('2022-S2', 101),
      schools('2022-S2', null, { area: 'DISTRICT-001' }),
      schools('2022-S2', 9, { area: 'DISTRICT-002' }),
    ]);
    const result = desk.take([schools('2022-S2', 101), schools('2022-S2', 9, { area: 'DISTRICT-002' })]);
    expect(result).toMatchObject({ withdrawn: 1, refused: 0 });
  });

  test('a refused figure is there all the same', () => {
    const desk = new Desk();
    desk.take([schools('2022-S2', 101)]);
    expect(refusals(desk.take([schools('2022-S2', 101.5)]))).toEqual(['SCHOOLS CITY-01 2022-S2 UNIT']);
  });
});

describe('several figures for one cell', () => {
  test('are all held, each once, and alike ones count once', () => {
    const desk = new Desk();
    desk.take([schools('2022-S2', 101)]);
    const result = desk.take([101, 102, 103, 102].map((value, i) => schools('2022-S2', value, { place: `row ${i}` })));
    expect(result.quarantine.map((entry) => [entry.reason, entry.figure.value, entry.figure.place])).toEqual([
      ['DUPLICATE', 101, 'row 0'],
      ['DUPLICATE', 102, 'row 1'],
      ['DUPLICATE', 103, 'row 2'],
    ]);
    expect(result).toMatchObject({ refused: 3, taken: [], unchanged: 0 });
    expect(result.quarantine[0]?.detail).toBe('3 different figures came for one cell: 101, 102, 103');
    expect(desk.take([schools('2022-S2', 101), schools('2022-S2', 101, { place: 'row 9' })])).toMatchObject({
      unchanged: 1,
      refused: 0,
    });
  });

  test('one that is rejected leaves the other, one that is released counts', () => {
    const both = [schools('2022-S2', 101), schools('2022-S2', 102)];
    const rejecting = new Desk();
    rejecting.take(both);
    rejecting.reject(rejecting.entries[0]?.number ?? 0);
    expect(rejecting.take(both)).toMatchObject({
      taken: [{ value: 102 }],
      refused: 1,
      superseded: [rejecting.entries[1]?.number],
    });
    const releasing = new Desk();
    releasing.take(both);
    releasing.release(releasing.entries[0]?.number ?? 0);
    expect(releasing.take(both)).toMatchObject({ taken: [], unchanged: 1, refused: 1, quarantine: [], superseded: [] });
  });
});

describe('what is in quarantine', () => {
  const bad = schools('2022-S2', 101.5);
  const later = new Date(NOW.getTime() + 60_000);
  const held = () => {
    const desk = new Desk();
    desk.take([schools('2022-S2', 101)]);
    desk.take([bad], { now: later });
    return { desk, number: desk.entries[0]?.number ?? 0 };
  };

  test('is not put there again alike, also from another place or when it is rejected', () => {
    const { desk, number } = held();
    expect(desk.take([{ ...bad, place: 'row 9' }])).toMatchObject({
      quarantine: [],
      refused: 1,
      superseded: [],
      taken: [],
    });
    desk.reject(number);
    expect(desk.take([bad])).toMatchObject({ quarantine: [], refused: 1, superseded: [], taken: [] });
  });

  test('says since when the last good figure is no longer confirmed', () => {
    const { desk } = held();
    expect(desk.entries[0]?.lastGoodAt).toBe(NOW.toISOString());
    const result = desk.take([schools('2022-S2', 102.5)], { now: new Date(later.getTime() + 60_000) });
    expect(result.quarantine[0]?.lastGoodAt).toBe(NOW.toISOString());
    expect(new Desk().take([bad]).quarantine[0]?.lastGoodAt).toBeNull();
  });

  test('is superseded by a good figure, a return to the last good one, and another bad one', () => {
    for (const next of [102, 101, 102.5]) {
      const { desk, number } = held();
      expect(desk.take([schools('2022-S2', next)]).superseded).toEqual([number]);
    }
  });

  test('a released figure is unchanged when it comes again, and passes that check when it comes back', () => {
    const { desk, number } = held();
    desk.release(number);
    expect(desk.take([bad])).toMatchObject({ unchanged: 1, refused: 0 });
    expect(desk.take([{ ...bad, document: 'another form' }]).taken).toMatchObject([{ value: 101.5, released: number }]);
    expect(desk.take([schools('2022-S2', 101)]).taken).toMatchObject([{ value: 101, released: null }]);
    expect(desk.take([bad]).taken).toMatchObject([{ value: 101.5, released: number }]);
    expect(desk.take([{ ...bad, value: 102.5, numerator: 102.5 }])).toMatchObject({ taken: [], refused: 1 });
  });

  test('a released figure passes only the check that it was released from', () => {
    const late = { ...bad, publishedAt: '2027-01-01T00:00:00Z' };
    const { desk, number } = held();
    desk.release(number);
    desk.take([schools('2022-S2', 101)]);
    expect(refusals(desk.take([late]))).toEqual(['SCHOOLS CITY-01 2022-S2 PUBLISHED_IN_FUTURE']);
  });

  test('a rejected figure stays refused when what stands beside it would let it pass', () => {
    const desk = new Desk();
    const jump = figure({ indicator: 'DOCTORS', period: '2023-S1', value: 20 });
    const doctors = (value: number) => figure({ indicator: 'DOCTORS', period: '2022-S2', value });
    desk.take([doctors(12)]);
    desk.take([doctors(12), jump]);
    desk.reject(desk.entries[0]?.number ?? 0);
    expect(refusals(desk.take([doctors(14.5), jump]))).toEqual(['DOCTORS CITY-01 2023-S1 JUMP']);
    expect(refusals(desk.take([doctors(17.3), jump]))).toEqual(['DOCTORS CITY-01 2023-S1 JUMP']);
    expect(desk.at('DOCTORS', 'CITY-01', '2022-S2')?.value).toBe(17.3);
  });

  test('lost figures that an operator let go are withdrawn; those not let go stay', () => {
    const desk = new Desk();
    desk.take([schools('2022-S2', 9, { area: 'DISTRICT-001' }), schools('2022-S2', 9, { area: 'DISTRICT-002' })]);
    const fewer = [schools('2022-S2', 9, { area: 'DISTRICT-002' })];
    desk.take(fewer);
    const number = desk.entries[0]?.number ?? 0;
    desk.reject(number);
    expect(desk.take(fewer)).toMatchObject({ refused: 1, quarantine: [], withdrawn: 0 });
    desk.release(number);
    expect(desk.at('SCHOOLS', 'DISTRICT-001', '2022-S2')?.reason).toBe(WITHDRAWN);
    expect(desk.take(fewer)).toMatchObject({ refused: 0, withdrawn: 0, unchanged: 1 });
  });

  test('a rejected loss stays refused when its whole period goes', () => {
    const desk = new Desk();
    const [a, b] = ['DISTRICT-001', 'DISTRICT-002'].map((area) => schools('2022-S2', 9, { area }));
    const others = ['2023-S1', '2023-S2'].map((text) => schools(text, 9, { area: 'DISTRICT-001' }));
    const all = [a, b, ...others].flatMap((f) => f ?? []);
    desk.take(all);
    desk.take(all.slice(1));
    desk.reject(desk.entries[0]?.number ?? 0);
    expect(desk.take(others)).toMatchObject({ withdrawn: 1, refused: 1, quarantine: [] });
    expect(desk.at('SCHOOLS', 'DISTRICT-001', '2022-S2')?.value).toBe(9);
  });

  test('the same figure is put there again when it fails another check', () => {
    const { desk, number } = held();
    const result = desk.take([bad, schools('2022-S2', 102)]);
    expect(result.quarantine.map(({ reason }) => reason)).toEqual(['DUPLICATE', 'DUPLICATE']);
    expect(result.superseded).toEqual([number]);
  });

  test('a figure that stands released keeps passing when nothing but its origin changes, whatever is still known', () => {
    const { desk, number } = held();
    desk.release(number);
    desk.entries.length = 0;
    expect(desk.take([{ ...bad, document: 'another form' }]).taken).toMatchObject([{ value: 101.5, released: number }]);
  });

  test('figures of unknown indicators are put there once, and pass when released', () => {
    const desk = new Desk();
    const stray = [figure({ indicator: 'HAPPINESS', period: '2023', value: 1 })];
    const asked = { owner: 'health', slices: [] } as const;
    expect(desk.take(stray, asked)).toMatchObject({ refused: 1, quarantine: [{ reason: 'UNKNOWN_INDICATOR' }] });
    expect(desk.take(stray, asked)).toMatchObject({ refused: 1, quarantine: [] });
    desk.release(desk.entries[0]?.number ?? 0);
    expect(desk.take(stray, asked)).toMatchObject({ refused: 0, unchanged: 1 });
  });
});

/** Slips as they are made in offices, each on one figure. */
const SLIPS: Readonly<Record<string, (f: SourceFigure) => SourceFigure | null>> = {
  'ten times': (f) => times(f, 10),
  'a hundred times': (f) => times(f, 100),
  swapped: (f) => {
    const { numerator, denominator, value } = f;
    if (numerator === null || denominator === null || value === null) return null;
    return numerator === denominator || numerator < 1 ? null : { ...f, numerator: denominator, denominator: numerator };
  },
  negative: (f) =>
    f.value === null || f.value === 0 || catalogue.get(f.indicator)?.kind === 'CHANGE'
      ? null
      : { ...f, value: -f.value, numerator: f.numerator && -f.numerator },
  'published too early': (f) => ({ ...f, publishedAt: '2031-01-01T00:00:00.000Z' }),
  'half a unit': (f) =>
    f.value === null || f.numerator === null || f.denominator !== null ? null : { ...f, value: f.value + 0.5 },
  gone: () => null,
};

/** True for the one figure of its indicator and period. */
function isAlone(figure: SourceFigure, all: readonly SourceFigure[]): boolean {
  return all.filter((f) => f.indicator === figure.indicator && f.period === figure.period).length === 1;
}

/** Too small a figure is none: ten times 1 can be true. A survey's tenfold is told by its range or its jump. */
function times(f: SourceFigure, factor: number): SourceFigure | null {
  if (f.value === null || (f.numerator ?? f.value) < 40 || f.value < 0.5) return null;
  return f.denominator === null
    ? { ...f, value: f.value * factor, numerator: f.numerator && f.numerator * factor }
    : { ...f, value: f.value * factor };
}

describe('for whatever comes', () => {
  const small = [
    ...figuresOf('DOCTORS', 'S'),
    ...figuresOf('TELEMEDICINE_POINTS', 'A'),
    ...figuresOf('LIFE_EXPECTANCY', 'A'),
  ];
  const asked = {
    owner: 'health',
    slices: [slice('DOCTORS', 'S'), slice('TELEMEDICINE_POINTS', 'A'), slice('LIFE_EXPECTANCY', 'A')],
  } as const;
  const number = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -5, max: 400 }),
    fc.double({ min: -1, max: 120, noNaN: true }),
    fc.constantFrom(0, 100, 6700),
  );
  const change = fc.record({
    at: fc.nat(small.length - 1),
    to: fc.record(
      {
        value: number,
        numerator: number,
        denominator: number,
        status: fc.constantFrom('A', 'P', 'E', 'Q', 'O'),
        note: fc.constantFrom(null, 'a note'),
        publishedAt: fc.constantFrom(null, '2024-01-01T00:00:00Z', '2031-01-01T00:00:00Z'),
      },
      { requiredKeys: [] },
    ),
    kind: fc.constantFrom('changed', 'added', 'gone', 'elsewhere', 'future', 'stray'),
  });
  type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
  const answer = fc.array(change, { maxLength: 25 });
  // Made within the properties, so that a failure shows the changes alone.
  const madeOf = (changes: readonly Change[]): SourceFigure[] => {
    const figures: (SourceFigure | null)[] = [...small];
    for (const { at, to, kind } of changes) {
      const changed = { ...(small[at] as SourceFigure), ...to } as SourceFigure;
      if (kind === 'changed') figures[at] = changed;
      else if (kind === 'gone') figures[at] = null;
      else if (kind === 'added') figures.push(changed);
      else if (kind === 'elsewhere') figures.push({ ...changed, area: 'DISTRICT-999' });
      else if (kind === 'future') figures.push({ ...changed, period: '2026-S1' });
      else figures.push({ ...changed, indicator: 'PUPILS' });
    }
    return figures.flatMap((f) => f ?? []);
  };
  const step = fc.record({ answer, decided: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3 }) });

  function decideSome(desk: Desk, decided: readonly (readonly [number, boolean])[]): void {
    for (const [at, isReleased] of decided) {
      const open = desk.entries.filter((entry) => entry.decision === null && entry.reason !== 'UNKNOWN_INDICATOR');
      const entry = open[at % (open.length || 1)];
      if (entry && isReleased) desk.release(entry.number);
      else if (entry) desk.reject(entry.number);
    }
  }

  test('the same answer a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), (steps) => {
        const desk = new Desk();
        for (const { answer: changes, decided } of steps) {
          const figures = madeOf(changes);
          desk.take(figures, asked);
          const again = desk.look(figures, asked);
          expect(again).toMatchObject({ quarantine: [], superseded: [] });
          // What was held beside a figure that was taken may pass in its turn; without that nothing changes.
          if (again.taken.length === 0) expect(desk.look(figures, asked)).toEqual(again);
          decideSome(desk, decided);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('what stands passes every check of a single figure, or was released', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const desk = new Desk();
        for (const { answer: changes, decided } of steps) {
          desk.take(madeOf(changes), asked);
          for (const vintage of desk.standing()) {
            const indicator = catalogue.get(vintage.indicator);
            // A withdrawal is no figure.
            if (!indicator || vintage.released !== null || vintage.reason === WITHDRAWN) continue;
            const checked = {
              figure: vintage,
              indicator,
              area: areaById(vintage.area),
              period: period(vintage.period),
            };
            const failure = failureOf(checked, { now: NOW, today: hanoiDay(NOW) }, () => false);
            expect({ vintage, failure }).toEqual({ vintage, failure: null });
          }
          decideSome(desk, decided);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the order of the answer does not matter', () => {
    fc.assert(
      fc.property(answer, answer, fc.infiniteStream(fc.nat()), (first, second, random) => {
        const desk = new Desk();
        desk.take(madeOf(first), asked);
        const figures = madeOf(second);
        const shuffled = figures.map((f) => [random.next().value as number, f] as const).sort(([a], [b]) => a - b);
        expect(
          desk.look(
            shuffled.map(([, f]) => f),
            asked,
          ),
        ).toEqual(desk.look(figures, asked));
      }),
      { numRuns: 40 },
    );
  });

  test('a refused figure never replaces the last good one, and each figure is counted once', () => {
    fc.assert(
      fc.property(answer, answer, (first, second) => {
        const desk = new Desk();
        desk.take(madeOf(first), asked);
        const figures = madeOf(second);
        const before = new Map(desk.standing().map((v) => [`${v.indicator} ${v.area} ${v.period}`, v]));
        const { held, taken, unchanged, withdrawn, refused } = desk.take(figures, asked);
        const changed = new Set(taken.map((v) => `${v.indicator} ${v.area} ${v.period}`));
        expect(changed.size).toBe(taken.length);
        for (const cell of held) {
          const key = `${cell.indicator} ${cell.area} ${cell.period}`;
          expect(changed.has(key)).toBe(false);
          if (cell.reason !== 'UNKNOWN_INDICATOR') {
            expect(desk.at(cell.indicator, cell.area, cell.period)).toBe(before.get(key));
          }
        }
        expect(refused).toBe(held.length);
        const lost = held.filter(({ reason }) => reason === 'FEWER_AREAS').length;
        expect(unchanged + (taken.length - withdrawn) + (refused - lost)).toBeLessThanOrEqual(figures.length);
      }),
      { numRuns: 40 },
    );
  });

  const desks = new Map<OwnerName, Desk>();
  const standing = (owner: OwnerName): Desk => {
    const desk = desks.get(owner) ?? new Desk();
    if (!desks.has(owner)) desk.take(sampleFigures(owner));
    desks.set(owner, desk);
    return desk;
  };

  test('exactly the spoilt figures of the sample are refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OWNERS),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Object.keys(SLIPS))), { minLength: 1, maxLength: 12 }),
        (owner, slips) => {
          const whole = sampleFigures(owner);
          const spoilt = new Map<SourceFigure, SourceFigure | null>();
          for (const [random, kind] of slips) {
            const given = whole[random % whole.length] as SourceFigure;
            const made = SLIPS[kind]?.(given) ?? null;
            // Without its only area a period is a withdrawal, not a loss.
            if (made === null && (kind !== 'gone' || given.value === null || isAlone(given, whole))) continue;
            spoilt.set(given, made);
          }
          const came = whole.flatMap((f) => (spoilt.has(f) ? (spoilt.get(f) ?? []) : f));
          const result = standing(owner).look(came);
          expect(result.taken).toEqual([]);
          expect(result.unchanged).toBe(whole.length - spoilt.size);
          const cells = (list: Iterable<{ indicator: string; area: string; period: string }>) =>
            [...list].map((c) => `${c.indicator} ${c.area} ${c.period}`).sort();
          expect(cells(result.held)).toEqual(cells(spoilt.keys()));
        },
      ),
      { numRuns: 40 },
    );
  });
});
