import { type CatalogueIndicator, valueOfParts } from '../core/catalogue.js';
import type { SourceFigure } from '../core/figure.js';
import { formatNumber } from '../core/sources/sheet-number.js';
import type { RowNumber, RowReader } from './row.js';

type Numbers = Pick<SourceFigure, 'value' | 'numerator' | 'denominator' | 'status' | 'reason'>;

const BLANK: Numbers = { value: null, numerator: null, denominator: null, status: 'O', reason: 'BLANK_AT_SOURCE' };
const UNKNOWN: RowNumber = { value: null, cell: '', decimals: 0 };
/** Counts come out of a multiplication (thousands of people) whole but for the last bits. */
const HAIR = 1e-6;

/** The figure of one indicator in one row. What cannot be true (half a household, a printed rate that its counts do not
 * give) is a fault of the row's reader. */
export function checkedFigure(reader: RowReader, indicator: CatalogueIndicator): SourceFigure {
  const main = reader.number(indicator.code, indicator.kind === 'RATE' ? 'numerator' : 'value') ?? UNKNOWN;
  const numbers = indicator.kind === 'RATE' ? rateOf(reader, indicator, main) : amountOf(reader, indicator, main);
  const { document, period, issuedOn } = reader.body;
  return {
    indicator: indicator.code,
    area: reader.row.area.id,
    period: period.text,
    ...numbers,
    note: reader.note(indicator.code),
    document,
    place: reader.place(main.cell),
    publishedAt: issuedOn === null ? null : new Date(`${issuedOn}T00:00:00+07:00`).toISOString(),
  };
}

function amountOf(reader: RowReader, indicator: CatalogueIndicator, main: RowNumber): Numbers {
  if (main.value === null) return BLANK;
  const counted = indicator.kind === 'COUNT';
  if (counted && indicator.unit !== 'BILLION_VND') checkCount(reader, main);
  checkBounds(reader, indicator, main.value, main.cell);
  return { value: main.value, numerator: counted ? main.value : null, denominator: null, status: 'A', reason: null };
}

function rateOf(reader: RowReader, indicator: CatalogueIndicator, main: RowNumber): Numbers {
  const below = reader.number(indicator.code, 'denominator') ?? UNKNOWN;
  const printed = reader.number(indicator.code, 'rate');
  checkCount(reader, main);
  if (indicator.unit !== 'PER_10000') checkCount(reader, below);
  if (main.value === null || below.value === null) return { ...BLANK, numerator: main.value, denominator: below.value };
  const value = valueOfParts(indicator.unit, main.value, below.value);
  if (value === null) {
    if (main.value > 0)
      reader.fault(main.cell, 'tử số lớn hơn 0 mà mẫu số bằng 0', 'a count above a denominator of zero');
    return { value: null, numerator: main.value, denominator: below.value, status: 'M', reason: 'DOES_NOT_APPLY' };
  }
  checkBounds(reader, indicator, value, main.cell);
  if (printed?.value != null) checkRate(reader, printed, printed.value, value);
  return { value, numerator: main.value, denominator: below.value, status: 'A', reason: null };
}

function checkCount(reader: RowReader, { value, cell }: RowNumber): void {
  if (value === null || (value >= 0 && Math.abs(value - Math.round(value)) < HAIR)) return;
  reader.fault(cell, `"${value}" không phải là số đếm`, `"${value}" is not a count`);
}

function checkBounds(reader: RowReader, { minimum, maximum }: CatalogueIndicator, value: number, cell: string): void {
  if ((minimum !== null && value < minimum) || (maximum !== null && value > maximum + HAIR)) {
    const shown = formatNumber(value, 2);
    reader.fault(cell, `${shown} nằm ngoài khoảng cho phép ${minimum}..${maximum ?? ''}`, `${shown} is out of bounds`);
  }
}

/** A printed rate has to be its counts' rate, rounded to as many decimals as it is printed with. */
function checkRate(reader: RowReader, { cell, decimals }: RowNumber, printed: number, value: number): void {
  if (Math.abs(printed - value) <= 0.5 * 10 ** -decimals + HAIR) return;
  const shown = formatNumber(value, decimals);
  reader.fault(
    cell,
    `tỷ lệ không khớp với số đếm (tính ra ${shown})`,
    `the rate does not agree with its counts (${shown})`,
  );
}
