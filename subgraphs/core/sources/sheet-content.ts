import { read, type WorkSheet } from '@e965/xlsx';
import type { Sheet, SheetCell } from './sheet-cell.js';
import { rowsOfCsv } from './sheet-csv.js';
import { SheetFault, tooLarge } from './sheet-fault.js';
import type { SheetLimits } from './sheet-limits.js';
import { checkZip } from './sheet-zip.js';

/** The sheets of a file by its bytes and extension (.xlsx or .csv). Throws SheetFault when they cannot be read. */
export function readSheets(bytes: Buffer, extension: string, limits: SheetLimits): Sheet[] {
  if (bytes.length > limits.fileBytes) throw tooLarge(`${bytes.length} byte > ${limits.fileBytes}`);
  const sheets = extension === '.csv' ? [csvSheet(bytes, limits)] : workbookSheets(bytes, limits);
  const cells = sheets.reduce((sum, s) => sum + s.rows.reduce((n, row) => n + row.length, 0), 0);
  const rows = Math.max(0, ...sheets.map((sheet) => sheet.rows.length));
  if (cells > limits.cells) throw tooLarge(`${cells} ô/cells > ${limits.cells}`);
  if (rows > limits.rows) throw tooLarge(`${rows} dòng/rows > ${limits.rows}`);
  return sheets;
}

function csvSheet(bytes: Buffer, limits: SheetLimits): Sheet {
  const rows = rowsOfCsv(bytes, limits.rows + 1).map((row) =>
    row.map((field): SheetCell | null => (field === '' ? null : { text: field, number: null })),
  );
  return { name: null, rows, merges: [] };
}

function workbookSheets(bytes: Buffer, limits: SheetLimits): Sheet[] {
  checkZip(bytes, limits.unpackedBytes);
  try {
    // Dates stay dates: a figure that Excel turned into one ("1.5") must not come out as a serial number.
    const book = read(bytes, {
      type: 'buffer',
      dense: true,
      cellDates: true,
      cellHTML: false,
      sheetRows: limits.rows + 1,
    });
    return book.SheetNames.map((name) => sheetOf(name, book.Sheets[name] ?? {}));
  } catch (cause) {
    throw new SheetFault({ vi: 'sổ tính hỏng, không mở được', en: 'the workbook is damaged' }, false, { cause });
  }
}

function sheetOf(name: string, sheet: WorkSheet): Sheet {
  const rows = Array.from(sheet['!data'] ?? [], (row) => Array.from(row ?? [], (cell) => cellOf(cell)));
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c }));
  return { name, rows, merges };
}

function cellOf(cell: { t: string; v?: unknown; w?: string; f?: string } | undefined): SheetCell | null {
  if (!cell) return null;
  if (cell.t === 'n' && typeof cell.v === 'number') return { text: cell.w?.trim() ?? String(cell.v), number: cell.v };
  // A formula that was never computed has no value: shown as its formula, it is refused where a number is expected.
  const text = cell.v === undefined && cell.f ? `=${cell.f}` : (cell.w ?? String(cell.v ?? '')).trim();
  return text === '' ? null : { text, number: null };
}
