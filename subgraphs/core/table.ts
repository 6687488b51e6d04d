import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SettingsFault } from './errors.js';
import type { TableFiles } from './table-files.js';

/** One row of a table file: its cells by column, trimmed, and its row number as a spreadsheet shows it. */
export interface TableRow<C extends string> {
  readonly row: number;
  readonly cells: Readonly<Record<C, string>>;
}

/** Collects faults of table files, so that all are named at once. */
export class Faults {
  readonly #list: string[] = [];

  /** Adds a fault in a cell: file, row as a spreadsheet shows it, column. */
  cell(file: string, row: number, column: string, fault: string): void {
    this.#list.push(`${file}, row ${row}, column ${column}: ${fault}`);
  }

  /** Adds a fault of a whole file. */
  file(file: string, fault: string): void {
    this.#list.push(`${file}: ${fault}`);
  }

  get list(): readonly string[] {
    return this.#list;
  }

  /** Throws a SettingsFault with every fault, if there is one. */
  throwIfAny(): void {
    if (this.#list.length > 0) throw new SettingsFault(this.#list);
  }
}

/** Largest table in bytes, and most rows of one: it is read by the process that answers questions. */
const MOST_BYTES = 10_000_000;
const MOST_ROWS = 100_000;

/**
 * Reads a CSV file (UTF-8, with or without BOM, first row: column names) that has exactly these columns, in any order.
 * What cannot be read is added to `faults`; then no rows are returned.
 */
export function readTable<C extends string>(path: string, columns: readonly C[], faults: Faults): TableRow<C>[] {
  return rowsOf(basename(path), () => recordsOf(bytesOf(path)), path, columns, faults);
}

/** Reads one of several table files, as readTable does, wherever they are kept. */
export function readTableOf<C extends string>(
  files: TableFiles,
  file: string,
  columns: readonly C[],
  faults: Faults,
): TableRow<C>[] {
  return rowsOf(file, () => recordsOf(files.text(file)), files.where, columns, faults);
}

/** The bytes of a table file. Throws when it cannot be read or is too large. */
export function bytesOf(path: string): Buffer {
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new RangeError(`${size} bytes, at most ${MOST_BYTES} are read`);
  return readFileSync(path);
}

/** The cells of a table's text, row by row, the header first. Throws when the text is no CSV, or has too many rows. */
export function recordsOf(text: string | Buffer): string[][] {
  const shape = { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true };
  const records: string[][] = parse(text, { ...shape, to: MOST_ROWS + 1 });
  if (records.length > MOST_ROWS) throw new RangeError(`more than ${MOST_ROWS} rows`);
  return records;
}

function rowsOf<C extends string>(
  file: string,
  read: () => string[][],
  where: string,
  columns: readonly C[],
  faults: Faults,
): TableRow<C>[] {
  let records: string[][];
  try {
    records = read();
  } catch (error) {
    faults.file(file, `cannot be read (${where}): ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  const [header = [], ...body] = records;
  if (!headerFits(file, header, columns, faults)) return [];
  const rows: TableRow<C>[] = [];
  body.forEach((record, index) => {
    const row = index + 2;
    if (record.every((cell) => cell === '')) return;
    if (record.length !== header.length) {
      faults.cell(file, row, header.at(-1) ?? '', `the row has ${record.length} cells, the header ${header.length}`);
      return;
    }
    rows.push({
      row,
      cells: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])) as Record<C, string>,
    });
  });
  return rows;
}

function headerFits(file: string, header: string[], columns: readonly string[], faults: Faults): boolean {
  const before = faults.list.length;
  for (const column of columns) if (!header.includes(column)) faults.cell(file, 1, column, 'the column is missing');
  header.forEach((name, i) => {
    if (!columns.includes(name)) faults.cell(file, 1, name, `unknown column; known are ${columns.join(', ')}`);
    else if (header.indexOf(name) !== i) faults.cell(file, 1, name, 'the column stands twice');
  });
  return faults.list.length === before;
}
