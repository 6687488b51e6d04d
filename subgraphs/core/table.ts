import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SettingsFault } from './errors.js';

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

/**
 * Reads a CSV file (UTF-8, with or without BOM, first row: column names) that has exactly these columns, in any order.
 * What cannot be read is added to `faults`; then no rows are returned.
 */
export function readTable<C extends string>(path: string, columns: readonly C[], faults: Faults): TableRow<C>[] {
  const file = basename(path);
  let records: string[][];
  try {
    records = parse(readFileSync(path), { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true });
  } catch (error) {
    faults.file(file, `cannot be read (${path}): ${error instanceof Error ? error.message : String(error)}`);
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
