import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axesByFrequency } from '../../../subgraphs/core/journal/axes.js';
import { Columns } from '../../../subgraphs/core/journal/columns.js';
import { columnsWith } from '../../../subgraphs/core/journal/columns-draft.js';
import type { Vintage } from '../../../subgraphs/core/journal/contract.js';
import { markOf } from '../../../subgraphs/core/journal/figure-mark.js';
import { vintageIn, vintagesIn } from '../../../subgraphs/core/journal/recorded-figure.js';

const SHOWN = markOf({ value: true, numerator: false, denominator: true }, 'F');
const take = (before: Columns, ...vintages: Vintage[]) => columnsWith(before, vintages, () => SHOWN);
const none = () => new Columns('DOCTORS', axesByFrequency().M);

function vintage(more: Partial<Vintage> = {}): Vintage {
  return {
    ...{ indicator: 'DOCTORS', area: 'ba-dinh', period: '2023-06', value: 12.5, numerator: 125, denominator: 10 },
    ...{ status: 'A', reason: null, note: null, document: 'Biểu 1', place: 'Trang 2, dòng 7', publishedAt: null },
    ...{ position: 1, recordedAt: '2026-03-01T00:00:00.000Z', released: null, ...more },
  };
}

/** A figure that is read from columns, as an object of its own. */
function copied(figure: Vintage | undefined): Vintage | undefined {
  if (!figure) return undefined;
  const { indicator, area, period, value, numerator, denominator, status, reason } = figure;
  const { note, document, place, publishedAt, position, recordedAt, released } = figure;
  const numbers = { value, numerator, denominator, status, reason };
  return { indicator, area, period, ...numbers, note, document, place, publishedAt, position, recordedAt, released };
}

const month = (index: number) => `${2000 + Math.floor(index / 12)}-${String(1 + (index % 12)).padStart(2, '0')}`;

describe('a figure in columns', () => {
  test('comes out as it went in, whatever its texts and numbers are', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a ', ' b', 'Biểu 01!D10', 'x  y')), {
      nil: null,
    });
    const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
    const position = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const fields = {
      ...{ value: number, numerator: number, denominator: number, note: text, document: text, place: text },
      ...{ position, released: fc.option(position, { nil: null }) },
    };
    fc.assert(
      fc.property(fc.array(fc.record(fields), { minLength: 1, maxLength: 5 }), (all) => {
        const vintages = all.map((one, i) => vintage({ ...one, period: month(i) }));
        const columns = take(none(), ...vintages);
        expect(vintages.map(({ area, period }) => copied(vintageIn(columns, area, period)))).toEqual(vintages);
      }),
    );
  });

  test('that is no number is none, as the database has it', () => {
    const columns = take(none(), vintage({ value: Number.NaN, numerator: Number.POSITIVE_INFINITY }));
    expect(vintageIn(columns, 'ba-dinh', '2023-06')).toMatchObject({ value: null, numerator: null, denominator: 10 });
  });

  test('stays when an earlier vintage of its cell comes later', () => {
    const columns = take(take(none(), vintage({ position: 5 })), vintage({ position: 4, value: 1 }));
    expect(vintageIn(columns, 'ba-dinh', '2023-06')).toMatchObject({ value: 12.5, position: 5 });
  });

  test('is found among more than two bytes can number, and beside what came after', () => {
    const [areas, months] = [60, 1100];
    const vintages = Array.from({ length: areas * months }, (_, i) =>
      vintage({ area: `area ${i % areas}`, period: month(Math.floor(i / areas)), place: `B${i}`, position: i + 1 }),
    );
    const many = take(none(), ...vintages);
    const more = take(many, vintage({ area: 'area 60', period: '2100-01', position: 100_000 }));
    for (const at of [0, 1, 65_534, 65_535, 65_536, vintages.length - 1]) {
      const { area, period } = vintages[at] as Vintage;
      expect(copied(vintageIn(many, area, period))).toEqual(vintages[at]);
      expect(copied(vintageIn(more, area, period))).toEqual(vintages[at]);
    }
    expect(vintageIn(many, 'area 60', '2100-01')).toBeUndefined();
    expect(vintageIn(more, 'area 60', '2100-01')).toMatchObject({ position: 100_000 });
    expect(vintageIn(more, 'area 59', '2100-01')).toBeUndefined();
  });
});

test('texts of figures that were replaced do not pile up', () => {
  let columns = take(none(), vintage({ area: 'hanoi', document: 'first' }));
  for (let position = 2; position < 2000; position += 1) {
    columns = take(columns, vintage({ position, document: `document ${position}` }));
  }
  expect(columns.kept.shared.length).toBeLessThan(150);
  const documents = [...vintagesIn(columns)].map(({ document }) => document).sort();
  expect(documents).toEqual(['document 1999', 'first']);
  expect(columns.mark(columns.row('hanoi', '2023-06'))).toBe(SHOWN);
});
