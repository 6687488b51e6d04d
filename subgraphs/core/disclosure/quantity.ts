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
  readonly #uncounted: CountedCell[] = [];
  /** Rates below the city of which no count is known, none or all apart: whether they are of a few cannot be told. */
  readonly uncounted: CellName[] = [];
  readonly #areasIn = new Map<Span, Set<string>>();
  readonly #levelsIn = new Map<Span, Set<Area['level']>>();
  /** Looked up for every small count; spans are objects that stand for themselves. */
  readonly #relations = new Map<Span, { readonly around: readonly Span[]; readonly within: readonly Span[] }>();

  constructor(
    private readonly indicator: CatalogueIndicator,
    private readonly threshold: number,
    cells: Iterable<CountedCell>,
  ) {
    for (const cell of cells) this.#take(cell);
    this.#takeUncounted();
  }

  get all(): Iterable<Quantity> {
    return this.#known.values();
  }

  get(item: string, area: Area, span: Span): Quantity | undefined {
    return this.#known.get(nameOf(item, area.id, span));
  }

  /** The areas below another one that have a figure of an item in a span, by id. */
  children(area: Area, item: string, span: Span): readonly Area[] {
    return this.below(area).filter((child) => this.get(item, child, span));
  }

  /** The items of all breakdowns: SEX:F. */
  get items(): Iterable<string> {
    return this.#items;
  }

  /** The spans that hold another one, itself too, in which there are figures: sums of it and others. */
  around(span: Span): readonly Span[] {
    return this.#related(span).around;
  }

  /** The spans within another one, itself too. */
  within(span: Span): readonly Span[] {
    return this.#related(span).within;
  }

  #related(span: Span): { readonly around: readonly Span[]; readonly within: readonly Span[] } {
    const known = this.#relations.get(span);
    if (known) return known;
    const all = [...this.#spans.values()];
    const made = {
      around: all.filter(({ first, last }) => first <= span.first && span.last <= last),
      within: all.filter(({ first, last }) => span.first <= first && last <= span.last),
    };
    this.#relations.set(span, made);
    return made;
  }

  /** Whether there is a figure of an area in a span, of all or of any item. */
  has(area: Area, span: Span): boolean {
    return this.#areasIn.get(span)?.has(area.id) ?? false;
  }

  /** The levels that have figures in a span. */
  levelsIn(span: Span): ReadonlySet<Area['level']> {
    return this.#levelsIn.get(span) ?? new Set();
  }

  /** The areas below another one that have a figure at all, by id. */
  below(area: Area): readonly Area[] {
    return [...(this.#children.get(area.id)?.values() ?? [])];
  }

  #take(cell: CountedCell): void {
    const count = this.indicator.kind === 'RATE' ? cell.numerator : cell.value;
    const area = areaById(cell.area);
    const p = parsePeriod(cell.period);
    if (!area || !p) return;
    if (count === null) {
      if (cell.value !== null) this.#uncounted.push(cell);
      return;
    }
    const whole = this.indicator.unit === 'PERCENT' ? cell.denominator : null;
    const rest = whole === null ? Number.POSITIVE_INFINITY : Math.max(0, whole - count);
    const quantity = this.#quantity(partsOfCode(cell.indicator).item, area, this.#spanOf(p));
    quantity.count = Math.min(quantity.count, count);
    quantity.rest = Math.min(quantity.rest, rest);
    quantity.whole = Math.max(quantity.whole, count + rest);
    quantity.isSmall ||= this.#isSmall(count) || this.#isSmall(rest);
    addCell(quantity.cells, cell);
  }

  /** A rate that came without its counts goes with the quantity that it is a rate of, where that is known. */
  #takeUncounted(): void {
    for (const cell of this.#uncounted.splice(0)) {
      const area = areaById(cell.area) as Area;
      const span = this.#spanOf(parsePeriod(cell.period) as Period);
      const quantity = this.get(partsOfCode(cell.indicator).item, area, span);
      if (quantity) addCell(quantity.cells, cell);
      else if (area.parent !== null && cell.value !== 0 && cell.value !== 100) addCell(this.uncounted, cell);
    }
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
    this.#areasIn.set(span, (this.#areasIn.get(span) ?? new Set()).add(area.id));
    this.#levelsIn.set(span, (this.#levelsIn.get(span) ?? new Set()).add(area.level));
    if (item) this.#items.add(item);
    if (area.parent !== null) {
      const children = this.#children.get(area.parent) ?? new Map<string, Area>();
      this.#children.set(area.parent, children.set(area.id, area));
    }
    return made;
  }
}

function addCell(cells: CellName[], { indicator, area, period }: CellName): void {
  const isKnown = cells.some(
    (known) => known.period === period && known.indicator === indicator && known.area === area,
  );
  if (!isKnown) cells.push({ indicator, area, period });
}

function nameOf(item: string, area: string, { first, last }: Span): string {
  return `${item} ${area} ${first} ${last}`;
}
