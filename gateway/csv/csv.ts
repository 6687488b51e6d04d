import { tooLarge } from './refusal.js';
import type { Cell, Table } from './table.js';

/** Excel takes a file for UTF-8 only if it begins with this; without it, Vietnamese is garbled. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Some ten times the answers that people ask for; what is longer would take the memory of all others' answers. */
const MOST_CHARACTERS = 10_000_000;

/**
 * A table as CSV (RFC 4180): commas, CRLF, a header line, UTF-8 with a byte order mark. Numbers have a decimal point and
 * are not rounded. An empty cell is a null, "" an empty text. Throws TableRefused beyond ten million characters.
 */
export function csvOf({ columns, rows }: Table): string {
  let text = BYTE_ORDER_MARK + lineOf(columns.map(({ name }) => name));
  for (const row of rows) {
    text += lineOf(row);
    if (text.length > MOST_CHARACTERS) throw tooLarge(MOST_CHARACTERS, { en: 'characters', vi: 'ký tự' });
  }
  return text;
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

/**
 * What spreadsheets run as a formula: text that begins, perhaps behind spaces, with one of = + - @ (also in full width),
 * and text that begins with a tab or a line break, which they may drop first.
 */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** A text that looks like a formula gets an apostrophe in front, which spreadsheets read as "text". Numbers never do. */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
