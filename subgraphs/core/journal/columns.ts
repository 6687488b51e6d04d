import type { Axes } from './axes.js';

/** What many figures share: a text, the number of a release, nothing. */
export type Term = string | number | null;

/** The numbers of a row. */
export const VALUE = 0;
export const NUMERATOR = 1;
export const DENOMINATOR = 2;
export const POSITION = 3;
export const NUMBERS = 4;

/** The terms of a row. */
export const STATUS = 0;
export const REASON = 1;
export const NOTE = 2;
export const DOCUMENT = 3;
/** A place is kept as what is before its last space and what is behind it: each for itself is shared by many. */
export const PLACE = 4;
export const PLACE_END = 5;
export const PUBLISHED_AT = 6;
export const RECORDED_AT = 7;
export const RELEASED = 8;
export const TERMS = 9;

/** As narrow as the highest index allows. */
export type Indexes = Uint16Array | Uint32Array;

/** What is kept of the figures of a slice. */
export interface Kept {
  /** Places for periods in a line of the grid. */
  readonly width: number;
  /** A line for each area: the row of each period, counted from 1; 0 where there is none. */
  readonly grid: Indexes;
  /** Row by row; what is no number is NaN. */
  readonly numbers: Float64Array;
  /** Row by row, as indexes into `shared`. */
  readonly terms: Indexes;
  readonly shared: readonly Term[];
  /** Row by row: see figure-mark.ts. */
  readonly marks: Uint8Array;
  /** How many terms were shared when none of them was left over from a figure that was replaced. */
  readonly needed: number;
}

const NOTHING: Kept = {
  ...{ width: 0, grid: new Uint16Array(0), numbers: new Float64Array(0), terms: new Uint16Array(0) },
  ...{ shared: [null], marks: new Uint8Array(0), needed: 1 },
};

/**
 * The figures of a slice, in arrays: objects would take ten times as much. They never change; see columns-draft.ts for how
 * others are made of them.
 */
export class Columns {
  constructor(
    readonly indicator: string,
    readonly axes: Axes,
    readonly kept: Kept = NOTHING,
  ) {}

  /** How many rows there are. */
  get size(): number {
    return this.kept.marks.length;
  }

  /** The row of a cell; -1 where there is none. */
  row(areaId: string, text: string): number {
    return this.rowIn(this.place(text), areaId);
  }

  /** The place of a period in each line, for `rowIn`; -1 where it has none. */
  place(text: string): number {
    const period = this.axes.periods.find(text);
    // A period that came up later has no place in a line, and must not point into the next one.
    return period === undefined || period >= this.kept.width ? -1 : period;
  }

  /** The row of an area at the place of a period; -1 where there is none. */
  rowIn(place: number, areaId: string): number {
    if (place < 0) return -1;
    const { grid, width } = this.kept;
    const area = this.axes.areas.find(areaId);
    return area === undefined ? -1 : (grid[area * width + place] ?? 0) - 1;
  }

  /** All rows, each with its cell. */
  *rows(): Iterable<readonly [row: number, area: string, period: string]> {
    const { grid, width } = this.kept;
    const { areas, periods } = this.axes;
    for (const [place, row] of grid.entries()) {
      if (row > 0) yield [row - 1, areas.at(Math.floor(place / width)), periods.at(place % width)];
    }
  }

  number(row: number, which: number): number | null {
    const number = this.kept.numbers[row * NUMBERS + which] as number;
    return Number.isNaN(number) ? null : number;
  }

  term(row: number, which: number): Term {
    return this.kept.shared[this.kept.terms[row * TERMS + which] as number] as Term;
  }

  mark(row: number): number {
    return this.kept.marks[row] as number;
  }
}
