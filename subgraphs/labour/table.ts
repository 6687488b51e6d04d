import type { Area } from '../../schema/areas/areas.js';
import { fold } from '../core/fold.js';
import { cellAddress, type Sheet, type SheetCell } from '../core/sources/sheet-cell.js';
import { numberOfCell } from '../core/sources/sheet-number.js';
import { AMBIGUOUS_CODE, areaOfCode, areaOfName, isSubtotal } from './area-name.js';
import type { Form, FormColumn, FormFault } from './form.js';

/** Where the columns of a form stand in a sheet; rows and columns from 0. */
export interface TablePlace {
  readonly top: number;
  /** The last row of the headings. */
  readonly bottom: number;
  readonly name: number;
  readonly code: number | null;
  readonly columns: ReadonlyMap<FormColumn, number>;
}

/** One row of figures. */
export interface TableRow {
  readonly row: number;
  readonly area: Area;
}

/** Headings have at most so many levels. */
const LEVELS = 4;
const NUMBERING = /^\(?(?:[A-Z]|\d{1,2})\)?$/;

/** Finds the table of a form by its headings, merged or not. Names each heading that is missing or stands twice. */
export function locateTable(sheet: Sheet, form: Form): TablePlace | FormFault[] {
  const top = sheet.rows.findIndex((row) => row.some((cell) => cell && fold(cell.text) === fold(form.areaHeading)));
  if (top < 0) return [missingHeading(sheet, form.areaHeading)];
  const wanted = [form.areaHeading, ...form.columns.map((column) => column.heading)].map(fold);
  let bottom = top;
  let best: string[] = [];
  let most = 0;
  for (let last = top; last < Math.min(top + LEVELS, sheet.rows.length); last += 1) {
    const paths = headingPaths(sheet, top, last);
    const count = wanted.filter((heading) => paths.includes(heading)).length;
    if (count > most) [bottom, best, most] = [last, paths, count];
  }
  return placeBy(sheet, form, top, bottom, best);
}

function placeBy(
  sheet: Sheet,
  form: Form,
  top: number,
  bottom: number,
  paths: readonly string[],
): TablePlace | FormFault[] {
  const faults = new Map<string, FormFault>();
  const find = (heading: string, optional: boolean): number | null => {
    const at = paths.indexOf(fold(heading));
    const again = paths.indexOf(fold(heading), at + 1);
    if (at < 0 && !optional) faults.set(heading, missingHeading(sheet, heading));
    if (at >= 0 && again >= 0) {
      const text = { vi: `có hai cột "${heading}"`, en: `there are two columns "${heading}"` };
      faults.set(heading, { sheet: sheet.name, cell: cellAddress(bottom, again), text });
    }
    return at < 0 ? null : at;
  };
  const name = find(form.areaHeading, false) ?? 0;
  const code = form.codeHeading === null ? null : find(form.codeHeading, true);
  const columns = new Map<FormColumn, number>();
  for (const column of form.columns) {
    const at = find(column.heading, column.isOptional);
    if (at !== null) columns.set(column, at);
  }
  return faults.size > 0 ? [...faults.values()] : { top, bottom, name, code, columns };
}

/** The folded heading of each column over the heading rows, upper levels first. */
function headingPaths(sheet: Sheet, top: number, bottom: number): string[] {
  const width = Math.max(...sheet.rows.slice(top, bottom + 1).map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const levels: string[] = [];
    for (let row = top; row <= bottom; row += 1) {
      const text = fold(headingAt(sheet, row, column, bottom)?.text ?? '');
      if (text && text !== levels.at(-1)) levels.push(text);
    }
    return levels.join(' ');
  });
}

function headingAt(sheet: Sheet, row: number, column: number, bottom: number): SheetCell | null {
  const own = sheet.rows[row]?.[column] ?? null;
  if (own) return own;
  const merge = sheet.merges.find((m) => m.top <= row && row <= m.bottom && m.left <= column && column <= m.right);
  if (merge) return sheet.rows[merge.top]?.[merge.left] ?? null;
  // A CSV file has no merged cells: a blank heading above a lower one belongs to the one on its left.
  if (sheet.merges.length > 0 || row === bottom || column === 0 || !sheet.rows[bottom]?.[column]) return null;
  return headingAt(sheet, row, column - 1, bottom);
}

/** The rows of areas below the headings. A row with figures whose area is not known, or stands twice, is a fault. */
export function tableRows(sheet: Sheet, place: TablePlace): { rows: TableRow[]; faults: FormFault[] } {
  const rows: TableRow[] = [];
  const faults: FormFault[] = [];
  for (let row = place.bottom + 1; row < sheet.rows.length; row += 1) {
    const found = areaOfRow(sheet, place, row);
    if (!found) continue;
    if (!('level' in found)) faults.push(found);
    else if (rows.some(({ area }) => area === found)) {
      const text = { vi: `"${found.name.vi}" có hai dòng`, en: `${found.name.en} has two rows` };
      faults.push({ sheet: sheet.name, cell: cellAddress(row, place.name), text });
    } else rows.push({ row, area: found });
  }
  return { rows, faults };
}

function areaOfRow(sheet: Sheet, place: TablePlace, row: number): Area | FormFault | null {
  const cells = sheet.rows[row] ?? [];
  const name = cells[place.name]?.text ?? '';
  const code = place.code === null ? '' : (cells[place.code]?.text ?? '');
  const named = areaOfName(name);
  const coded = code === '' ? undefined : areaOfCode(code, named);
  const figures = [...place.columns.values()].some((column) => numberOfCell(cells[column]).kind === 'number');
  const fault = (column: number, vi: string, en: string): FormFault => ({
    sheet: sheet.name,
    cell: cellAddress(row, column),
    text: { vi, en },
  });
  if (named && coded && named !== coded && figures) {
    return fault(
      place.code ?? place.name,
      `mã "${code}" không phải của "${name}"`,
      `the code "${code}" is not that of "${name}"`,
    );
  }
  // A code that no area has: its row would be joined by name alone, which two sources may spell alike for two areas.
  if (named && figures && code !== '' && !coded && code !== AMBIGUOUS_CODE) {
    return fault(place.code ?? place.name, `không có mã "${code}"`, `there is no code "${code}"`);
  }
  const area = coded ?? named;
  if (area) return area;
  if (!figures || isSubtotal(name) || isNumbering(cells, row, place)) return null;
  return fault(place.name, `không rõ đơn vị "${name}"`, `the area "${name}" is not known`);
}

/** The row `A B 1 2 3` that forms have below their headings. */
function isNumbering(cells: readonly (SheetCell | null)[], row: number, place: TablePlace): boolean {
  return row === place.bottom + 1 && cells.every((cell) => !cell || NUMBERING.test(cell.text));
}

function missingHeading(sheet: Sheet, heading: string): FormFault {
  return {
    sheet: sheet.name,
    cell: null,
    text: { vi: `không thấy cột "${heading}"`, en: `there is no column "${heading}"` },
  };
}
