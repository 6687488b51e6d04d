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
  constructor(private readonly quantities: Quantities) {}

  /** The side of an area itself. */
  sideOf(area: Area, items: Items, span: Span, direction: 1 | -1): Side {
    const touched = this.#column(area, span).flatMap((one) => this.#row(one, items, span, direction));
    const room = ({ quantity, sign }: Touched) => (sign > 0 ? quantity.rest : quantity.count);
    const fall = ({ quantity, sign }: Touched) => (sign > 0 ? quantity.count : quantity.rest);
    return { touched, up: Math.min(...touched.map(room)), down: Math.min(...touched.map(fall)) };
  }

  /** Sides that can take up what an area moves; null where nothing is summed with it, so that it moves freely. */
  companions(area: Area, items: Items, span: Span): readonly Side[] | null {
    const above = area.parent === null ? undefined : areaById(area.parent);
    if (!above || !this.#isKnown(above, items, span)) return null;
    const beside = this.quantities.children(above, items[0]?.[0] ?? '', span).filter((other) => other !== area);
    return beside.map((other) => this.sideOf(other, items, span, -1));
  }

  /** The last resort: the areas above move too, each together with the one below. */
  above(area: Area, items: Items, span: Span): Side {
    const touched: Touched[] = [];
    for (let above = parentOf(area); above; above = parentOf(above)) touched.push(...this.#row(above, items, span, 1));
    const rest = Math.min(...touched.map(({ quantity, sign }) => (sign > 0 ? quantity.rest : quantity.count)));
    const count = Math.min(...touched.map(({ quantity, sign }) => (sign > 0 ? quantity.count : quantity.rest)));
    return { touched, up: rest, down: count };
  }

  /** Everything that is summed, directly or not, with what an area has in a span. */
  *everything(span: Span): Iterable<Quantity> {
    const spans = new Set(this.quantities.around(span));
    for (const quantity of this.quantities.all) if (spans.has(quantity.span)) yield quantity;
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
    const best = new Map<string, { readonly item: string; readonly room: number }>();
    for (const item of this.quantities.items) {
      const breakdown = breakdownOf(item);
      const quantity = this.quantities.get(item, area, span);
      if (!quantity || breakdown === but) continue;
      const room = Math.min(quantity.count, ENOUGH) + Math.min(quantity.rest, ENOUGH);
      if (room > (best.get(breakdown)?.room ?? -1)) best.set(breakdown, { item, room });
    }
    return [...best.values()].map(({ item }) => [item, 1]);
  }

  /** The area, and below it the one that has most, down to the last level that there are figures of. */
  #column(area: Area, span: Span): Area[] {
    const column = [area];
    for (let below = this.#largestBelow(area, span); below; below = this.#largestBelow(below, span)) column.push(below);
    return column;
  }

  #largestBelow(area: Area, span: Span): Area | null {
    let [best, most] = [null as Area | null, -1];
    for (const child of this.quantities.children(area, '', span)) {
      const count = this.quantities.get('', child, span)?.count ?? -1;
      if (count > most) [best, most] = [child, count];
    }
    return best;
  }

  #row(area: Area, items: Items, span: Span, direction: 1 | -1): Touched[] {
    const spans = this.quantities.around(span);
    return items.flatMap(([item, sign]) =>
      spans.flatMap((one): Touched[] => {
        const quantity = this.quantities.get(item, area, one);
        return quantity ? [{ quantity, sign: sign === direction ? 1 : -1 }] : [];
      }),
    );
  }

  #isKnown(area: Area, items: Items, span: Span): boolean {
    return items.some(([item]) => this.quantities.get(item, area, span));
  }
}

function parentOf({ parent }: Area): Area | undefined {
  return parent === null ? undefined : areaById(parent);
}

function breakdownOf(item: string): string {
  return item.slice(0, item.indexOf(':'));
}
