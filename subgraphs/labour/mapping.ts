import { basename } from 'node:path';
import { projectFile } from '../../schema/files.js';
import { isUnusedItem } from '../core/breakdown-files.js';
import type { Catalogue, CatalogueIndicator } from '../core/catalogue.js';
import { fold } from '../core/fold.js';
import type { Frequency } from '../core/period.js';
import { type Faults, readTable, type TableRow } from '../core/table.js';
import type { ColumnPart, Form, FormColumn } from './form.js';

const COLUMNS = ['form', 'title', 'frequencies', 'part', 'indicator', 'heading', 'multiplier'] as const;
const PARTS: readonly ColumnPart[] = ['value', 'numerator', 'denominator', 'rate', 'note'];
const FREQUENCIES: readonly Frequency[] = ['A', 'S', 'Q', 'M'];

type Row = TableRow<(typeof COLUMNS)[number]>;
type Report = (row: Row, column: (typeof COLUMNS)[number], fault: string) => void;

export const DEFAULT_MAPPING = projectFile('subgraphs', 'labour', 'mapping.csv');

/**
 * The forms of a mapping file: a row `area` opens a form (its title, how often it is filled, the heading of the names of
 * areas), `code` names the column of area codes, every other row joins a column to an indicator. Every fault
 * is added to `faults`, by file, row and column.
 */
export function readMapping(path: string, catalogue: Catalogue, faults: Faults): Form[] {
  const before = faults.list.length;
  const rows = readTable(path, COLUMNS, faults);
  const report: Report = (row, column, fault) => faults.cell(basename(path), row.row, column, fault);
  const byForm = new Map<string, Row[]>();
  for (const row of rows) {
    if (!row.cells.form) report(row, 'form', 'the cell is empty');
    byForm.set(row.cells.form, [...(byForm.get(row.cells.form) ?? []), row]);
  }
  const forms = [...byForm.values()].flatMap((of) => formOf(of, catalogue, report) ?? []);
  checkOneHome(rows, report);
  if (rows.length === 0 && faults.list.length === before) faults.file(basename(path), 'no row describes a form');
  return forms;
}

function formOf(rows: readonly Row[], catalogue: Catalogue, report: Report): Form | null {
  const [first] = rows;
  if (!first) return null;
  const areas = rows.filter((row) => row.cells.part === 'area');
  const [opening] = areas;
  if (!opening || areas.length > 1) report(areas[1] ?? first, 'part', 'a form needs exactly one row "area"');
  const codes = rows.filter((row) => row.cells.part === 'code');
  if (codes[1]) report(codes[1], 'part', 'the form has a row "code" already');
  for (const row of rows) if (!fold(row.cells.heading)) report(row, 'heading', 'the cell is empty');
  const columns = rows
    .filter((row) => row.cells.part !== 'area' && row.cells.part !== 'code')
    .flatMap((row) => columnOf(row, catalogue, report) ?? []);
  checkParts(rows, columns, catalogue, report);
  if (!opening) return null;
  if (!fold(opening.cells.title)) report(opening, 'title', 'the cell is empty');
  return {
    code: opening.cells.form,
    title: opening.cells.title,
    frequencies: frequenciesOf(opening, report),
    areaHeading: opening.cells.heading,
    codeHeading: codes[0]?.cells.heading ?? null,
    columns,
  };
}

function frequenciesOf(row: Row, report: Report): Frequency[] {
  return row.cells.frequencies.split('|').flatMap((text) => {
    const found = FREQUENCIES.find((frequency) => frequency === text.trim());
    if (!found) report(row, 'frequencies', `"${text}" is none of ${FREQUENCIES.join(', ')} (several: S|M)`);
    return found ?? [];
  });
}

function columnOf(row: Row, catalogue: Catalogue, report: Report): FormColumn | null {
  const { cells } = row;
  if (isUnusedItem(catalogue, cells.indicator)) return null;
  const part = PARTS.find((known) => known === cells.part);
  if (!part) report(row, 'part', `"${cells.part}" is none of area, code, ${PARTS.join(', ')}`);
  if (!catalogue.get(cells.indicator)) report(row, 'indicator', `"${cells.indicator}" is not in the catalogue`);
  const multiplier = cells.multiplier === '' ? 1 : Number(cells.multiplier);
  if (!Number.isFinite(multiplier) || multiplier <= 0) {
    report(row, 'multiplier', `"${cells.multiplier}" is not a number above 0 (write 0.001)`);
  }
  const isOptional = part === 'rate' || part === 'note' || catalogue.get(cells.indicator)?.itemOf != null;
  return part ? { indicator: cells.indicator, part, heading: cells.heading, multiplier, isOptional } : null;
}

/** A rate is served from its two counts; everything else has a value of its own. */
function checkParts(rows: readonly Row[], columns: readonly FormColumn[], catalogue: Catalogue, report: Report): void {
  for (const code of new Set(columns.map((column) => column.indicator))) {
    const indicator = catalogue.get(code);
    const row = rows.find(({ cells }) => cells.indicator === code);
    if (!indicator || !row) continue;
    const parts = columns.filter((column) => column.indicator === code).map((column) => column.part);
    const needed = partsNeeded(indicator);
    for (const part of needed) {
      const count = parts.filter((other) => other === part).length;
      if (count !== 1) report(row, 'part', `${code} needs one row "${part}" in the form, there are ${count}`);
    }
    const strange = parts.find(
      (part) => part !== 'note' && !needed.includes(part) && !(part === 'rate' && indicator.kind === 'RATE'),
    );
    if (strange) report(row, 'part', `${code} is of kind ${indicator.kind} and has no "${strange}"`);
  }
}

function partsNeeded(indicator: CatalogueIndicator): readonly ColumnPart[] {
  return indicator.kind === 'RATE' ? ['numerator', 'denominator'] : ['value'];
}

/** An indicator in two forms would have two figures for one cell, and nobody could say which one counts. */
function checkOneHome(rows: readonly Row[], report: Report): void {
  const home = new Map<string, string>();
  for (const row of rows) {
    const { indicator, form } = row.cells;
    const other = indicator ? home.get(indicator) : undefined;
    if (other !== undefined && other !== form)
      report(row, 'indicator', `"${indicator}" stands in the form ${other} too`);
    else if (indicator) home.set(indicator, form);
  }
}
