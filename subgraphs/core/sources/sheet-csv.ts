import { parse } from 'csv-parse/sync';
import { SheetFault } from './sheet-fault.js';

const DELIMITERS = [';', '\t', ','] as const;

/**
 * The rows of a CSV file as spreadsheets save it: UTF-8 with or without BOM, or UTF-16 with one; separated by `;`, tab or
 * `,`; no more than so many. Fields are trimmed. Throws SheetFault for other encodings and broken quoting.
 */
export function rowsOfCsv(bytes: Buffer, atMost: number): string[][] {
  const text = decode(bytes);
  try {
    // Empty lines stay, so that a row's number is the one that a spreadsheet shows.
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: atMost,
      trim: true,
    });
  } catch (cause) {
    throw new SheetFault({ vi: 'tệp CSV hỏng (dấu ngoặc kép)', en: 'the CSV file is damaged (quotes)' }, false, {
      cause,
    });
  }
}

function decode(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SheetFault(
      { vi: 'tệp CSV không phải UTF-8; hãy lưu dạng "CSV UTF-8"', en: 'the CSV file is not UTF-8' },
      false,
      { cause },
    );
  }
}

/** The first delimiter that stands on at least a third of the lines: decimal commas and titles have commas too. */
function delimiterOf(text: string): string {
  const lines = text
    .replace(/"[^"]*"/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const common = DELIMITERS.find(
    (delimiter) => 3 * lines.filter((line) => line.includes(delimiter)).length >= lines.length,
  );
  return common ?? ';';
}
