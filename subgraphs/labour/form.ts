import type { Text } from '../core/catalogue.js';
import type { Frequency, Period } from '../core/period.js';

/** Which number of an indicator a column holds; `rate` is a printed rate, checked against its parts and not served. */
export type ColumnPart = 'value' | 'numerator' | 'denominator' | 'rate' | 'note';

/** One column of a form that the mapping names. */
export interface FormColumn {
  readonly indicator: string;
  readonly part: ColumnPart;
  /** The heading as it stands in the form; the levels of a merged heading are separated by ` / `. */
  readonly heading: string;
  /** What a number of the column is multiplied by to be in the indicator's unit. */
  readonly multiplier: number;
  /** Whether a form may lack it: a printed rate, a remark, and the parts by sex, say. */
  readonly isOptional: boolean;
}

/** A form of the department, as the mapping describes it. */
export interface Form {
  /** The code in its corner: 01/VL. */
  readonly code: string;
  readonly title: string;
  /** How often it is filled, the usual one first. */
  readonly frequencies: readonly Frequency[];
  readonly areaHeading: string;
  /** Heading of the column with the area's official code; null for a form without one. */
  readonly codeHeading: string | null;
  readonly columns: readonly FormColumn[];
}

/** What is wrong in a file, and where. */
export interface FormFault {
  /** Null for a CSV file and for a file that cannot be opened. */
  readonly sheet: string | null;
  readonly cell: string | null;
  readonly text: Text;
}

/** `Biểu 01!D12`, as spreadsheets write it; only the cell for a CSV file. */
export function placeOf(sheet: string | null, cell: string | null): string | null {
  return [sheet, cell].filter(Boolean).join('!') || null;
}

/** A fault in one line, Vietnamese first. */
export function faultLine(file: string, { sheet, cell, text }: FormFault): string {
  return `${[file, placeOf(sheet, cell)].filter(Boolean).join(', ')}: ${text.vi} / ${text.en}`;
}

/** Names a form and period: two files that fill the same replace each other. */
export function filledKey(form: Form, period: Period): string {
  return `${form.code}|${period.text}`;
}
