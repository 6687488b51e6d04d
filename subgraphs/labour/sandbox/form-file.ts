import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type Row } from 'write-excel-file/node';
import type { Grid, GridCell } from './grid.js';

/** Writes a form as a workbook of one sheet. */
export async function writeWorkbook(path: string, sheet: string, grid: Grid): Promise<void> {
  await writeExcelFile(
    grid.map((row) => row.map(excelCell)),
    { sheet, columns: [{ width: 6 }, { width: 26 }] },
  ).toFile(path);
}

/** Writes a form as spreadsheets save CSV in Vietnam: with BOM, separated by semicolons, merged cells as one and blanks. */
export async function writeCsv(path: string, grid: Grid): Promise<void> {
  const rows = grid.map((row) => row.map((cell) => cell?.show ?? ''));
  const width = Math.max(...rows.map((row) => row.length));
  const even = rows.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  await writeFile(path, stringify(even, { bom: true, delimiter: ';' }));
}

function excelCell(cell: GridCell | null): Row[number] {
  if (!cell) return null;
  return {
    value: cell.show,
    type: typeof cell.show === 'number' ? Number : String,
    ...(cell.down ? { rowSpan: cell.down } : {}),
    ...(cell.across && cell.across > 1 ? { columnSpan: cell.across } : {}),
    ...(cell.bold ? { fontWeight: 'bold' as const } : {}),
  };
}
