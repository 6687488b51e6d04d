import type { Area } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../catalogue.js';
import { Circuits, type Items, type Side } from './circuit.js';
import { type CellName, type CountedCell, Quantities, type Quantity, type Span } from './quantity.js';

/** SDMX CL_CONF_STATUS of what is withheld: A for a small count, D so that nobody can work that out from the rest. */
export type Withheld = 'A' | 'D';

export interface Suppressed extends CellName {
  readonly confidentiality: Withheld;
}

/** What is withheld already, and as what; it stays so. */
export type WithheldAt = (cell: CellName) => Withheld | undefined;

/**
 * The cells of an indicator (and of its breakdowns) to be withheld beyond those that are: every count from 1 to below the
 * threshold, every count missing to the whole that is as small, and enough others that no small count can be worked out, or
 * narrowed down to less than the threshold, from all that stays. `cells` may hold a cell several times, as it stood at
 * different times: it is protected as of each. The result depends on nothing but its arguments.
 */
export function suppressionsOf(
  indicator: CatalogueIndicator,
  cells: Iterable<CountedCell>,
  withheld: WithheldAt,
  companions = true,
): Suppressed[] {
  const { threshold } = indicator;
  if (threshold === null || threshold <= 1) return [];
  return new Screening(new Quantities(indicator, threshold, cells), threshold, withheld).screen(companions);
}

class Screening {
  readonly #hidden = new Set<Quantity>();
  readonly #circuits: Circuits;

  constructor(
    private readonly quantities: Quantities,
    private readonly threshold: number,
    private readonly withheld: WithheldAt,
  ) {
    this.#circuits = new Circuits(quantities);
  }

  screen(companions: boolean): Suppressed[] {
    const small: Quantity[] = [];
    for (const quantity of this.quantities.all) {
      if (quantity.isSmall) small.push(quantity);
      if (quantity.isSmall || quantity.cells.some((cell) => this.withheld(cell))) this.#hidden.add(quantity);
    }
    if (companions) for (const quantity of small) this.#protect(quantity);
    const found = [...this.#hidden].flatMap(({ cells, isSmall }) => this.#new(cells, isSmall));
    return [...found, ...this.#new(this.quantities.uncounted, false)];
  }

  /** A cell that was withheld for others' sake and has become small itself is named again, as what it is now. */
  #new(cells: readonly CellName[], isSmall: boolean): Suppressed[] {
    return cells.flatMap((cell): Suppressed[] => {
      const before = this.withheld(cell);
      if (before === 'A' || (before === 'D' && !isSmall)) return [];
      return [{ ...cell, confidentiality: isSmall ? 'A' : 'D' }];
    });
  }

  /** Hides the circuit that costs least of those that leave the quantity as wide an interval as the threshold. */
  #protect(quantity: Quantity): void {
    // Where there are not as many as the threshold in all, nothing makes them more.
    const wanted = Math.min(this.threshold, quantity.whole);
    const spans = this.#finest(quantity);
    let best: Protection | null = null;
    for (const span of spans.every((one) => this.#circuits.isRegular(quantity.area, one)) ? spans : []) {
      for (const items of this.#circuits.itemsOf({ ...quantity, span })) {
        const found = this.#protection(quantity.area, items, span, wanted);
        if (found.width >= wanted && (!best || found.cost < best.cost)) best = found;
      }
    }
    // No circuit is wide enough: then nothing that is summed with it is shown.
    const all = spans.flatMap((span) => [...this.#circuits.everything(span)]);
    for (const one of best?.hidden ?? all) this.#hidden.add(one);
  }

  /** The spans that a quantity is a sum of: it moves when one of them does. */
  #finest({ item, area, span }: Quantity): readonly Span[] {
    const known = this.quantities.within(span).filter((one) => this.quantities.get(item, area, one));
    return known.filter((one) => !known.some((other) => other !== one && isWithin(other, one)));
  }

  #protection(area: Area, items: Items, span: Span, wanted: number): Protection {
    const own = this.#circuits.sideOf(area, items, span, 1);
    const taken = new Taken(own, (side) => this.#cost(side));
    const companions = this.#circuits.companions(area, items, span);
    if (companions === null || own.up + own.down < wanted) return taken.alone();
    const [hidden, open] = [
      companions.filter((side) => this.#cost(side) === 0),
      companions.filter((side) => this.#cost(side) > 0),
    ];
    for (const side of hidden) taken.add(side);
    while (taken.width < wanted && open.length > 0) {
      const next = taken.cheapest(open, wanted);
      if (taken.widthWith(next) <= taken.width) break;
      open.splice(open.indexOf(next), 1);
      taken.add(next);
    }
    if (taken.width < wanted) taken.add(this.#circuits.above(area, items, span));
    return taken.protection();
  }

  /** How much would be hidden that is shown. */
  #cost({ touched }: Side): number {
    const shown = touched.filter(({ quantity }) => !this.#hidden.has(quantity));
    return shown.reduce((sum, { quantity }) => sum + lossOf(quantity), 0);
  }
}

/** Each quantity counts, a large one somewhat more; none or all, which harm nobody and say most, are hidden last. */
function lossOf({ count, rest }: Quantity): number {
  return (count === 0 || rest === 0 ? 3 : 1) + Math.log1p(count) / 100;
}

interface Protection {
  readonly width: number;
  readonly cost: number;
  readonly hidden: readonly Quantity[];
}

/** The sides that are taken into a circuit so far: what one cannot take up, the next does. */
class Taken {
  readonly #sides: Side[] = [];
  #up = 0;
  #down = 0;

  constructor(
    private readonly own: Side,
    private readonly costOf: (side: Side) => number,
  ) {}

  get width(): number {
    return this.#width(0, 0);
  }

  widthWith({ up, down }: Side): number {
    return this.#width(up, down);
  }

  add(side: Side): void {
    this.#sides.push(side);
    this.#up += side.up;
    this.#down += side.down;
  }

  /** Of the sides that would be enough the one that costs least; where none is, the one that takes up most. */
  cheapest(sides: readonly Side[], wanted: number): Side {
    const [first, ...others] = sides as [Side, ...Side[]];
    let best = { side: first, width: this.widthWith(first) };
    for (const side of others) {
      const width = this.widthWith(side);
      const isBetter =
        best.width >= wanted ? width >= wanted && this.costOf(side) < this.costOf(best.side) : width > best.width;
      if (isBetter) best = { side, width };
    }
    return best.side;
  }

  alone(): Protection {
    return { ...this.protection(), width: this.own.up + this.own.down };
  }

  protection(): Protection {
    const all = [this.own, ...this.#sides];
    const cost = all.reduce((sum, side) => sum + this.costOf(side), 0);
    const used = all.filter((side) => side === this.own || side.up + side.down > 0);
    return { width: this.width, cost, hidden: used.flatMap((side) => side.touched.map(({ quantity }) => quantity)) };
  }

  #width(up: number, down: number): number {
    return Math.min(this.own.up, this.#up + up) + Math.min(this.own.down, this.#down + down);
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}
