import { type Area, validOn } from '../../../schema/areas/areas.js';
import { AREA_OVERLAPS, type Overlap, SUCCESSIONS } from '../../../schema/areas/successions.js';

/** What a weight was measured by: the graph's MovingWeight. */
export type WeightKind = 'HOUSEHOLDS' | 'POPULATION' | 'AREA';

/** An area of a day that has a part in an area of another day. */
export interface Piece {
  readonly area: Area;
  /** The share of `area` that lies in the other one, 0 to 1: what its counts are multiplied by. */
  readonly weight: number;
  /** The share of the other one that lies in `area`, 0 to 1: how much is known of it where `area` has a figure. */
  readonly part: number;
}

interface Edge {
  readonly to: Area;
  readonly weight: number;
  readonly part: number;
}

/**
 * How areas of one time lie in those of another, by one measure. The shares of an area sum to 1, because its slivers that
 * the list leaves out have to go somewhere: so nothing is lost or counted twice when counts are moved.
 */
export class Weights {
  readonly #earlier: ReadonlyMap<string, readonly Edge[]>;
  readonly #later: ReadonlyMap<string, readonly Edge[]>;

  constructor(
    readonly kind: WeightKind,
    overlaps: readonly Overlap[],
  ) {
    const ofOld = sums(overlaps, ({ from }) => from);
    const ofNew = sums(overlaps, ({ to }) => to);
    const share = (amount: number, whole: number | undefined) => (whole ? amount / whole : 0);
    this.#earlier = edges(overlaps, ({ from, to, amount }) => [
      to,
      { to: from, weight: share(amount, ofOld.get(from.id)), part: share(amount, ofNew.get(to.id)) },
    ]);
    this.#later = edges(overlaps, ({ from, to, amount }) => [
      from,
      { to, weight: share(amount, ofNew.get(to.id)), part: share(amount, ofOld.get(from.id)) },
    ]);
  }

  /**
   * The areas of a day that an area of another day is made of, by code; empty where the lists do not tell. Over several
   * changes the shares are multiplied.
   */
  pieces(area: Area, day: string): readonly Piece[] {
    const isEarlier = area.validFrom !== null && day < area.validFrom;
    return [...this.#walk(area, day, isEarlier ? this.#earlier : this.#later).values()];
  }

  /** The areas that an area took shares of when it was drawn, by code. */
  before(area: Area): readonly Piece[] {
    return (this.#earlier.get(area.id) ?? []).map(({ to, weight, part }) => ({ area: to, weight, part }));
  }

  /** A way to an area leads through one time after the other, in one direction only, so it ends. */
  #walk(area: Area, day: string, next: ReadonlyMap<string, readonly Edge[]>): Map<string, Piece> {
    if (validOn(area, day)) return new Map([[area.id, { area, weight: 1, part: 1 }]]);
    const pieces = new Map<string, Piece>();
    for (const edge of next.get(area.id) ?? []) {
      for (const { area: found, weight, part } of this.#walk(edge.to, day, next).values()) {
        const other = pieces.get(found.id) ?? { weight: 0, part: 0 };
        pieces.set(found.id, {
          area: found,
          weight: other.weight + weight * edge.weight,
          part: other.part + part * edge.part,
        });
      }
    }
    return pieces;
  }
}

/** By area, which is always known and the last choice. */
export const AREA_WEIGHTS: Weights = new Weights('AREA', AREA_OVERLAPS);

function sums(overlaps: readonly Overlap[], side: (overlap: Overlap) => Area): Map<string, number> {
  const found = new Map<string, number>();
  for (const overlap of overlaps) {
    const { id } = side(overlap);
    found.set(id, (found.get(id) ?? 0) + overlap.amount);
  }
  return found;
}

function edges(overlaps: readonly Overlap[], edgeOf: (overlap: Overlap) => [Area, Edge]): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const overlap of overlaps) {
    const [area, edge] = edgeOf(overlap);
    const list = found.get(area.id);
    if (list) list.push(edge);
    else found.set(area.id, [edge]);
  }
  return found;
}

/** What stands for the area of a part of a commune where the list leaves the sliver out, in km2. */
const SLIVER = 0.01;

/**
 * How whole communes went into others. A FULL one went there wholly; how a PARTIAL one was split is not known, so it is split
 * as its district's area lies in the areas that it went into.
 */
export const COMMUNE_WEIGHTS: Weights = new Weights('AREA', communeOverlaps());

function communeOverlaps(): Overlap[] {
  const areas = new Map(AREA_OVERLAPS.map(({ from, to, amount }) => [`${from.id} ${to.id}`, amount]));
  return SUCCESSIONS.map(({ from, to, kind }) => ({
    from,
    to,
    amount: kind === 'FULL' ? 1 : (areas.get(`${from.parent} ${to.id}`) ?? SLIVER),
  }));
}
