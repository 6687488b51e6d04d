import { describe, expect, it } from 'vitest';
import { type Area, areaById, CITY, validOn } from '../../../schema/areas/areas.js';
import { OWNERS } from '../../../schema/subgraphs.js';
import { codeOfItem } from '../../../subgraphs/core/breakdown-files.js';
import { type CatalogueIndicator, valueOfParts } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { countsAreas, isPlaced } from '../../../subgraphs/core/geography/listed.js';
import { type Frequency, lastDay, partsOf, period, yearBefore } from '../../../subgraphs/core/period.js';
import type { SampleFigure } from '../../../subgraphs/core/sample/figure.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { PRINTED_HEADLINES } from '../../../subgraphs/core/sample/printed-headlines.js';

const catalogue = readCatalogue();
const sampleFigures = sampleOf(catalogue);
const all = OWNERS.flatMap((owner) => sampleFigures(owner));
/** Schools are counted by place too, in communes that did not stand yet. */
const isStanding = (f: SampleFigure) => validOn(areaById(f.area) as Area, lastDay(period(f.period)));
const figures = all.filter(isStanding);
const key = (indicator: string, area: string, text: string) => `${indicator} ${area} ${text}`;
const byKey = new Map(figures.map((f) => [key(f.indicator, f.area, f.period), f]));
const indicatorOf = (f: SampleFigure) => catalogue.get(f.indicator) as CatalogueIndicator;
const city = figures.filter((f) => f.area === CITY.id);
const partsOfCity = new Map<string, SampleFigure[]>();
for (const f of figures) {
  if (f.area === CITY.id) continue;
  const cell = `${f.indicator} ${f.period}`;
  partsOfCity.set(cell, [...(partsOfCity.get(cell) ?? []), f]);
}

/** The faults among many figures, so that a failure names the figure and not only "false". */
function faultsAmong(list: readonly SampleFigure[], faulty: (f: SampleFigure) => boolean): string[] {
  return list.filter(faulty).map((f) => `${key(f.indicator, f.area, f.period)} = ${f.value}`);
}

/** Denominators in ten thousands are compared in people: sums of their decimals are not exact. */
const whole = (part: number | null) => (part === null ? null : Math.round(part * 10_000));

const FREQUENCIES: Record<Frequency, Frequency[]> = {
  M: ['M', 'Q', 'S', 'A'],
  Q: ['Q', 'S', 'A'],
  S: ['S', 'A'],
  A: ['A'],
};

