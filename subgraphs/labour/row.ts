import { cellAddress } from '../core/sources/sheet-cell.js';
import { numberOfCell } from '../core/sources/sheet-number.js';
import type { Body } from './filled-form.js';
import type { FormFault } from './form.js';
import { type ColumnPart, type FormColumn, placeOf } from './form.js';
import type { TableRow } from './table.js';

/** One number of a row, in the indicator's unit, with the cell that it stands in. */
export interface RowNumber {
  readonly value: number | null;
  readonly cell: string;
  /** How many decimals it is printed with. */
  readonly decimals: number;
}

/** Reads the cells of one row and collects what is wrong with them. */
export class RowReader {
  readonly #seen = new Set<string>();

  constructor(
    readonly body: Body,
    readonly row: TableRow,
    private readonly faults: FormFault[],
  ) {}

  /** The number in an indicator's column; null where the form has no such column. An unreadable cell is a fault. */
  number(indicator: string, part: ColumnPart): RowNumber | null {
    const found = this.#column(indicator, part);
    if (!found) return null;
    const { cell, address, column } = found;
    const read = numberOfCell(cell);
    if (read.kind === 'unreadable')
      this.fault(address, `"${cell?.text}" không phải là số`, `"${cell?.text}" is not a number`);
    const value = read.kind === 'number' ? scaled(read.value, column.multiplier) : null;
    return { value, cell: address, decimals: read.kind === 'number' ? read.decimals : 0 };
  }

  /** The remark in an indicator's column; null where there is none. */
  note(indicator: string): string | null {
    return this.#column(indicator, 'note')?.cell?.text ?? null;
  }

  place(cell: string): string | null {
    return placeOf(this.body.sheet.name, cell);
  }

  /** Adds a fault of a cell, once: two indicators may share a column. */
  fault(cell: string, vi: string, en: string): void {
    if (this.#seen.has(`${cell} ${en}`)) return;
    this.#seen.add(`${cell} ${en}`);
    this.faults.push({ sheet: this.body.sheet.name, cell, text: { vi, en } });
  }

  #column(indicator: string, part: ColumnPart) {
    const { sheet, place } = this.body;
    for (const [column, at] of place.columns) {
      if (!isOf(column, indicator, part)) continue;
      return { column, cell: sheet.rows[this.row.row]?.[at] ?? null, address: cellAddress(this.row.row, at) };
    }
    return null;
  }
}

/** Without the last bits that a multiplication by 0.001 leaves. */
function scaled(value: number, multiplier: number): number {
  return multiplier === 1 ? value : Number((value * multiplier).toPrecision(15));
}

function isOf(column: FormColumn, indicator: string, part: ColumnPart): boolean {
  return column.indicator === indicator && column.part === part;
}
