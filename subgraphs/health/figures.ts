import { type Catalogue, type CatalogueIndicator, valueOfParts } from '../core/catalogue.js';
import type { Block, SourceFigure } from '../core/figure.js';
import { type Grid, type GridRow, unreadable } from './grid.js';
import type { DataItem, Mapping } from './mapping.js';
import { periodCode } from './period-code.js';

/** What one analytics question asks for, in both languages: DHIS2's identifiers as keys, the graph's as values. */
export interface Question {
  readonly dx: ReadonlyMap<string, string>;
  readonly ou: ReadonlyMap<string, string>;
  readonly pe: ReadonlyMap<string, string>;
}

/** The one question that covers all blocks, or null when nothing that is mapped is asked for. */
export function questionOf(blocks: readonly Block[], mapping: Mapping): Question | null {
  const dx = new Map<string, string>();
  const ou = new Map<string, string>();
  const pe = new Map<string, string>();
  for (const block of blocks) {
    for (const code of block.indicators) {
      const item = mapping.items.get(code);
      if (item) dx.set(item.uid, code);
    }
    for (const area of block.areas) {
      const unit = mapping.units.get(area.id);
      if (unit) ou.set(unit, area.id);
    }
    for (const period of block.periods) pe.set(periodCode(period), period.text);
  }
  return dx.size && ou.size && pe.size ? { dx, ou, pe } : null;
}

/**
 * The figures of an answer, only those that a block asks for. A row about anything that was not asked for makes the
 * whole answer unreadable: it answers another question (other identifiers, a mixed-up cache), and to skip such rows would show
 * figures as missing that are there.
 */
export function figuresOf(
  grid: Grid,
  question: Question,
  blocks: readonly Block[],
  mapping: Mapping,
  catalogue: Catalogue,
): SourceFigure[] {
  const wanted = wantedBy(blocks);
  return grid.rows.flatMap((row, i) => {
    const code = question.dx.get(row.dx);
    const area = question.ou.get(row.ou);
    const period = question.pe.get(row.pe);
    const item = code && mapping.items.get(code);
    const indicator = code && catalogue.get(code);
    if (!item || !indicator || !area || !period) throw unreadable(`row ${i}: about something that was not asked for`);
    if (!wanted(code, area, period)) return [];
    const where = {
      indicator: code,
      area,
      period,
      document: item.name || item.uid,
      place: `dx ${row.dx}, ou ${row.ou}, pe ${row.pe}`,
      publishedAt: null,
    };
    return [{ ...where, ...numbersOf(row, i, item, indicator) }];
  });
}

function wantedBy(blocks: readonly Block[]): (code: string, area: string, period: string) => boolean {
  const sets = blocks.map((block) => ({
    indicators: new Set(block.indicators),
    areas: new Set(block.areas.map((area) => area.id)),
    periods: new Set(block.periods.map((period) => period.text)),
  }));
  return (code, area, period) =>
    sets.some((set) => set.indicators.has(code) && set.areas.has(area) && set.periods.has(period));
}

type Numbers = Pick<SourceFigure, 'value' | 'numerator' | 'denominator' | 'status' | 'reason' | 'note'>;
const NO_PARTS = { numerator: null, denominator: null, note: null } as const;

function numbersOf(row: GridRow, i: number, item: DataItem, indicator: CatalogueIndicator): Numbers {
  const { value } = row;
  if (value === null) return { ...NO_PARTS, value, status: 'O', reason: 'BLANK_AT_SOURCE' };
  if (indicator.kind === 'COUNT') return { ...NO_PARTS, value, numerator: value, status: 'A', reason: null };
  if (indicator.kind !== 'RATE' || item.kind !== 'indicator') return { ...NO_PARTS, value, status: 'A', reason: null };
  return rateOf(value, row, i, indicator);
}

/**
 * A rate with its parts. DHIS2 gives value = numerator / denominator x factor; the graph's denominator is in the
 * catalogue's unit (per 10,000 people: population in ten thousands), and its value is made of the parts, so that nothing
 * is lost to rounding. Where the source's value says something else, that is kept, as published, with a note.
 */
function rateOf(value: number, row: GridRow, i: number, indicator: CatalogueIndicator): Numbers {
  const { numerator, factor } = row;
  if (numerator === null || row.denominator === null || factor === null || factor <= 0) {
    throw unreadable(`row ${i}: a rate without numerator, denominator or factor`);
  }
  const denominator = row.denominator / (factor / (indicator.unit === 'PERCENT' ? 100 : 1));
  const made = valueOfParts(indicator.unit, numerator, denominator);
  if (made === null) return { value: null, numerator, denominator, status: 'M', reason: 'DOES_NOT_APPLY', note: null };
  const agrees = Math.abs(made - value) <= 10 ** -indicator.decimals;
  const note = agrees
    ? null
    : `Giá trị tại nguồn khác với kết quả tính từ tử số và mẫu số (${made.toFixed(indicator.decimals)}).`;
  return { value: agrees ? made : value, numerator, denominator, status: 'A', reason: null, note };
}