describe('the sample figures', () => {
  it('exist for every indicator of the catalogue, once for each area and period', () => {
    expect(new Set(figures.map((f) => f.indicator))).toEqual(
      new Set(OWNERS.flatMap((owner) => catalogue.seriesOf(owner)).map((i) => i.code)),
    );
    expect(byKey.size).toBe(figures.length);
  });

  it('come out the same when they are made twice, and the same on every machine', () => {
    const again = sampleOf(readCatalogue());
    for (const owner of OWNERS) expect(again(owner)).toEqual(sampleFigures(owner));
    const pinned = [
      key('POOR_HOUSEHOLDS', 'DISTRICT-271', '2023-S1'),
      key('JOBS', 'DISTRICT-004', '2023-06'),
      key('SCHOOL_MILK', 'DISTRICT-009', '2023-S1'),
      key('NATIONAL_STANDARD_SCHOOLS', 'DISTRICT-017', '2022-S1'),
    ];
    expect(pinned.map((k) => byKey.get(k)?.numerator)).toMatchInlineSnapshot(`
      [
        184,
        902,
        47318,
        60,
      ]
    `);
  });

  it('have the catalogue frequency and the coarser ones, and months of their own only where print speaks of one', () => {
    const odd = city.filter((f) => !FREQUENCIES[indicatorOf(f).frequency].includes(period(f.period).frequency));
    expect(odd.map((f) => `${f.indicator} ${f.period}`).sort()).toEqual([
      'CLEAN_WATER 2021-09',
      'DOCTORS 2023-08',
      'HEALTH_MANAGEMENT 2023-08',
      'NEAR_POOR_HOUSEHOLDS 2022-01',
      'POOR_HOUSEHOLDS 2022-01',
    ]);
  });

  it('lie between 2020 and 2025, are published after their period, and end for districts with June 2025, when communes begin', () => {
    expect(faultsAmong(figures, (f) => f.period < '2020' || f.period >= '2026')).toEqual([]);
    expect(faultsAmong(figures, (f) => f.publishedAt.slice(0, 10) <= lastDay(period(f.period)))).toEqual([]);
    const others = all.filter((f) => !isStanding(f));
    expect(faultsAmong(others, (f) => !isPlaced(indicatorOf(f)) || areaById(f.area)?.level !== 'COMMUNE')).toEqual([]);
  });

  it('are of the city alone for an index, a survey and a change, and of 30 districts or 126 communes besides for all others', () => {
    const faults = city.filter((f) => {
      const { kind, timeRule, code, itemOf } = indicatorOf(f);
      const isLater = lastDay(period(f.period)) > '2025-06-30';
      // Communes have no flow of the whole year in which they began, and none of them is counted as a part of itself.
      const without = isLater && ((timeRule === 'FLOW' && f.period === '2025') || countsAreas(code));
      const alone = !['COUNT', 'RATE'].includes(kind) || without || itemOf !== null;
      return (partsOfCity.get(`${f.indicator} ${f.period}`)?.length ?? 0) !== (alone ? 0 : isLater ? 126 : 30);
    });
    expect(faults).toEqual([]);
  });

  it('add up: the city is the sum of its districts or communes above and below the line', () => {
    const faults = faultsAmong(city, (f) => {
      const districts = partsOfCity.get(`${f.indicator} ${f.period}`);
      if (!districts) return false;
      const sum = (part: 'numerator' | 'denominator') => districts.reduce((all, d) => all + (whole(d[part]) ?? 0), 0);
      return sum('numerator') !== whole(f.numerator) || sum('denominator') !== (whole(f.denominator) ?? 0);
    });
    expect(faults).toEqual([]);
  });

  it('add up by place: the communes of today have the schools of the city at all times', () => {
    const placed = all.filter((f) => !isStanding(f));
    expect(new Set(placed.map((f) => f.indicator))).toEqual(new Set(['SCHOOLS', 'NATIONAL_STANDARD_SCHOOLS']));
    for (const text of ['2020-S1', '2023', '2025-S1']) {
      const communes = placed.filter((f) => f.indicator === 'SCHOOLS' && f.period === text);
      expect(communes).toHaveLength(126);
      const sum = communes.reduce((schools, { value }) => schools + (value ?? 0), 0);
      expect(sum).toBe(byKey.get(key('SCHOOLS', CITY.id, text))?.value);
    }
  });

  it('add up: the items of each breakdown are the total above the line, and below it where both are divided', () => {
    for (const total of catalogue.indicators) {
      for (const breakdown of total.breakdowns) {
        const items = breakdown.items.map((item) => codeOfItem(total.code, breakdown, item.code));
        const cells = figures.filter((f) => f.indicator === items[0]);
        expect(cells.length).toBeGreaterThan(5);
        const faults = faultsAmong(cells, ({ area, period: text }) => {
          const whole = byKey.get(key(total.code, area, text));
          const parts = items.map((code) => byKey.get(key(code, area, text)));
          const sum = (part: 'numerator' | 'denominator') => parts.reduce((all, one) => all + (one?.[part] ?? 0), 0);
          const below =
            breakdown.splits === 'BOTH'
              ? sum('denominator') === (whole?.denominator ?? 0)
              : parts.every((one) => one?.denominator === whole?.denominator);
          return sum('numerator') !== whole?.numerator || !below;
        });
        expect(faults).toEqual([]);
      }
    }
  });

  it('agree over time: a flow adds up its parts, a stock is its last part', () => {
    const faults = faultsAmong(figures, (f) => {
      const indicator = indicatorOf(f);
      const p = period(f.period);
      if (p.frequency === indicator.frequency || indicator.timeRule === 'AVERAGE') return false;
      const parts = partsOf(p, indicator.frequency).map((part) => byKey.get(key(f.indicator, f.area, part.text)));
      if (parts.length === 0) return false; // A month in print of an indicator that is not monthly.
      const taken = indicator.timeRule === 'FLOW' ? parts : parts.slice(-1);
      const sum = (part: 'numerator' | 'denominator') =>
        taken.reduce((all, x) => all + (whole(x?.[part] ?? null) ?? 0), 0);
      return (
        taken.includes(undefined) ||
        sum('numerator') !== whole(f.numerator) ||
        sum('denominator') !== (whole(f.denominator) ?? 0)
      );
    });
    expect(faults).toEqual([]);
  });

  it('are what their parts say, but for headlines whose printed rate differs, and these carry a note', () => {
    const differing = figures.filter((f) => {
      const { kind, unit } = indicatorOf(f);
      if (kind === 'COUNT') return f.value !== f.numerator || f.denominator !== null;
      if (kind !== 'RATE') return f.numerator !== null || f.denominator !== null;
      return f.value !== valueOfParts(unit, f.numerator as number, f.denominator as number);
    });
    expect(differing.map(({ indicator, period, value, note }) => ({ indicator, period, value, note }))).toEqual(
      PRINTED_HEADLINES,
    );
    expect(differing.map((f) => [f.area, f.numerator, f.denominator])).toEqual([
      [CITY.id, 1812, 2272],
      [CITY.id, 1812, 2272],
    ]);
    expect(figures.filter((f) => f.note !== null)).toEqual(differing);
  });

  it('are made of whole numbers, no part of a whole larger than it, within the bounds of the catalogue', () => {
    const faults = faultsAmong(figures, (f) => {
      const { unit, minimum, maximum } = indicatorOf(f);
      const { value, numerator, denominator } = f;
      if (numerator !== null && (!Number.isInteger(numerator) || numerator < 0)) return true;
      if (denominator !== null && unit === 'PERCENT' && !Number.isInteger(denominator)) return true;
      if (denominator !== null && unit === 'PERCENT' && (numerator as number) > denominator) return true;
      return value !== null && ((minimum !== null && value < minimum) || (maximum !== null && value > maximum));
    });
    expect(faults).toEqual([]);
  });

  it('do not apply, instead of being 0, where there is nothing below the line', () => {
    const without = figures.filter((f) => f.denominator === 0);
    expect(new Set(without.map((f) => f.indicator))).toEqual(new Set(['CLEAN_WATER', 'MOUNTAIN_COMMUNES']));
    expect(faultsAmong(without, (f) => f.value !== null || f.numerator !== 0 || f.status !== 'M')).toEqual([]);
    expect(faultsAmong(figures, (f) => (f.value === null || f.status !== 'A') && f.denominator !== 0)).toEqual([]);
    expect(byKey.get(key('CLEAN_WATER', 'DISTRICT-002', '2023-S1'))).toMatchObject({ value: null, status: 'M' });
  });

  it('move no further between neighbouring periods than the catalogue finds plausible', () => {
    const faults = faultsAmong(figures, (f) => {
      const { maxJump, frequency, breaks } = indicatorOf(f);
      const p = period(f.period);
      const next = figureAfter(f);
      if (!maxJump || p.frequency !== frequency || f.value === null || next?.value == null) return false;
      if (breaks.some((b) => p.lastMonth < b.firstMonth && b.firstMonth <= period(next.period).lastMonth)) return false;
      if ('by' in maxJump) return Math.abs(next.value - f.value) > maxJump.by;
      return f.value > 0 && next.value > 0 && Math.max(next.value / f.value, f.value / next.value) > maxJump.factor;
    });
    expect(faults).toEqual([]);
  });

  it('show the January drop of health insurance cards in every year', () => {
    const coverage = (text: string) => byKey.get(key('HEALTH_INSURANCE', CITY.id, text))?.value as number;
    for (const year of [2021, 2022, 2023, 2024, 2025]) {
      expect(coverage(`${year}-01`)).toBeGreaterThanOrEqual(82);
      expect(coverage(`${year}-01`)).toBeLessThanOrEqual(90);
      expect(coverage(`${year}-01`)).toBeLessThan(coverage(`${year - 1}-12`) - 4);
    }
    expect(coverage('2025-12')).toBeGreaterThanOrEqual(95);
  });

  it('count no more rural people, households or workers in an area than it has people', () => {
    const faults = faultsAmong(figures, (f) => {
      if (!['CLEAN_WATER', 'POOR_HOUSEHOLDS', 'COMPULSORY_SOCIAL_INSURANCE'].includes(f.indicator)) return false;
      const people = byKey.get(key('POPULATION', f.area, f.period))?.value;
      return people != null && (f.denominator as number) > people;
    });
    expect(faults).toEqual([]);
  });

  it('carry the fall of child malnutrition as the difference of the prevalences beside it', () => {
    for (const f of city.filter((x) => x.indicator === 'CHILD_MALNUTRITION')) {
      const prevalence = (text: string) =>
        byKey.get(key('CHILD_MALNUTRITION_PREVALENCE', CITY.id, text))?.value as number;
      const before = yearBefore(period(f.period)).text;
      expect(f.value).toBeCloseTo(prevalence(before) - prevalence(f.period), 9);
    }
  });
});

function figureAfter(f: SampleFigure): SampleFigure | undefined {
  const p = period(f.period);
  const months = p.lastMonth - p.firstMonth + 1;
  const year = Math.floor((p.lastMonth + 1) / 12);
  const part = Math.floor(((p.lastMonth + 1) % 12) / months) + 1;
  const names: Record<Frequency, string> = {
    A: `${year}`,
    S: `${year}-S${part}`,
    Q: `${year}-Q${part}`,
    M: `${year}-${String(part).padStart(2, '0')}`,
  };
  return byKey.get(key(f.indicator, f.area, names[p.frequency]));
}
