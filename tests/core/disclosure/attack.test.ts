import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AREAS, type Area, areasOn, CITY } from '../../../schema/areas/areas.js';
import { OWNERS } from '../../../schema/subgraphs.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { type CellName, type CountedCell, partsOfCode } from '../../../subgraphs/core/disclosure/quantity.js';
import { suppressionsOf } from '../../../subgraphs/core/disclosure/suppressions.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';
import { countName, deduced, type Interval, knowledgeOf, smallCounts } from './attacker.js';
import { solver } from './linear-program.js';

const catalogue = readCatalogue();
const sample = sampleOf(catalogue);
const indicators = OWNERS.flatMap((owner) =>
  catalogue
    .ofOwner(owner)
    .filter(({ threshold }) => threshold !== null)
    .map((indicator) => ({
      indicator,
      cells: sample(owner).filter((f) => partsOfCode(f.indicator).indicator === indicator.code),
    })),
);

type Attack = (hidden: ReadonlySet<string>, small: readonly string[]) => ReadonlyMap<string, Interval>;

/** The small counts that an attacker knows better than to within the threshold, with what is known of them. */
function given(
  indicator: CatalogueIndicator,
  cells: readonly CountedCell[],
  withheld: readonly CellName[],
  attack: Attack,
) {
  const nothing = { value: null, numerator: null, denominator: null };
  const hidden = new Set(withheld.map((cell) => countName(indicator, { ...cell, ...nothing })));
  const small = smallCounts(indicator, cells);
  const known = attack(hidden, [...small.keys()]);
  return [...small].flatMap(([name, whole]) => {
    const { least, most } = known.get(name) ?? { least: 0, most: 0 };
    // Of three people there cannot be more than three.
    return most - least < Math.min(indicator.threshold as number, whole) ? [`${name}: ${least} to ${most}`] : [];
  });
}

function found(indicator: CatalogueIndicator, cells: readonly CountedCell[], attack: Attack, companions = true) {
  return given(
    indicator,
    cells,
    suppressionsOf(indicator, cells, () => undefined, companions),
    attack,
  );
}

function nameOf({ indicator, area, period }: CellName): string {
  return `${indicator} ${area} ${period}`;
}

const byDeduction = (indicator: CatalogueIndicator, cells: readonly CountedCell[]) => (hidden: ReadonlySet<string>) =>
  deduced(knowledgeOf(indicator, cells, hidden));

describe('an attacker who knows the threshold, all that is published, and how it adds up', () => {
  test.each(indicators.map(({ indicator, cells }) => [indicator.code, indicator, cells] as const))(
    'narrows no small count of the sample down to less than the threshold: %s',
    (_, indicator, cells) => {
      expect(found(indicator, cells, byDeduction(indicator, cells))).toEqual([]);
    },
  );

  test('does so where only the small counts themselves are withheld', () => {
    const all = indicators.flatMap(({ indicator, cells }) =>
      found(indicator, cells, byDeduction(indicator, cells), false),
    );
    expect(all.length).toBeGreaterThan(0);
  });
});

const DISTRICTS = areasOn('DISTRICT', '2024-12-31').slice(0, 3);
const COMMUNES = DISTRICTS.map(({ id }) => AREAS.filter(({ parent }) => parent === id).slice(0, 3));
/** All areas that there are, in a made-up city. */
const WORLD: readonly Area[] = [CITY, ...DISTRICTS, ...COMMUNES.flat()];
const ITEMS = ['SEX:F', 'SEX:M', 'AGE:0', 'AGE:1'];
const model = catalogue.get('NEWBORN_SCREENING') as CatalogueIndicator;

/** Made-up figures: the parts are drawn, whatever is a sum is summed. */
interface Table {
  readonly timeRule: 'FLOW' | 'STOCK';
  readonly isShare: boolean;
  readonly threshold: number;
  /** Levels of areas with figures: the city, districts, communes. */
  readonly levels: number;
  /** Levels with figures of items; 0: none. */
  readonly itemLevels: number;
  /** True where items share what is below the line. */
  readonly isBelowShared: boolean;
  /** Per half-year and commune, of two sexes by two ages: those counted and those missing. */
  readonly parts: readonly (readonly (readonly [number, number])[])[];
  /** Cells that are not there, by number. */
  readonly gaps: readonly number[];
  /** A district that is not there, nor any figure of it; its communes may be. */
  readonly skipped: number | null;
}

