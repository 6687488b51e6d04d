import * as at from './columns.js';
import { Columns, type Indexes, type Kept, NUMBERS, TERMS, type Term } from './columns.js';
import type { Vintage } from './contract.js';
import { vintagesIn } from './recorded-figure.js';

/**
 * The columns with what was recorded after: of a cell the vintage that was recorded last stays. `markOf` tells what
 * figure-mark.ts does.
 */
export function columnsWith(
  before: Columns,
  vintages: readonly Vintage[],
  markOf: (vintage: Vintage) => number,
): Columns {
  if (vintages.length === 0) return before;
  const draft = new Draft(before, vintages);
  for (const vintage of vintages) draft.take(vintage, markOf(vintage));
  const made = draft.columns();
  return isWasteful(made.kept) ? tidied(made) : made;
}

/** Terms of figures that were replaced stay until they can be as many as those that are needed. */
function isWasteful({ shared, needed }: Kept): boolean {
  return shared.length > 2 * needed + 100;
}

function tidied(columns: Columns): Columns {
  const markOf = ({ area, period }: Vintage) => columns.mark(columns.row(area, period));
  return columnsWith(new Columns(columns.indicator, columns.axes), [...vintagesIn(columns)], markOf);
}

/** A copy of columns, with room for more. */
class Draft {
  readonly #width: number;
  readonly #grid: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #terms: Uint32Array;
  readonly #marks: Uint8Array;
  readonly #shared: Term[];
  readonly #indexes: Map<Term, number>;
  #size: number;

  constructor(
    private readonly before: Columns,
    news: readonly Vintage[],
  ) {
    const { areas, periods } = before.axes;
    const { kept, size } = before;
    let lines = kept.width === 0 ? 0 : kept.grid.length / kept.width;
    for (const { area, period } of news) {
      lines = Math.max(lines, areas.number(area) + 1);
      periods.number(period);
    }
    this.#width = periods.size;
    this.#grid = widened(kept, this.#width, lines);
    const room = size + news.length;
    this.#numbers = new Float64Array(room * NUMBERS);
    this.#numbers.set(kept.numbers);
    this.#terms = new Uint32Array(room * TERMS);
    this.#terms.set(kept.terms);
    this.#marks = new Uint8Array(room);
    this.#marks.set(kept.marks);
    this.#shared = [...kept.shared];
    this.#indexes = new Map(kept.shared.map((term, index) => [term, index]));
    this.#size = size;
  }

  take(vintage: Vintage, mark: number): void {
    const { areas, periods } = this.before.axes;
    const place = areas.number(vintage.area) * this.#width + periods.number(vintage.period);
    const known = (this.#grid[place] as number) - 1;
    if (known >= 0 && (this.#numbers[known * NUMBERS + at.POSITION] as number) > vintage.position) return;
    const row = known < 0 ? this.#size++ : known;
    this.#grid[place] = row + 1;
    this.#marks[row] = mark;
    this.#takeNumbers(row * NUMBERS, vintage);
    this.#takeTerms(row * TERMS, vintage);
  }

  columns(): Columns {
    const { indicator, axes, kept } = this.before;
    const size = this.#size;
    // A list that has grown has room for more.
    const shared = this.#shared.slice();
    return new Columns(indicator, axes, {
      width: this.#width,
      grid: packed(this.#grid, this.#grid.length, size),
      numbers: this.#numbers.slice(0, size * NUMBERS),
      terms: packed(this.#terms, size * TERMS, shared.length),
      shared,
      marks: this.#marks.slice(0, size),
      needed: this.before.size === 0 ? shared.length : kept.needed,
    });
  }

  #takeNumbers(from: number, { value, numerator, denominator, position }: Vintage): void {
    const numbers = this.#numbers;
    numbers[from + at.VALUE] = finite(value);
    numbers[from + at.NUMERATOR] = finite(numerator);
    numbers[from + at.DENOMINATOR] = finite(denominator);
    numbers[from + at.POSITION] = position;
  }

  #takeTerms(from: number, vintage: Vintage): void {
    const terms = this.#terms;
    const { place } = vintage;
    const space = place === null ? -1 : place.lastIndexOf(' ');
    terms[from + at.STATUS] = this.#index(vintage.status);
    terms[from + at.REASON] = this.#index(vintage.reason);
    terms[from + at.NOTE] = this.#index(vintage.note);
    terms[from + at.DOCUMENT] = this.#index(vintage.document);
    terms[from + at.PLACE] = this.#index(space < 0 ? place : (place as string).slice(0, space));
    terms[from + at.PLACE_END] = this.#index(space < 0 ? null : (place as string).slice(space + 1));
    terms[from + at.PUBLISHED_AT] = this.#index(vintage.publishedAt);
    terms[from + at.RECORDED_AT] = this.#index(vintage.recordedAt);
    terms[from + at.RELEASED] = this.#index(vintage.released);
  }

  #index(term: Term): number {
    const known = this.#indexes.get(term);
    if (known !== undefined) return known;
    const kept = typeof term === 'string' ? whole(term) : term;
    this.#indexes.set(kept, this.#shared.length);
    return this.#shared.push(kept) - 1;
  }
}

/** The text as one of its own: a piece that was cut out holds the text that it was cut out of. */
function whole(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/** What is no number at all comes back from the database as none. */
function finite(number: number | null): number {
  return number !== null && Number.isFinite(number) ? number : Number.NaN;
}

/** The grid with longer lines, and more of them. */
function widened({ grid, width }: Kept, newWidth: number, lines: number): Uint32Array {
  const made = new Uint32Array(newWidth * lines);
  for (let line = 0; line * width < grid.length; line += 1) {
    made.set(grid.subarray(line * width, (line + 1) * width), line * newWidth);
  }
  return made;
}

/** As narrow as the highest index allows. */
function packed(wide: Uint32Array, length: number, highest: number): Indexes {
  const used = wide.subarray(0, length);
  return highest > 0xffff ? used.slice() : new Uint16Array(used);
}
