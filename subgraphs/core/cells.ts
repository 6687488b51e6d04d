import type { Text } from './catalogue.js';
import { type Period, parsePeriod } from './period.js';
import { type Faults, readTableOf, type TableRow } from './table.js';
import type { TableFiles } from './table-files.js';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/** Reads the cells of one row and names what is wrong with them, instead of stopping at the first fault. */
export class Cells<C extends string> {
  constructor(
    private readonly file: string,
    private readonly source: TableRow<C>,
    private readonly faults: Faults,
  ) {}

  /** The row's number as a spreadsheet shows it. */
  get row(): number {
    return this.source.row;
  }

  fault(column: C, text: string): void {
    this.faults.cell(this.file, this.source.row, column, text);
  }

  /** The cell's text; null when it is empty: unknown is never a word of ours. */
  optional(column: C): string | null {
    return this.source.cells[column] || null;
  }

  /** The text of a cell that must not be empty. */
  text(column: C): string {
    const text = this.source.cells[column];
    if (!text) this.fault(column, 'the cell is empty');
    return text;
  }

  /** A text in both languages, neither of them empty. */
  both(vi: C, en: C): Text {
    return { vi: this.text(vi), en: this.text(en) };
  }

  /** A text in both languages or in none. */
  optionalBoth(vi: C, en: C): Text | null {
    return this.optional(vi) === null && this.optional(en) === null ? null : this.both(vi, en);
  }

  oneOf<T extends string>(column: C, allowed: readonly T[]): T | null {
    const text = this.text(column);
    const found = allowed.find((word) => word === text) ?? null;
    if (text && !found) this.fault(column, `"${text}" is none of ${allowed.join(', ')}`);
    return found;
  }

  /** What a lookup finds for the cell's code; null (and a fault) when it finds nothing. */
  known<T>(column: C, what: string, find: (code: string) => T | undefined): T | null {
    const code = this.text(column);
    return code ? this.lookUp(column, code, what, find) : null;
  }

  /** What a lookup finds for each of the cell's codes, separated by semicolons; none for an empty cell. */
  knownList<T>(column: C, what: string, find: (code: string) => T | undefined): T[] {
    const codes = this.optional(column)?.split(';') ?? [];
    return codes.flatMap((code) => this.lookUp(column, code.trim(), what, find) ?? []);
  }

  /** `yes` or nothing. */
  yes(column: C): boolean {
    return this.shaped(column, /^yes$/, '"yes" or empty', () => true) ?? false;
  }

  /** A number written with a point and without separators; null when the cell is empty. */
  number(column: C): number | null {
    return this.shaped(column, NUMBER, 'a number (write 1234.5)', Number);
  }

  /** A whole number from 0; null when the cell is empty. */
  whole(column: C): number | null {
    return this.shaped(column, /^\d+$/, 'a whole number', Number);
  }

  /** A day that the calendar has; null when the cell is empty. */
  date(column: C): string | null {
    const date = this.shaped(column, DATE, 'a day (write 2023-06-30)', (text) => text);
    const real = date === null || new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
    if (!real) this.fault(column, `"${date}" is not in the calendar`);
    return real ? date : null;
  }

  /** A month as the period of that month; null when the cell is empty. */
  month(column: C): Period | null {
    return this.shaped(column, MONTH, 'a month (write 2023-06)', parsePeriod);
  }

  /** A period; null (and a fault) when the cell holds none. */
  period(column: C): Period | null {
    const text = this.text(column);
    const found = parsePeriod(text);
    if (text && !found) this.fault(column, `"${text}" is not a period (write 2023, 2023-S1, 2023-Q2 or 2023-06)`);
    return found;
  }

  private lookUp<T>(column: C, code: string, what: string, find: (code: string) => T | undefined): T | null {
    const found = find(code) ?? null;
    if (found === null) this.fault(column, `"${code}" is not ${what}`);
    return found;
  }

  private shaped<T>(column: C, form: RegExp, what: string, read: (text: string) => T): T | null {
    const text = this.optional(column);
    if (text === null) return null;
    if (form.test(text)) return read(text);
    this.fault(column, `"${text}" is not ${what}`);
    return null;
  }
}

/** Reads a file that need not be there, as readRows does. */
export function readRowsIfAny<C extends string>(
  files: TableFiles,
  file: string,
  columns: readonly C[],
  key: readonly C[],
  faults: Faults,
): Cells<C>[] {
  return files.has(file) ? readRows(files, file, columns, key, faults) : [];
}

/** Reads one of several files row by row; rows that share their key with an earlier one are named as faults. */
export function readRows<C extends string>(
  files: TableFiles,
  file: string,
  columns: readonly C[],
  key: readonly C[],
  faults: Faults,
): Cells<C>[] {
  const seen = new Map<string, number>();
  return readTableOf(files, file, columns, faults).map((row) => {
    const name = key.map((column) => row.cells[column]).join(' ');
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      faults.cell(file, row.row, key[0] ?? '', `"${name}" stands in row ${earlier} already`);
    }
    seen.set(name, earlier ?? row.row);
    return new Cells(file, row, faults);
  });
}
