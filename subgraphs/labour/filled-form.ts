import { type Area, CITY, validOn } from '../../schema/areas/areas.js';
import type { Catalogue, CatalogueIndicator } from '../core/catalogue.js';
import type { SourceFigure } from '../core/figure.js';
import { countsAreas } from '../core/geography/listed.js';
import { lastDay, type Period } from '../core/period.js';
import { cellAddress, type Sheet } from '../core/sources/sheet-cell.js';
import { checkedFigure } from './figure-check.js';
import type { Form, FormFault } from './form.js';
import { dayOfIssue, formOfSheet, periodOfHeading } from './heading.js';
import { RowReader } from './row.js';
import { locateTable, type TablePlace, type TableRow, tableRows } from './table.js';
import { totalFaults } from './total-check.js';

/** One sheet that is a form: what it says it is, and its figures or its faults. */
export interface FilledForm {
  readonly form: Form;
  /** Null when the heading does not say. */
  readonly period: Period | null;
  /** The day of issue; null when the date line is blank. */
  readonly issuedOn: string | null;
  /** Empty when the form has a fault: one wrong cell casts doubt on all. */
  readonly figures: readonly SourceFigure[];
  /** Ids of the areas whose row is filled in every column of an indicator that they report. */
  readonly filled: readonly string[];
  readonly faults: readonly FormFault[];
}

/** Reads a sheet as the form that it is; null when it is none of the mapping's forms. */
export function readForm(
  sheet: Sheet,
  document: string,
  forms: readonly Form[],
  catalogue: Catalogue,
): FilledForm | null {
  const form = formOfSheet(sheet, forms);
  if (!form) return null;
  const located = locateTable(sheet, form);
  const place = 'columns' in located ? located : null;
  const faults: FormFault[] = 'columns' in located ? [] : located;
  const period = periodOfHeading(sheet, form, place?.top ?? sheet.rows.length);
  const issued = dayOfIssue(sheet);
  for (const said of [period, issued]) {
    if ('fault' in said) faults.push({ sheet: sheet.name, cell: said.cell, text: said.fault });
  }
  const head = {
    form,
    period: 'value' in period ? period.value : null,
    issuedOn: 'value' in issued ? issued.value : null,
  };
  if (!place || !head.period) return { ...head, figures: [], filled: [], faults };
  const body = readBody({ sheet, document, form, period: head.period, issuedOn: head.issuedOn, place, catalogue });
  faults.push(...body.faults);
  return { ...head, ...(faults.length > 0 ? { figures: [], filled: [] } : body), faults };
}

/** What reading the rows of a form needs. */
export interface Body {
  readonly sheet: Sheet;
  readonly document: string;
  readonly form: Form;
  readonly period: Period;
  readonly issuedOn: string | null;
  readonly place: TablePlace;
  readonly catalogue: Catalogue;
}

function readBody(body: Body): Pick<FilledForm, 'figures' | 'filled' | 'faults'> {
  const { rows, faults } = tableRows(body.sheet, body.place);
  const figures: SourceFigure[] = [];
  const filled: string[] = [];
  for (const row of rows) {
    if (!validOn(row.area, lastDay(body.period))) {
      faults.push(goneFault(body, row));
      continue;
    }
    const reader = new RowReader(body, row, faults);
    const ofRow = servedIndicators(body, row.area).map((indicator) => ({
      figure: checkedFigure(reader, indicator),
      // Parts by sex, say, may be filled for the city alone: a blank one is then no gap.
      isNeeded: row.area === CITY || indicator.itemOf === null,
    }));
    const isBlank = ({ figure }: (typeof ofRow)[number]) => figure.reason === 'BLANK_AT_SOURCE';
    figures.push(...ofRow.filter((one) => one.isNeeded || !isBlank(one)).map(({ figure }) => figure));
    const needed = ofRow.filter(({ isNeeded }) => isNeeded);
    if (needed.length > 0 && !needed.some(isBlank)) filled.push(row.area.id);
  }
  if (!rows.some(({ area }) => area === CITY)) faults.push(noTotalFault(body));
  // Sums are compared only where every cell could be read: a misread cell would be reported twice.
  if (faults.length === 0) faults.push(...totalFaults(body, rows));
  return { figures, filled, faults };
}

/**
 * The indicators of the form that an area has figures of: surveys and indices are of the whole city, and a commune is not
 * counted as a part of itself.
 */
function servedIndicators({ place, catalogue }: Body, area: Area): CatalogueIndicator[] {
  const codes = [...new Set([...place.columns.keys()].map((column) => column.indicator))];
  return codes
    .flatMap((code) => catalogue.get(code) ?? [])
    .filter(({ code, kind }) => area === CITY || ((kind === 'COUNT' || kind === 'RATE') && isCounted(code, area)));
}

function isCounted(code: string, { level }: Area): boolean {
  return level !== 'COMMUNE' || !countsAreas(code);
}

function goneFault({ sheet, place, period }: Body, { row, area }: TableRow): FormFault {
  const cell = cellAddress(row, place.name);
  const text = {
    vi: `"${area.name.vi}" không còn là đơn vị hành chính ở kỳ ${period.text}`,
    en: `${area.name.en} did not stand any more in ${period.text}`,
  };
  return { sheet: sheet.name, cell, text };
}

function noTotalFault({ sheet }: Body): FormFault {
  return {
    sheet: sheet.name,
    cell: null,
    text: { vi: 'không có dòng tổng toàn thành phố', en: 'there is no total row' },
  };
}
