import { type Area, areaById } from '../../../schema/areas/areas.js';
import type { Quantities, Quantity, Span } from './quantity.js';

/** A quantity that moves when others move so that every sum stays as it was published. */
interface Touched {
  readonly quantity: Quantity;
  readonly sign: 1 | -1;
}

/** One side of a circuit: everything that moves with one area. */
export interface Side {
  readonly touched: readonly Touched[];
  /** How far it can move in its own direction and against it, as far as the rules of counting go. */
  readonly up: number;
  readonly down: number;
}

/** What moves with an item: all and one item of each breakdown, or two items against each other. */
export type Items = readonly (readonly [item: string, sign: 1 | -1])[];

/** Room that is more than any threshold asks for. */
const ENOUGH = 1000;

/**
 * Circuits of quantities: alternating moves along which every published sum holds (Cox 1980: controlled rounding and
 * suppression by closed paths), so that whoever sees all but these cannot tell how far they were moved. Sums are: an area
 * of those below it, a coarser period of finer ones, a total of the items of each breakdown.
 */
export class Circuits {
  /** Each side is looked at for every small count beside it. */
  readonly #sides = new Map<Span, Map<string, Side>>();

  constructor(private readonly quantities: Quantities) {}

  /** The side of an area itself. */
  sideOf(area: Area, items: Items, span: Span, direction: 1 | -1): Side {
    const ofSpan = this.#sides.get(span) ?? new Map<string, Side>();
    this.#sides.set(span, ofSpan);
    const name = `${area.id} ${direction} ${items.join(' ')}`;
    const found = ofSpan.get(name);
    if (found) return found;
    const made = sideOfAll(this.#column(area, items, span).map((one) => this.#row(one, items, span, direction)));
    ofSpan.set(name, made);
    return made;
  }

  /** Sides that can take up what an area moves; null where nothing is summed with it, so that it moves freely. */
  companions(area: Area, items: Items, span: Span): readonly Side[] | null {
    const above = parentOf(area);
    // Its total may be told by the items of a breakdown alone.
    if (!above || !this.quantities.has(above, span)) return null;
    const beside = this.quantities.children(above, items[0]?.[0] ?? '', span).filter((other) => other !== area);
    return beside.map((other) => this.sideOf(other, items, span, -1));
  }

  /** The last resort: the areas above move too, each together with the one below. */
  above(area: Area, items: Items, span: Span): Side {
    const rows: (readonly Touched[] | null)[] = [];
    for (let above = parentOf(area); above; above = parentOf(above)) {
      // What has figures within the span that the area does not have would have to move as well.
      const isFiner = this.quantities
        .within(span)
        .some((one) => one !== span && this.quantities.has(above as Area, one));
      rows.push(isFiner ? null : this.#row(above, items, span, 1));
    }
    return sideOfAll(rows);
  }

  /**
   * Everything that is summed, directly or not, with what an area has in a span: in all spans that hold it, and in those
   * within it, where other areas have finer figures.
   */
  *everything(span: Span): Iterable<Quantity> {
    const spans = new Set([...this.quantities.around(span), ...this.quantities.within(span)]);
    for (const quantity of this.quantities.all) if (spans.has(quantity.span)) yield quantity;
  }

  /**
   * Whether sums lead from an area only to what circuits know of: through the area right above it and those right below, in
   * spans that these have too. Where a level or a period is left out, what is left out can be worked out from what is around it,
   * and sums pass over it.
   */
  isRegular(area: Area, span: Span): boolean {
    const spans = [...this.quantities.around(span), ...this.quantities.within(span)];
    const own = (one: Span) => this.quantities.levelsIn(one).has(area.level);
    for (const one of spans) {
      for (const level of LEVELS) {
        const isThere = this.quantities.levelsIn(one).has(level);
        const isUsed = spans.some((other) => this.quantities.levelsIn(other).has(level));
        if (!isUsed) continue;
        const isHigher = LEVELS.indexOf(level) < LEVELS.indexOf(area.level);
        if (isHigher ? own(one) && !isThere : own(one) !== isThere) return false;
      }
    }
    if (this.#hasPatchyItems(area, spans)) return false;
    for (let one: Area | undefined = area; one; one = parentOf(one)) {
      if (this.#isLeftOut(one, span)) return false;
      const hasHidden = this.quantities
        .below(one)
        .some((child) => !this.quantities.has(child, span) && this.#isSomewhere(child, spans));
      if (hasHidden) return false;
    }
    return true;
  }

  #isLeftOut(area: Area, span: Span): boolean {
    return !this.quantities.has(area, span) && this.quantities.levelsIn(span).has(area.level);
  }

  /** Whether an area has an item, or the total, in some of the spans in which it has figures, and not in others. */
  #hasPatchyItems(area: Area, spans: readonly Span[]): boolean {
    const known = spans.filter((one) => this.quantities.has(area, one));
    return ['', ...this.quantities.items].some((item) => {
      const has = known.filter((one) => this.quantities.get(item, area, one));
      return has.length > 0 && has.length < known.length;
    });
  }

  /** Whether an area, or one below it, has a figure in one of the spans. */
  #isSomewhere(area: Area, spans: readonly Span[]): boolean {
    return (
      spans.some((one) => this.quantities.has(area, one)) ||
      this.quantities.below(area).some((child) => this.#isSomewhere(child, spans))
    );
  }

  /** What can move together with an item of an area so that each breakdown still adds up to its total: each way to do it. */
  itemsOf({ item, area, span }: Quantity): readonly Items[] {
    const all = [...this.quantities.items];
    if (item === '') return [[['', 1], ...this.#oneOfEach(area, span, null)]];
    const breakdown = breakdownOf(item);
    const others = all.filter((one) => one !== item && breakdownOf(one) === breakdown);
    const known = others.filter((one) => this.quantities.get(one, area, span));
    const withTotal: Items = [[item, 1], ['', 1], ...this.#oneOfEach(area, span, breakdown)];
    return [
      ...known.map(
        (other): Items => [
          [item, 1],
          [other, -1],
        ],
      ),
      withTotal,
    ];
  }

  /** Of each breakdown the item that can move furthest. */
  #oneOfEach(area: Area, span: Span, but: string | null): [string, 1][] {
    return [...this.#bestItems(area, span)].flatMap(([breakdown, item]): [string, 1][] =>
      breakdown === but ? [] : [[item, 1]],
    );
  }

  /** By breakdown that an area has in a span the item that can move furthest. */
  #bestItems(area: Area, span: Span): ReadonlyMap<string, string> {
    const best = new Map<string, { readonly item: string; readonly room: number }>();
    for (const item of this.quantities.items) {
      const quantity = this.quantities.get(item, area, span);
      if (!quantity) continue;
      const room = Math.min(quantity.count, ENOUGH) + Math.min(quantity.rest, ENOUGH);
      const breakdown = breakdownOf(item);
      if (room > (best.get(breakdown)?.room ?? -1)) best.set(breakdown, { item, room });
    }
    return new Map([...best].map(([breakdown, { item }]) => [breakdown, item]));
  }

  /** The area, and below it the one that has most, down to the last level that there are figures of. */
  #column(area: Area, items: Items, span: Span): Area[] {
    const column = [area];
    for (let one = this.#largestBelow(area, items, span); one; one = this.#largestBelow(one, items, span))
      column.push(one);
    return column;
  }

  #largestBelow(area: Area, items: Items, span: Span): Area | null {
    let [best, most] = [null as Area | null, -1];
    for (const child of this.quantities.below(area)) {
      const counts = items.flatMap(([item]) => this.quantities.get(item, child, span)?.count ?? []);
      const count = Math.max(-1, ...counts);
      if (count > most) [best, most] = [child, count];
    }
    return best;
  }

  /**
   * What moves of an area in all spans that hold one. Each breakdown that the area has is kept in balance, also one that
   * the area does not have that the move begins in. Null where that cannot be.
   */
  #row(area: Area, items: Items, span: Span, direction: 1 | -1): readonly Touched[] | null {
    const touched: Touched[] = [];
    for (const one of this.quantities.around(span)) {
      const moving = this.#balanced(area, items, one);
      if (!moving) return null;
      for (const [item, sign] of moving) {
        const quantity = this.quantities.get(item, area, one);
        if (quantity) touched.push({ quantity, sign: sign === direction ? 1 : -1 });
      }
    }
    return touched;
  }

  /** The items that move in an area and a span, with one of each breakdown that would not add up without. */
  #balanced(area: Area, items: Items, span: Span): Items | null {
    const total = items.find(([item]) => item === '');
    const added: [string, 1 | -1][] = [];
    for (const [breakdown, best] of this.#bestItems(area, span)) {
      const listed = items.filter(([item]) => breakdownOf(item) === breakdown && item !== '');
      const known = listed.filter(([item]) => this.quantities.get(item, area, span));
      if (total && known.length === 0) added.push([best, total[1]]);
      else if (!total && known.length > 0 && known.length < listed.length) return null;
    }
    return added.length > 0 ? [...items, ...added] : items;
  }
}

/** From the city down. */
const LEVELS: readonly Area['level'][] = ['CITY', 'DISTRICT', 'COMMUNE'];

/** A side of several rows, which move together; one that cannot move takes the others with it. */
function sideOfAll(rows: readonly (readonly Touched[] | null)[]): Side {
  const touched = rows.flatMap((row) => row ?? []);
  if (rows.includes(null)) return { touched: [], up: 0, down: 0 };
  let [up, down] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { quantity, sign } of touched) {
    up = Math.min(up, sign > 0 ? quantity.rest : quantity.count);
    down = Math.min(down, sign > 0 ? quantity.count : quantity.rest);
  }
  return { touched, up, down };
}

function parentOf({ parent }: Area): Area | undefined {
  return parent === null ? undefined : areaById(parent);
}

function breakdownOf(item: string): string {
  return item.slice(0, item.indexOf(':'));
}
