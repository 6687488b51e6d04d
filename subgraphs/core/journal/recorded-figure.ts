import type { Confidentiality } from '../disclosure/masked.js';
import type { MissingReason, ObservationStatus } from '../figure.js';
import type { PrintedParts } from '../sample/published.js';
import * as at from './columns.js';
import type { Vintage } from './contract.js';
import { confidentialityOf, sampleOf } from './figure-mark.js';
import type { Figure, FigureReader } from './served.js';

/** What was recorded last of a cell, read from its slice's columns. A copy by `{ ...figure }` has none of its properties. */
class RecordedFigure implements Vintage {
  constructor(
    protected readonly columns: at.Columns,
    protected row: number,
    public area: string,
    public period: string,
  ) {}

  /** Makes it the figure of another cell. */
  moveTo(row: number, area: string, period: string): this {
    this.row = row;
    this.area = area;
    this.period = period;
    return this;
  }

  get indicator(): string {
    return this.columns.indicator;
  }

  get value(): number | null {
    return this.columns.number(this.row, at.VALUE);
  }

  get numerator(): number | null {
    return this.columns.number(this.row, at.NUMERATOR);
  }

  get denominator(): number | null {
    return this.columns.number(this.row, at.DENOMINATOR);
  }

  get status(): ObservationStatus {
    return this.columns.term(this.row, at.STATUS) as ObservationStatus;
  }

  get reason(): MissingReason | null {
    return this.columns.term(this.row, at.REASON) as MissingReason | null;
  }

  get note(): string | null {
    return this.columns.term(this.row, at.NOTE) as string | null;
  }

  get document(): string | null {
    return this.columns.term(this.row, at.DOCUMENT) as string | null;
  }

  get place(): string | null {
    const begin = this.columns.term(this.row, at.PLACE) as string | null;
    const end = this.columns.term(this.row, at.PLACE_END);
    return end === null ? begin : `${begin} ${end}`;
  }

  get publishedAt(): string | null {
    return this.columns.term(this.row, at.PUBLISHED_AT) as string | null;
  }

  get recordedAt(): string {
    return this.columns.term(this.row, at.RECORDED_AT) as string;
  }

  get released(): number | null {
    return this.columns.term(this.row, at.RELEASED) as number | null;
  }

  get position(): number {
    return this.columns.number(this.row, at.POSITION) as number;
  }
}

/** A figure that is shown. */
class ShownFigure extends RecordedFigure implements Figure {
  get sample(): PrintedParts {
    return sampleOf(this.columns.mark(this.row));
  }

  get confidentiality(): Confidentiality {
    return confidentialityOf(this.columns.mark(this.row));
  }
}

/** A figure that is withheld: as `masked` would have it. */
class WithheldFigure extends ShownFigure {
  override get value(): null {
    return null;
  }

  override get numerator(): null {
    return null;
  }

  override get denominator(): null {
    return null;
  }

  override get note(): null {
    return null;
  }

  override get status(): ObservationStatus {
    return 'Q';
  }

  override get reason(): MissingReason {
    return 'SUPPRESSED';
  }
}

/** Makes of each figure that is read the next one. */
export class ColumnsReader implements FigureReader {
  #shown: ShownFigure | null = null;
  #withheld: WithheldFigure | null = null;

  constructor(private readonly columns: at.Columns) {}

  place(text: string): number {
    return this.columns.place(text);
  }

  of(areaId: string, place: number): Figure | undefined {
    const { columns } = this;
    const row = columns.rowIn(place, areaId);
    if (row < 0) return undefined;
    const text = columns.axes.periods.at(place);
    if (isShown(columns, row)) {
      this.#shown ??= new ShownFigure(columns, row, areaId, text);
      return this.#shown.moveTo(row, areaId, text);
    }
    this.#withheld ??= new WithheldFigure(columns, row, areaId, text);
    return this.#withheld.moveTo(row, areaId, text);
  }
}

/** What was recorded last of a cell. */
export function vintageIn(columns: at.Columns, areaId: string, text: string): Vintage | undefined {
  const row = columns.row(areaId, text);
  return row < 0 ? undefined : new RecordedFigure(columns, row, areaId, text);
}

/** What was recorded last of every cell. */
export function* vintagesIn(columns: at.Columns): Iterable<Vintage> {
  for (const [row, area, period] of columns.rows()) yield new RecordedFigure(columns, row, area, period);
}

/** As what a cell is served: never a number or a note of one that is withheld. */
export function figureIn(columns: at.Columns, areaId: string, text: string): Figure | undefined {
  const row = columns.row(areaId, text);
  if (row < 0) return undefined;
  return isShown(columns, row)
    ? new ShownFigure(columns, row, areaId, text)
    : new WithheldFigure(columns, row, areaId, text);
}

function isShown(columns: at.Columns, row: number): boolean {
  return confidentialityOf(columns.mark(row)) === 'F';
}
