import { AREAS, type Area, validOn } from '../../schema/areas/areas.js';
import { type Catalogue, type CatalogueIndicator, valueOfParts } from '../core/catalogue.js';
import { type Cells, readRows } from '../core/cells.js';
import type { MissingReason, ObservationStatus, SourceFigure } from '../core/figure.js';
import { lastDay, type Period } from '../core/period.js';
import type { Faults } from '../core/table.js';
import { filesOfFolder } from '../core/table-files.js';
import { areaOf, areasById } from './area-cells.js';

export const FIGURE_FILE = 'figures.csv';

export const FIGURE_COLUMNS = [
  'indicator',
  'area_level',
  'area_code',
  'period',
  'numerator',
  'denominator',
  'value',
  'status',
  'note',
  'reported_on',
  'document',
] as const;

type FigureCells = Cells<(typeof FIGURE_COLUMNS)[number]>;

/** A figure of the file with the day on which it was reported. */
export interface ReportedFigure extends SourceFigure {
  readonly reportedOn: string | null;
  readonly about: Period;
}

const STATUSES: readonly ObservationStatus[] = ['A', 'B', 'E', 'F', 'I', 'L', 'M', 'O', 'P', 'Q', 'U'];
const KNOWN_AREAS = areasById(AREAS);
const WITHOUT_VALUE: ReadonlySet<string> = new Set(['L', 'M', 'O', 'Q']);

/** Reads figures.csv of a folder. What is wrong is added to `faults`: use the rows only if there is none. */
export function readFigureFile(folder: string, catalogue: Catalogue, faults: Faults): ReportedFigure[] {
  const key = ['indicator', 'area_level', 'area_code', 'period'] as const;
  return readRows(filesOfFolder(folder), FIGURE_FILE, FIGURE_COLUMNS, key, faults).flatMap(
    (cells) => figureOf(cells, catalogue) ?? [],
  );
}

function figureOf(cells: FigureCells, catalogue: Catalogue): ReportedFigure | null {
  const indicator = cells.known('indicator', 'an indicator that is reported to the programme', (code) =>
    catalogue.seriesOf('programme').find((i) => i.code === code),
  );
  const period = cells.period('period');
  const area = standingArea(cells, period);
  const reportedOn = cells.date('reported_on');
  if (area && period && !validOn(area, lastDay(period))) {
    cells.fault('period', `${area.name.vi} no longer stood at the end of ${period.text}`);
  }
  if (!indicator || !area || !period) return null;
  const numbers = numbersOf(cells, indicator);
  return {
    indicator: indicator.code,
    area: area.id,
    period: period.text,
    about: period,
    ...numbers,
    note: cells.optional('note') ?? differenceNote(indicator, numbers),
    document: cells.optional('document') ?? FIGURE_FILE,
    place: `dòng ${cells.row}`,
    publishedAt: reportedOn && new Date(`${reportedOn}T00:00:00+07:00`).toISOString(),
    reportedOn,
  };
}

/** Of the areas that had a code, the one that stood at the end of the period; else the first, which then is at fault. */
function standingArea(cells: FigureCells, period: Period | null): Area | null {
  const first = areaOf(cells, KNOWN_AREAS);
  if (!first || !period || validOn(first, lastDay(period))) return first;
  const isMeant = (area: Area) =>
    area.level === first.level && area.code === first.code && validOn(area, lastDay(period));
  return AREAS.find(isMeant) ?? first;
}

type Numbers = Pick<SourceFigure, 'value' | 'numerator' | 'denominator' | 'status' | 'reason'>;

/** A blank cell is missing, never 0; a rate over nothing does not apply. A printed rate is kept beside its parts. */
function numbersOf(cells: FigureCells, indicator: CatalogueIndicator): Numbers {
  const given = cells.number('value');
  const numerator = partOf(cells, 'numerator');
  const denominator = partOf(cells, 'denominator');
  if (indicator.kind === 'COUNT') {
    if (denominator !== null) cells.fault('denominator', `${indicator.code} is a count; leave the cell empty`);
    if (given !== null && numerator !== null && given !== numerator) {
      cells.fault('value', 'differs from `numerator`; give a count once');
    }
    const count = given ?? numerator;
    return { value: count, numerator: count, denominator: null, ...statusOf(cells, indicator, count, false) };
  }
  const computed =
    numerator !== null && denominator !== null ? valueOfParts(indicator.unit, numerator, denominator) : null;
  if (denominator === 0 && given !== null) cells.fault('value', 'there is no rate over a denominator of 0');
  const value = given ?? computed;
  return { value, numerator, denominator, ...statusOf(cells, indicator, value, denominator === 0) };
}

function partOf(cells: FigureCells, column: 'numerator' | 'denominator'): number | null {
  const part = cells.number(column);
  if (part === null || part >= 0) return part;
  cells.fault(column, `${part} is below 0`);
  return null;
}

function statusOf(
  cells: FigureCells,
  { minimum, maximum }: CatalogueIndicator,
  value: number | null,
  overNothing: boolean,
): { status: ObservationStatus; reason: MissingReason | null } {
  const given = cells.optional('status') === null ? null : cells.oneOf('status', STATUSES);
  if (given && value !== null && WITHOUT_VALUE.has(given))
    cells.fault('status', `${given} says that there is no value`);
  if (given && value === null && !WITHOUT_VALUE.has(given)) cells.fault('status', `${given} needs a value`);
  if (value !== null && (value < (minimum ?? value) || value > (maximum ?? value))) {
    cells.fault('value', `${value} lies outside ${minimum ?? '...'} to ${maximum ?? '...'}`);
  }
  if (overNothing) return { status: 'M', reason: 'DOES_NOT_APPLY' };
  if (value === null) return { status: given ?? 'O', reason: 'BLANK_AT_SOURCE' };
  return { status: given ?? 'A', reason: null };
}

/** Says that a printed rate is not what its parts give, so that nobody has to wonder which of them is right. */
function differenceNote(
  { unit, decimals }: CatalogueIndicator,
  { value, numerator, denominator }: Numbers,
): string | null {
  if (value === null || numerator === null || denominator === null) return null;
  const computed = valueOfParts(unit, numerator, denominator);
  if (computed === null || Math.abs(computed - value) <= 0.5 * 10 ** -decimals + 1e-9) return null;
  return `Giá trị báo cáo (${value}) khác với giá trị tính từ tử số và mẫu số (${Number(computed.toFixed(decimals + 2))}).`;
}
