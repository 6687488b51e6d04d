import { CITY, partsOfCity } from '../../schema/areas/areas.js';
import { lastDay } from '../core/period.js';
import { cellAddress } from '../core/sources/sheet-cell.js';
import { formatNumber, numberOfCell } from '../core/sources/sheet-number.js';
import type { Body } from './filled-form.js';
import type { FormFault } from './form.js';
import type { TableRow } from './table.js';

/**
 * Compares the total row with the rows of the districts, column by column of counts. A form whose parts do not add up to
 * its total is refused: nobody can say which of them is wrong. Parts may stay below the total while a district is blank.
 */
export function totalFaults(body: Body, rows: readonly TableRow[]): FormFault[] {
  const total = rows.find(({ area }) => area === CITY);
  const parts = rows.filter(({ area }) => area !== CITY);
  if (!total || parts.length === 0) return [];
  return countColumns(body).flatMap((column) => columnFault(body, column, total, parts) ?? []);
}

/** The columns of counts, each once: rates and surveys do not add up. */
function countColumns({ place, catalogue }: Body): number[] {
  const counts = [...place.columns].filter(([column]) => {
    const kind = catalogue.get(column.indicator)?.kind;
    return (
      column.part === 'numerator' || column.part === 'denominator' || (column.part === 'value' && kind === 'COUNT')
    );
  });
  return [...new Set(counts.map(([, at]) => at))];
}

function columnFault(body: Body, column: number, total: TableRow, parts: readonly TableRow[]): FormFault | null {
  const read = (row: number) => numberOfCell(body.sheet.rows[row]?.[column]);
  const whole = read(total.row);
  if (whole.kind !== 'number') return null;
  let sum = 0;
  let decimals = whole.decimals;
  let blank = parts.length < partsOfCity(lastDay(body.period)).length;
  for (const part of parts) {
    const cell = read(part.row);
    if (cell.kind !== 'number') blank = true;
    else {
      sum += cell.value;
      decimals = Math.max(decimals, cell.decimals);
    }
  }
  // Each printed number may be half a last digit away from what it was rounded from.
  const slack = decimals === 0 ? 1e-6 : 0.5 * 10 ** -decimals * (parts.length + 1);
  const agrees = Math.abs(sum - whole.value) <= slack || (blank && sum < whole.value);
  if (agrees) return null;
  const [a, b] = [formatNumber(whole.value, decimals), formatNumber(sum, decimals)];
  const text = {
    vi: `dòng tổng ghi ${a}, các đơn vị cộng lại ${b}`,
    en: `the total says ${a}, its parts add up to ${b}`,
  };
  return { sheet: body.sheet.name, cell: cellAddress(total.row, column), text };
}
