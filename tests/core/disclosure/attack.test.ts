import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areasOn, CITY } from '../../../schema/areas/areas.js';
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

const DISTRICTS = areasOn('DISTRICT', '2024-12-31').slice(0, 4);
const ITEMS = ['SEX:F', 'SEX:M', 'AGE:0', 'AGE:1', 'AGE:2'];
const model = catalogue.get('NEWBORN_SCREENING') as CatalogueIndicator;

/** Made-up figures: the parts are drawn, whatever is a sum is summed. */
interface Table {
  readonly timeRule: 'FLOW' | 'STOCK';
  readonly isShare: boolean;
  readonly isBrokenDown: boolean;
  /** Per district and half-year, of two sexes by three ages: those counted and those missing. */
  readonly parts: readonly (readonly (readonly [number, number])[])[];
}

const part = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 60 }));
const TABLES: fc.Arbitrary<Table> = fc.record({
  timeRule: fc.constantFrom('FLOW' as const, 'STOCK' as const),
  isShare: fc.boolean(),
  isBrokenDown: fc.boolean(),
  parts: fc.array(fc.array(fc.tuple(part, part), { minLength: 6, maxLength: 6 }), { minLength: 8, maxLength: 8 }),
});

function indicatorOf({ timeRule, isShare }: Table): CatalogueIndicator {
  return { ...model, timeRule, kind: isShare ? 'RATE' : 'COUNT', unit: isShare ? 'PERCENT' : 'PEOPLE', threshold: 5 };
}

function cellsOf({ timeRule, isShare, isBrokenDown, parts }: Table): CountedCell[] {
  const isIn = (item: string, i: number) =>
    item === '' || (item.startsWith('SEX') ? i < 3 === (item === 'SEX:F') : i % 3 === Number(item.slice(4)));
  const cells: CountedCell[] = [];
  const add = (
    item: string,
    area: string,
    period: string,
    lists: readonly (readonly (readonly [number, number])[])[],
  ) => {
    const used = lists.flatMap((list) => list.filter((_, i) => isIn(item, i)));
    const numerator = used.reduce((sum, [n]) => sum + n, 0);
    const whole = numerator + used.reduce((sum, [, n]) => sum + n, 0);
    const code = item === '' ? model.code : `${model.code}:${item}`;
    const numbers = isShare
      ? { value: whole === 0 ? null : (100 * numerator) / whole, numerator, denominator: whole }
      : { value: numerator, numerator: null, denominator: null };
    cells.push({ indicator: code, area, period, ...numbers });
  };
  const halves = [parts.slice(0, 4), parts.slice(4)] as const;
  const year = timeRule === 'FLOW' ? [...halves[0], ...halves[1]] : halves[1];
  for (const item of isBrokenDown ? ['', ...ITEMS] : ['']) {
    for (const [period, lists] of [
      ['2023-S1', halves[0]],
      ['2023-S2', halves[1]],
      ['2023', year],
    ] as const) {
      add(item, CITY.id, period, lists);
      for (const [d, { id }] of DISTRICTS.entries()) {
        const own = lists.filter((_, i) => i % 4 === d);
        add(item, id, period, own);
      }
    }
  }
  return cells;
}

describe('figures that are revised', () => {
  test('give no small count away in any state that was recorded, whether each was screened in its time or all at once', () => {
    fc.assert(
      fc.property(TABLES, fc.array(fc.tuple(fc.nat(7), fc.nat(5), part), { maxLength: 5 }), (table, revisions) => {
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
            expect(given(indicator, cells, withheld, byDeduction(indicator, cells))).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('stay withheld once they were: nothing is named twice but what has become small itself', () => {
    fc.assert(
      fc.property(TABLES, (table) => {
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
  test('give no small count away to deduction', () => {
    fc.assert(
      fc.property(TABLES, (table) => {
        const [indicator, cells] = [indicatorOf(table), cellsOf(table)];
        expect(found(indicator, cells, byDeduction(indicator, cells))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('give no small count away to linear programming, and most of them where companions are shown', async () => {
    const solve = await solver();
    let [attacked, narrowed] = [0, 0];
    for (const table of fc.sample(TABLES, { numRuns: 12, seed: 7 })) {
      const [indicator, cells] = [indicatorOf(table), cellsOf(table)];
      const byProgram = (hidden: ReadonlySet<string>, small: readonly string[]) =>
        solve(knowledgeOf(indicator, cells, hidden), small);
      expect(found(indicator, cells, byProgram)).toEqual([]);
      attacked += smallCounts(indicator, cells).size;
      narrowed += found(indicator, cells, byProgram, false).length;
    }
    expect(narrowed / attacked).toBeGreaterThan(0.5);
  }, 60_000);
});