const part = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 60 }));
const shape = {
  timeRule: fc.constantFrom('FLOW' as const, 'STOCK' as const),
  isShare: fc.boolean(),
  threshold: fc.constantFrom(3, 5, 10),
  levels: fc.constantFrom(2, 3),
  itemLevels: fc.constantFrom(0, 1, 2, 3),
  isBelowShared: fc.boolean(),
  parts: fc.array(fc.array(fc.tuple(part, part), { minLength: 4, maxLength: 4 }), { minLength: 18, maxLength: 18 }),
};
const WHOLE_TABLES: fc.Arbitrary<Table> = fc.record({ ...shape, gaps: fc.constant([]), skipped: fc.constant(null) });
const TABLES_WITH_GAPS: fc.Arbitrary<Table> = fc.record({
  ...shape,
  gaps: fc.array(fc.nat(1000), { maxLength: 20 }),
  skipped: fc.option(fc.nat(2)),
});

function indicatorOf({ timeRule, isShare, threshold }: Table): CatalogueIndicator {
  return { ...model, timeRule, kind: isShare ? 'RATE' : 'COUNT', unit: isShare ? 'PERCENT' : 'PEOPLE', threshold };
}

const isIn = (item: string, i: number) =>
  item === '' || (item.startsWith('SEX') ? i < 2 === (item === 'SEX:F') : i % 2 === Number(item.slice(4)));

function cellsOf(table: Table): CountedCell[] {
  const { timeRule, isShare, levels, itemLevels, isBelowShared, parts, gaps, skipped } = table;
  const cells: CountedCell[] = [];
  const sum = (lists: Table['parts'], item: string, side: 0 | 1) =>
    lists.flat().reduce((all, pair, i) => all + (isIn(item, i % 4) ? pair[side] : 0), 0);
  const add = (item: string, area: string, period: string, lists: Table['parts']) => {
    const numerator = sum(lists, item, 0);
    const counted = isBelowShared ? '' : item;
    const whole = sum(lists, counted, 0) + sum(lists, counted, 1);
    const numbers = isShare
      ? { value: whole === 0 ? null : (100 * numerator) / whole, numerator, denominator: whole }
      : { value: numerator, numerator: null, denominator: null };
    cells.push({ indicator: item === '' ? model.code : `${model.code}:${item}`, area, period, ...numbers });
  };
  const halves = [parts.slice(0, 9), parts.slice(9)] as const;
  const year = timeRule === 'FLOW' ? parts : halves[1];
  for (const item of itemLevels > 0 ? ['', ...ITEMS] : ['']) {
    for (const [period, lists] of Object.entries({ '2023-S1': halves[0], '2023-S2': halves[1], '2023': year })) {
      const has = (level: number) => level <= levels && (item === '' || level <= itemLevels);
      if (has(1)) add(item, CITY.id, period, lists);
      for (const [d, { id }] of DISTRICTS.entries()) {
        const own = lists.filter((_, i) => Math.floor((i % 9) / 3) === d);
        if (has(2) && d !== skipped) add(item, id, period, own);
        for (const [c, commune] of (COMMUNES[d] ?? []).entries()) {
          if (has(3))
            add(
              item,
              commune.id,
              period,
              own.filter((_, i) => i % 3 === c),
            );
        }
      }
    }
  }
  const isGap = new Set(gaps.map((gap) => gap % cells.length));
  return cells.filter((_, i) => !isGap.has(i));
}

/** All codes that there are: where there is a figure of one item, there are the others. */
const codesOf = (cells: readonly CountedCell[]) =>
  cells.some(({ indicator: code }) => code.includes(':')) ? ITEMS.map((item) => `${model.code}:${item}`) : [];

const inWorld = (indicator: CatalogueIndicator, cells: readonly CountedCell[]) => (hidden: ReadonlySet<string>) =>
  deduced(knowledgeOf(indicator, cells, hidden, WORLD, codesOf(cells)));

