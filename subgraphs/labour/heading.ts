import type { Text } from '../core/catalogue.js';
import { fold } from '../core/fold.js';
import { type Period, periodOf } from '../core/period.js';
import { cellAddress, type Sheet } from '../core/sources/sheet-cell.js';
import type { Form } from './form.js';

/** What stands in one cell, folded, with its address. */
interface Line {
  readonly address: string;
  readonly folded: string;
}

/** What a form's heading says, or what is wrong with it. */
export type Said<T> = { readonly value: T } | { readonly cell: string | null; readonly fault: Text };

const TITLE_ROWS = 20;
const DATE = /ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})/;
const ENDS_IN_YEAR = /\d{4}\W*$/;
const CUMULATIVE = /\b(?:luy ke|cong don|tu dau nam|(?:den|het) (?:het )?thang \d)/;
const MONTHS = /\b(\d{1,2}) thang(?: (dau|cuoi))? nam (\d{4})/;
const QUARTERS = ['i', 'ii', 'iii', 'iv'];

/** The form that a sheet is, by the code in its corner or else by its title; undefined when it is none of ours. */
export function formOfSheet(sheet: Sheet, forms: readonly Form[]): Form | undefined {
  const lines = linesOf(sheet, TITLE_ROWS);
  const coded = forms.find((form) => {
    const code = new RegExp(`^(?:bieu|mau)(?: so)? ${fold(form.code)}\\b`);
    return lines.some((line) => code.test(line.folded));
  });
  return coded ?? forms.find((form) => lines.some((line) => line.folded.includes(fold(form.title))));
}

/**
 * The period that the heading above the table names: `Tháng 6 năm 2023`, `Quý II/2023`, `6 tháng đầu năm 2023`, `Năm 2023`. A line
 * "Kỳ báo cáo" wins over all others; a figure from January on ("11 tháng năm 2024", "lũy kế") is no period and is refused.
 */
export function periodOfHeading(sheet: Sheet, form: Form, tableRow: number): Said<Period> {
  const all = linesOf(sheet, tableRow).filter((line) => !isDateLine(line.folded));
  const stated = all.filter((line) => line.folded.startsWith('ky bao cao'));
  const found: { period: Period; cell: string }[] = [];
  for (const { folded, address } of stated.length > 0 ? stated : all) {
    const period = periodIn(folded);
    if (period === 'cumulative') return { cell: address, fault: CUMULATIVE_FAULT };
    if (period && form.frequencies.includes(period.frequency)) found.push({ period, cell: address });
  }
  const [first] = found;
  if (!first) return { cell: null, fault: NO_PERIOD };
  const other = found.find(({ period }) => period !== first.period);
  return other ? { cell: other.cell, fault: TWO_PERIODS } : { value: first.period };
}

/** The day in the line of place and date ("Hà Nội, ngày 05 tháng 7 năm 2023"), the last one if several; null without one. */
export function dayOfIssue(sheet: Sheet): Said<string | null> {
  let day: string | null = null;
  for (const line of linesOf(sheet, sheet.rows.length, ENDS_IN_YEAR)) {
    const match = isDateLine(line.folded) ? DATE.exec(line.folded) : null;
    if (!match) continue;
    const [, d = '', m = '', y = ''] = match;
    const text = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
    if (new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) !== text) return { cell: line.address, fault: NO_DAY };
    if (day === null || text > day) day = text;
  }
  return { value: day };
}

/** A line that holds nothing but a place and a date. */
function isDateLine(folded: string): boolean {
  return new RegExp(`^(?:[a-z ]{2,30} )?${DATE.source}$`).test(folded) && !/\b(?:den|tu|tinh) ngay/.test(folded);
}

function periodIn(line: string): Period | 'cumulative' | null {
  // A day in a sentence ("counted up to 30 June") says nothing about the period.
  const folded = line.replace(DATE, '');
  if (CUMULATIVE.test(folded)) return 'cumulative';
  const months = MONTHS.exec(folded);
  if (months) {
    const [, count, half, year] = months;
    return count === '6' && half ? periodOf('S', Number(year), half === 'dau' ? 1 : 2) : 'cumulative';
  }
  const month = /\bthang (\d{1,2})(?: nam)? (\d{4})/.exec(folded);
  if (month)
    return Number(month[1]) >= 1 && Number(month[1]) <= 12 ? periodOf('M', Number(month[2]), Number(month[1])) : null;
  const quarter = /\bquy (i|ii|iii|iv|[1-4])(?: nam)? (\d{4})/.exec(folded);
  if (quarter) {
    const part = QUARTERS.indexOf(quarter[1] ?? '') + 1 || Number(quarter[1]);
    return periodOf('Q', Number(quarter[2]), part);
  }
  const year = /\bnam (\d{4})/.exec(folded);
  return year ? periodOf('A', Number(year[1]), 1) : null;
}

/** The texts of the first rows, of those that match; numbers are none. */
function linesOf(sheet: Sheet, rows: number, matching = /./): Line[] {
  return sheet.rows
    .slice(0, rows)
    .flatMap((row, r) =>
      row.flatMap((cell, c) =>
        cell && cell.number === null && matching.test(cell.text)
          ? [{ address: cellAddress(r, c), folded: fold(cell.text) }]
          : [],
      ),
    );
}

const CUMULATIVE_FAULT = {
  vi: 'số lũy kế từ đầu năm không phải số của một kỳ; hãy ghi số của riêng kỳ báo cáo',
  en: 'a figure cumulated from January is not the figure of a period',
};
const NO_PERIOD = {
  vi: 'không thấy kỳ báo cáo ở phần tiêu đề (ví dụ "Tháng 6 năm 2023", "6 tháng đầu năm 2023", "Năm 2023")',
  en: 'the heading names no period of this form',
};
const TWO_PERIODS = { vi: 'phần tiêu đề nêu hai kỳ khác nhau', en: 'the heading names two different periods' };
const NO_DAY = { vi: 'ngày ký không có trong lịch', en: 'the date line is not a day of the calendar' };
