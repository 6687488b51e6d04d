import { type Area, areaById } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../catalogue.js';
import { type Period, parsePeriod } from '../period.js';

/** What was recorded of a cell, at one time. */
export interface CountedCell {
  /** The indicator's code, or that of an item of a breakdown of it: HEALTH_INSURANCE:SEX:F. */
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** The name of one cell. */
export type CellName = Pick<CountedCell, 'indicator' | 'area' | 'period'>;

/** Months since year 0, the first and the last; of a stock, which is a matter of its last day, the last month twice. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * One number behind the cells that show it: how many there are of an area, of an item of a breakdown (empty: of all), in a
 * span. A stock's month, half-year and year that end together are one quantity.
 */
export interface Quantity {
  readonly item: string;
  readonly area: Area;
  readonly span: Span;
  readonly cells: CellName[];
  /** The least that was ever recorded of it: it can be lower by so much, as far as the rules of counting go. */
  count: number;
  /** The least that was ever recorded of those who are missing to the whole; infinite where there is no whole. */
  rest: number;
  /** The most that was ever recorded of both together. */
  whole: number;
  /** True when a count of it, or of those missing to the whole, was ever below the threshold, and not zero. */
  isSmall: boolean;
}

/** The parts of an indicator's code: of an item of a breakdown its indicator and the rest, of an indicator itself and nothing. */
export function partsOfCode(code: string): { readonly indicator: string; readonly item: string } {
  const at = code.indexOf(':');
  return at < 0 ? { indicator: code, item: '' } : { indicator: code.slice(0, at), item: code.slice(at + 1) };
}

/** The quantities behind an indicator's cells. */
export class Quantities {
  /** By item, area id and span. */
  readonly #known = new Map<string, Quantity>();
  readonly #spans = new Map<string, Span>();
  readonly #children = new Map<string, Map<string, Area>>();
  readonly #items = new Set<string>();

  constructor(
    private readonly indicator: CatalogueIndicator,
    private readonly threshold: number,
    cells: Iterable<CountedCell>,
  ) {
    for (const cell of cells) this.#take(cell);
  }

  get all(): Iterable<Quantity> {
    return this.#known.values();
  }

  get(item: string, area: Area, span: Span): Quantity | undefined {
    return this.#known.get(nameOf(item, area.id, span));
  }

  /** The areas below another one that have a figure of an item in a span, by id. */
  children(area: Area, item: string, span: Span): readonly Area[] {
    const areas = [...(this.#children.get(area.id)?.values() ?? [])];
    return areas.filter((child) => this.get(item, child, span));
  }

  /** The items of all breakdowns: SEX:F. */
  get items(): Iterable<string> {
    return this.#items;
  }

  /** The spans that hold another one, itself too, in which there are figures: sums of it and others. */
  around({ first, last }: Span): readonly Span[] {
    return [...this.#spans.values()].filter((span) => span.first <= first && last <= span.last);
  }

  /** The spans within another one, itself too. */
  within({ first, last }: Span): readonly Span[] {
    return [...this.#spans.values()].filter((span) => first <= span.first && span.last <= last);
  }

  #take(cell: CountedCell): void {
    const count = this.indicator.kind === 'RATE' ? cell.numerator : cell.value;
    const area = areaById(cell.area);
    const p = parsePeriod(cell.period);
    if (count === null || !area || !p) return;
    const whole = this.indicator.unit === 'PERCENT' ? cell.denominator : null;
    const rest = whole === null ? Number.POSITIVE_INFINITY : Math.max(0, whole - count);
    const quantity = this.#quantity(partsOfCode(cell.indicator).item, area, this.#spanOf(p));
    quantity.count = Math.min(quantity.count, count);
    quantity.rest = Math.min(quantity.rest, rest);
    quantity.whole = Math.max(quantity.whole, count + rest);
    quantity.isSmall ||= this.#isSmall(count) || this.#isSmall(rest);
    const { indicator, period } = cell;
    const isKnown = quantity.cells.some((known) => known.period === period && known.indicator === indicator);
    if (!isKnown) quantity.cells.push({ indicator, area: area.id, period });
  }

  #isSmall(count: number): boolean {
    return count > 0 && count < this.threshold;
  }

  #spanOf({ firstMonth, lastMonth }: Period): Span {
    const first = this.indicator.timeRule === 'STOCK' ? lastMonth : firstMonth;
    const name = `${first} ${lastMonth}`;
    const span = this.#spans.get(name) ?? { first, last: lastMonth };
    this.#spans.set(name, span);
    return span;
  }

  #quantity(item: string, area: Area, span: Span): Quantity {
    const name = nameOf(item, area.id, span);
    const found = this.#known.get(name);
    if (found) return found;
    const nothing = { count: Number.POSITIVE_INFINITY, rest: Number.POSITIVE_INFINITY, whole: 0, isSmall: false };
    const made: Quantity = { item, area, span, cells: [], ...nothing };
    this.#known.set(name, made);
    if (item) this.#items.add(item);
    if (area.parent !== null) {
      const children = this.#children.get(area.parent) ?? new Map<string, Area>();
      this.#children.set(area.parent, children.set(area.id, area));
    }
    return made;
  }
}

function nameOf(item: string, area: string, { first, last }: Span): string {
  return `${item} ${area} ${first} ${last}`;
}
