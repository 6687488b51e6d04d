import { type Area, CITY, validOn } from '../../schema/areas/areas.js';
import type { CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import { PASSING, type PassingList } from './execution/passing.js';
import type { Figure, FigureReader, ServedSlice } from './journal/served.js';
import { type Asked, refuseTooMuch, type Slices, slicesFor } from './observation-slices.js';
import { canMove, movedFigure, Observation, type OfPeriod, ofPeriod, type Reading } from './observations.js';
import type { OwnerContext } from './owner.js';

/**
 * Observations of one indicator, all in one load; at once where the figures are fresh in memory. What a source says of a period
 * that has not ended is no figure yet, and what it counted by place in an area that did not stand is one on other boundaries.
 * Throws BadUserInput when more is asked than one field answers.
 */
export function observe(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  asked: Asked,
): Iterable<Observation> | Promise<Iterable<Observation>> {
  refuseTooMuch(asked);
  const observed = (slices: Slices) =>
    observations(context, { indicator, slices, moment, boundaries: asked.boundaries }, asked);
  const slices = slicesFor(context, moment, indicator, asked);
  return slices instanceof Promise ? slices.then(observed) : observed(slices);
}

function observations(
  { turns, call }: OwnerContext,
  reading: Reading,
  asked: Asked,
): Iterable<Observation> | Promise<Iterable<Observation>> {
  // To find that a figure cannot be moved takes as long as to move it, and a list of what exists passes over very many.
  const movesMany = !asked.periodsNamed && asked.areas.some((area) => area !== CITY && canMove(area, asked.boundaries));
  if (movesMany) return turns.collect(call, new Observing(reading, asked).cells(), call.signal);
  // Made when they are asked for, one after the other: a hundred thousand of them are never there at the same time.
  const list: PassingList<Observation> = {
    [Symbol.iterator]: () => new Observing(reading, asked),
    [PASSING]: () => new Observing(reading, asked, true),
  };
  return list;
}

/**
 * Makes the observations of a reading, area by area. By hand and not as a generator, which leaves an object behind for each:
 * what `next` gives is the same object every time, and where they are passing its value is too.
 */
class Observing implements Iterator<Observation> {
  readonly #periods: readonly OfPeriod[];
  /** Of each period, where the observations are passing: what reads its figures, and where they are. */
  readonly #readers: readonly FigureReader[] | null;
  readonly #places: readonly number[];
  /** The one that is passing. */
  #passing: Observation | null = null;
  #result: IteratorYieldResult<Observation> | null = null;
  #area = -1;
  #period = 0;
  #place: { area: Area; readonly asOf: string | null };
  #mayMove = false;

  constructor(
    private readonly reading: Reading,
    private readonly asked: Asked,
    isPassing = false,
  ) {
    this.#periods = asked.periods.map((p) => ofPeriod(reading, p));
    this.#readers = isPassing ? readersOf(this.#periods) : null;
    this.#places = this.#periods.map(({ p }, i) => this.#readers?.[i]?.place(p.text) ?? -1);
    this.#period = this.#periods.length;
    this.#place = { area: CITY, asOf: reading.moment.asOf };
  }

  next(): IteratorResult<Observation> {
    for (;;) {
      const value = this.#next();
      if (value === undefined) return { done: true, value };
      if (value === null) continue;
      if (this.#result) this.#result.value = value;
      else this.#result = { done: false, value };
      return this.#result;
    }
  }

  /** All cells that are asked, null where a list does not hold one. */
  *cells(): Generator<Observation | null> {
    for (let cell = this.#next(); cell !== undefined; cell = this.#next()) yield cell;
  }

  /** Of the next cell; undefined when there is none left. */
  #next(): Observation | null | undefined {
    if (this.#period === this.#periods.length && !this.#nextArea()) return undefined;
    return this.#observation(this.#period++);
  }

  /** False when there is none left, or no period of it. */
  #nextArea(): boolean {
    const area = this.asked.areas[++this.#area];
    if (area === undefined || this.#periods.length === 0) return false;
    this.#period = 0;
    if (this.#readers) this.#place.area = area;
    else this.#place = { area, asOf: this.#place.asOf };
    this.#mayMove = canMove(area, this.reading.boundaries);
    return true;
  }

  /** Null where a list does not hold what does not exist. */
  #observation(period: number): Observation | null {
    const common = this.#periods[period] as OfPeriod;
    const { p, day, ended } = common;
    const { area } = this.#place;
    const { areasNamed, periodsNamed } = this.asked;
    const stands = validOn(area, day);
    // The city's own figure is never moved where it is asked for as reported, and most are there.
    const isReported = area === CITY && this.reading.boundaries === null;
    const own = isReported && ended && stands ? this.#figure(period) : null;
    const moved = this.#mayMove && own === null ? movedFigure(this.reading, area, p) : null;
    const figure = own ?? (moved === null && ended && stands ? this.#figure(period) : null);
    // A list without named periods holds what exists.
    const exists = moved === null ? figure !== null : moved.value !== null;
    if (!exists && !(periodsNamed && (moved !== null || areasNamed || stands))) return null;
    if (this.#passing) return this.#passing.moveTo(this.#place, common, figure, moved);
    const made = new Observation(this.reading, 'value', this.#place, common, figure, moved);
    if (this.#readers) this.#passing = made;
    return made;
  }

  /** What the slice has of the area in a period. */
  #figure(period: number): Figure | null {
    const { id } = this.#place.area;
    const reader = this.#readers?.[period];
    if (reader) return reader.of(id, this.#places[period] as number) ?? null;
    const { slice, p } = this.#periods[period] as OfPeriod;
    return slice.get(id, p.text) ?? null;
  }
}

/** One for all periods of a slice that follow each other. */
function readersOf(periods: readonly OfPeriod[]): readonly FigureReader[] {
  let before: { readonly slice: ServedSlice; readonly reader: FigureReader } | null = null;
  return periods.map(({ slice }) => {
    if (before?.slice !== slice) before = { slice, reader: slice.reader() };
    return before.reader;
  });
}
