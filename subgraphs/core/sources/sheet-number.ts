import type { SheetCell } from './sheet-cell.js';

/** What a cell says where a number is expected. */
export type NumberCell =
  | { readonly kind: 'number'; readonly value: number; readonly decimals: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' };

const NONE = /^(?:[-\u2010-\u2015]|\.{2,}|…)?$/u;
/** Thousands in groups of three, by points or (narrow, unbreakable) spaces, then a comma and decimals; or digits alone. */
const NUMBER = /^([-\u2212]?)(\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+)(?:,(\d+))?\s?%?$/u;
/** More digits than a sum of roundings needs; a computed rate in a workbook has fifteen. */
const MOST_DECIMALS = 6;

/**
 * The number of a cell. A text is read in Vietnamese writing only: `1.234,5`. What could be meant in two ways (`12.5`,
 * `0.095`) is unreadable rather than guessed. Blank, `-` and `…` are none: no figure, which is never 0.
 */
export function numberOfCell(cell: SheetCell | null | undefined): NumberCell {
  if (!cell) return { kind: 'none' };
  if (cell.number !== null) {
    const value = cell.text.endsWith('%') ? cell.number * 100 : cell.number;
    return { kind: 'number', value, decimals: decimalsOf(value) };
  }
  return parseNumber(cell.text);
}

/** The number of a text in Vietnamese writing; see `numberOfCell`. */
export function parseNumber(text: string): NumberCell {
  const trimmed = text.trim();
  if (NONE.test(trimmed)) return { kind: 'none' };
  const match = NUMBER.exec(trimmed);
  if (!match) return { kind: 'unreadable' };
  const [, sign, whole = '', decimals = ''] = match;
  const value = Number(`${whole.replace(/[.\s]/gu, '')}.${decimals || '0'}`);
  return { kind: 'number', value: sign ? -value : value, decimals: decimals.length };
}

/** A number in Vietnamese writing with a fixed number of decimals: 1234.5 with one decimal is `1.234,5`. */
export function formatNumber(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${value < 0 ? '-' : ''}${grouped}${rest ? `,${rest}` : ''}`;
}

function decimalsOf(value: number): number {
  for (let d = 0; d < MOST_DECIMALS; d += 1) if (Math.abs(value - Number(value.toFixed(d))) < 1e-9) return d;
  return MOST_DECIMALS;
}
