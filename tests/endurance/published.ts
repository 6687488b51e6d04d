/** A figure by its cell. */
export interface Cell {
  readonly indicator: string;
  /** Area id. */
  readonly area: string;
  readonly period: string;
}

/** A figure as the graph serves it. */
export interface Row {
  readonly area: { readonly id: string };
  readonly period: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly stale: boolean;
  readonly staleReason: string | null;
  readonly age: number;
  readonly provenance: { readonly retrievedAt: string } | null;
}

/** Epoch milliseconds from when on the numerator was so much more than at the beginning. */
interface Shift {
  readonly from: number;
  readonly by: number;
}

type Numbers = Pick<Row, 'value' | 'numerator' | 'denominator'>;

/** What binary fractions add to a rate. */
const HAIR = 1e-9;
/** Instants are told in milliseconds, ages in seconds. */
const ROUNDED_MS = 1;
const HALF_A_SECOND_MS = 500;

function cellName({ indicator, area, period }: Cell): string {
  return `${indicator} ${area} ${period}`;
}

/** What the sources have published, from when to when: what a right answer can hold. */
export class Published {
  readonly #first = new Map<string, Numbers>();
  readonly #shifts = new Map<string, Shift[]>();

  constructor(private readonly now: () => Date) {}

  /** Figures as they are at the beginning. */
  learn(indicator: string, rows: readonly Row[]): void {
    for (const { area, period, value, numerator, denominator } of rows) {
      this.#first.set(cellName({ indicator, area: area.id, period }), { value, numerator, denominator });
    }
  }

  /** From now on the numerator is so much more than at the beginning. */
  revise(cell: Cell, by: number): void {
    const shifts = this.#shifts.get(cellName(cell)) ?? [];
    shifts.push({ from: this.now().getTime(), by });
    this.#shifts.set(cellName(cell), shifts);
  }

  /** By how much the numerator is more than at the beginning. */
  shift(cell: Cell): number {
    return this.#shifts.get(cellName(cell))?.at(-1)?.by ?? 0;
  }

  /** The periods of an indicator's figures, ascending. */
  periods(indicator: string): string[] {
    const names = [...this.#first.keys()].map((name) => name.split(' '));
    return [...new Set(names.flatMap(([code, , period]) => (code === indicator ? [period ?? ''] : [])))].sort();
  }

  /** True for what is published now. */
  isNow(indicator: string, row: Row): boolean {
    const cell = { indicator, area: row.area.id, period: row.period };
    return this.#isAs(cell, this.shift(cell), row);
  }

  /**
   * What is wrong with a figure of an answer that was asked for and had come at these instants: it has to be one that the
   * source published at some time since it was last confirmed. Null when nothing is.
   */
  faultOf(indicator: string, row: Row, asked: number, come: number): string | null {
    const cell = { indicator, area: row.area.id, period: row.period };
    const confirmed = Date.parse(row.provenance?.retrievedAt ?? '');
    const told = () => `${cellName(cell)}: ${JSON.stringify(row)}`;
    if (row.stale !== (row.staleReason !== null)) return `${told()} is stale without a reason, or has one and is not`;
    const age = 1000 * row.age;
    const isAge = age >= asked - confirmed - HALF_A_SECOND_MS && age <= come - confirmed + HALF_A_SECOND_MS;
    if (!isAge) return `${told()} is not of its age`;
    const possible = this.#between(cell, confirmed - ROUNDED_MS, come + ROUNDED_MS);
    if (possible.some((by) => this.#isAs(cell, by, row))) return null;
    return `${told()} was never published since then; the numerator of ${JSON.stringify(this.#first.get(cellName(cell)))} moved by ${possible.join(', ')}`;
  }

  #between(cell: Cell, from: number, to: number): number[] {
    const shifts: Shift[] = [{ from: Number.NEGATIVE_INFINITY, by: 0 }, ...(this.#shifts.get(cellName(cell)) ?? [])];
    return shifts
      .filter((shift, i) => shift.from <= to && (shifts[i + 1]?.from ?? Number.POSITIVE_INFINITY) >= from)
      .map(({ by }) => by);
  }

  #isAs(cell: Cell, by: number, row: Numbers): boolean {
    const first = this.#first.get(cellName(cell));
    if (!first) return false;
    if (by === 0 || first.numerator === null || first.value === null) return isSame(first, row);
    const numerator = first.numerator + by;
    return isSame(
      { value: (first.value * numerator) / first.numerator, numerator, denominator: first.denominator },
      row,
    );
  }
}

function isSame(a: Numbers, b: Numbers): boolean {
  const near = (x: number | null, y: number | null) =>
    x === null || y === null ? x === y : Math.abs(x - y) <= HAIR * Math.max(1, Math.abs(x));
  return near(a.value, b.value) && a.numerator === b.numerator && near(a.denominator, b.denominator);
}
