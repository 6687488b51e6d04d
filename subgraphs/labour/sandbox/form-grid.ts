import { type Area, CITY } from '../../../schema/areas/areas.js';
import { type Period, periodOf } from '../../core/period.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import { formatNumber } from '../../core/sources/sheet-number.js';
import type { Form, FormColumn } from '../form.js';
import { type Grid, type GridCell, headingRows } from './grid.js';

/** One form to be written. */
export interface FormToWrite {
  readonly form: Form;
  readonly period: Period;
  /** Day of issue: 2023-07-05. */
  readonly issuedOn: string;
  /** The areas that the department has figures of. */
  readonly areas: readonly Area[];
  /** The figure of an indicator and area in the period; undefined where the sample has none. */
  readonly figure: (indicator: string, area: Area) => SampleFigure | undefined;
  /** Decimals of an indicator's printed rate. */
  readonly decimals: (indicator: string) => number;
  /** Ids of areas whose row is still blank. */
  readonly blank: ReadonlySet<string>;
  /** How its clerk writes: numbers as text (`1.234,5`), names in short (`Q. Ba Đình`). */
  readonly clerk: { readonly asText: boolean; readonly shortNames: boolean };
}

/** Lays a form out as people do: titles, merged headings, a row of numbering, the total first, a note, place and date. */
export function formGrid(job: FormToWrite): Grid {
  const { form, period } = job;
  const columns = uniqueColumns(form);
  const lead = ['STT', form.areaHeading, ...(form.codeHeading === null ? [] : [form.codeHeading])];
  const headings = [...lead, ...columns.map((column) => column.heading)];
  const across = headings.length;
  const areas = job.areas.filter((area) => form.columns.some((column) => job.figure(column.indicator, area)));
  const [y = '', m = '', d = ''] = job.issuedOn.split('-');
  return [
    [{ show: 'UBND THÀNH PHỐ HÀ NỘI', across: 2 }, null, { show: `Biểu số: ${form.code}` }],
    [{ show: 'SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI', across: 2, bold: true }],
    [],
    [{ show: form.title.toLocaleUpperCase('vi'), across, bold: true }],
    [{ show: `Kỳ báo cáo: ${periodInWords(period)}`, across }],
    [],
    ...headingRows(headings),
    headings.map((_, i) => ({ show: i < lead.length ? 'ABC'.charAt(i) : `(${i - lead.length + 1})` })),
    ...areas.map((area, i) => areaRow(job, columns, area, i)),
    [],
    [{ show: 'Ghi chú: dấu "-" là không có số liệu.', across }],
    [null, null, { show: `Hà Nội, ngày ${d} tháng ${Number(m)} năm ${y}`, across: across - 2 }],
    [null, { show: 'NGƯỜI LẬP BIỂU', bold: true }, { show: 'GIÁM ĐỐC', bold: true }],
  ];
}

/** The columns of a form, those that two indicators share once. */
function uniqueColumns(form: Form): FormColumn[] {
  return form.columns.filter((column, i) => form.columns.findIndex((c) => c.heading === column.heading) === i);
}

function areaRow(job: FormToWrite, columns: readonly FormColumn[], area: Area, order: number): (GridCell | null)[] {
  const name = area === CITY ? 'TOÀN THÀNH PHỐ' : job.clerk.shortNames ? shortName(area) : area.name.vi;
  const bold = area === CITY;
  const code = job.form.codeHeading === null ? [] : [{ show: area.code, bold }];
  const number = area === CITY ? null : { show: order };
  return [number, { show: name, bold }, ...code, ...columns.map((column) => figureCell(job, column, area))];
}

function figureCell(job: FormToWrite, { indicator, part, multiplier }: FormColumn, area: Area): GridCell | null {
  const figure = job.figure(indicator, area);
  if (part === 'note') return figure?.note ? { show: figure.note } : null;
  const number = figure?.[part === 'rate' ? 'value' : part] ?? null;
  if (number === null || job.blank.has(area.id)) return { show: '-' };
  if (part === 'rate') return { show: formatNumber(number, job.decimals(indicator)) };
  const shown = multiplier === 1 ? number : Number((number / multiplier).toPrecision(15));
  return { show: job.clerk.asText && Number.isInteger(shown) ? formatNumber(shown, 0) : shown };
}

function shortName(area: Area): string {
  return area.name.vi
    .replace(/^Quận /, 'Q. ')
    .replace(/^Huyện /, 'H. ')
    .replace(/^Thị xã /, 'TX. ')
    .replace(/^Phường /, 'P. ')
    .replace(/^Xã /, 'X. ');
}

function periodInWords(period: Period): string {
  if (period.frequency === 'M') return `Tháng ${period.part} năm ${period.year}`;
  if (period.frequency === 'Q') return `Quý ${['I', 'II', 'III', 'IV'][period.part - 1]} năm ${period.year}`;
  if (period.frequency === 'S')
    return `6 tháng ${period === periodOf('S', period.year, 1) ? 'đầu' : 'cuối'} năm ${period.year}`;
  return `Năm ${period.year}`;
}