describe('figures that are revised', () => {
  test('give no small count away in any state that was recorded, whether each was screened in its time or all at once', () => {
    fc.assert(
      fc.property(
        TABLES_WITH_GAPS,
        fc.array(fc.tuple(fc.nat(17), fc.nat(3), part), { maxLength: 5 }),
        (table, revisions) => {
          const parts = table.parts.map((list) => list.map((one) => [...one] as [number, number]));
          for (const [list, i, count] of revisions) (parts[list]?.[i] as [number, number])[0] = count;
          const indicator = indicatorOf(table);
          const states = [cellsOf(table), cellsOf({ ...table, parts })] as const;
          const atOnce = suppressionsOf(indicator, [...states[0], ...states[1]], () => undefined);
          const first = suppressionsOf(indicator, states[0], () => undefined);
          const known = new Map(first.map((cell) => [nameOf(cell), cell.confidentiality]));
          const second = suppressionsOf(indicator, states[1], (cell) => known.get(nameOf(cell)));
          for (const withheld of [atOnce, [...first, ...second]]) {
            for (const cells of states)
              expect(given(indicator, cells, withheld, inWorld(indicator, cells))).toEqual([]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('stay withheld once they were: nothing is named twice but what has become small itself', () => {
    fc.assert(
      fc.property(TABLES_WITH_GAPS, (table) => {
        const [indicator, cells] = [indicatorOf(table), cellsOf(table)];
        const once = suppressionsOf(indicator, cells, () => undefined);
        const known = new Map(once.map((cell) => [nameOf(cell), cell.confidentiality]));
        expect(suppressionsOf(indicator, cells, (cell) => known.get(nameOf(cell)))).toEqual([]);
        const asOther = suppressionsOf(indicator, cells, () => 'D');
        expect(asOther.every(({ confidentiality }) => confidentiality === 'A')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('made-up tables with breakdowns, half-years and years', () => {
  test.each([
    ['whole tables', WHOLE_TABLES],
    ['tables with gaps: cells, districts, levels and periods that are not there', TABLES_WITH_GAPS],
  ])('give no small count away to deduction: %s', (_, tables) => {
    fc.assert(
      fc.property(tables, (table) => {
        const [indicator, cells] = [indicatorOf(table), cellsOf(table)];
        expect(found(indicator, cells, inWorld(indicator, cells))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['whole tables', WHOLE_TABLES],
    ['tables with gaps', TABLES_WITH_GAPS],
  ])(
    'give no small count away to linear programming, but many where companions are shown: %s',
    async (_, tables) => {
      const solve = await solver();
      let [attacked, narrowed] = [0, 0];
      for (const table of fc.sample(tables, { numRuns: 20, seed: 7 })) {
        const [indicator, cells] = [indicatorOf(table), cellsOf(table)];
        const byProgram = (hidden: ReadonlySet<string>, small: readonly string[]) =>
          solve(knowledgeOf(indicator, cells, hidden, WORLD, codesOf(cells)), small);
        expect(found(indicator, cells, byProgram)).toEqual([]);
        attacked += smallCounts(indicator, cells).size;
        narrowed += found(indicator, cells, byProgram, false).length;
      }
      expect(narrowed / attacked).toBeGreaterThan(0.2);
    },
    60_000,
  );

  test('are known to the attacker by all that adds up: areas, periods and items', () => {
    const [table] = fc.sample(WHOLE_TABLES, { numRuns: 1, seed: 1 }) as [Table];
    const all = { ...table, timeRule: 'FLOW' as const, levels: 3, itemLevels: 3 };
    const [indicator, cells] = [indicatorOf(all), cellsOf(all)];
    const everything = new Set(cells.map((cell) => countName(indicator, cell)));
    const { equations } = knowledgeOf(indicator, cells, everything, WORLD, codesOf(cells));
    // 5 codes by 3 periods by 4 sums of areas; 5 codes by 13 areas by a year; 13 areas by 3 periods by 2 breakdowns.
    expect(equations).toHaveLength(5 * 3 * 4 + 5 * 13 + 13 * 3 * 2);
  });
});
