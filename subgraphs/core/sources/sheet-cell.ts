/** One cell that is not empty. */
export interface SheetCell {
  /** As shown, trimmed; of a number in a workbook in the workbook's own format. */
  readonly text: string;
  /** The number of a numeric cell; null for text, dates, truth values and errors. */
  readonly number: number | null;
}

/** A merged range, rows and columns from 0, ends included. */
interface SheetRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One sheet as plain cells: `rows[row][column]`, both from 0; null where a cell is empty. */
export interface Sheet {
  /** Null for a CSV file, which has no sheets. */
  readonly name: string | null;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  readonly merges: readonly SheetRange[];
}

/** The address of a cell as spreadsheets show it, row and column from 0: `D12` is (11, 3). */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let n = column; n >= 0; n = Math.floor(n / 26) - 1) letters = String.fromCharCode(65 + (n % 26)) + letters;
  return `${letters}${row + 1}`;
}
