import { basename } from 'node:path';
import { type AreaLevel, areaById } from '../../schema/areas/areas.js';
import { projectFile } from '../../schema/files.js';
import { isUnusedItem } from '../core/breakdown-files.js';
import type { Catalogue } from '../core/catalogue.js';
import { type Faults, readTable, type TableRow } from '../core/table.js';

/** Columns of the two views, as the graph calls them; those of the first list have to be there. */
const NEEDED = {
  observations: ['indicator', 'area_level', 'area_code', 'period', 'value'],
  submissions: ['period', 'area_code', 'submitted_on'],
} as const;
const OPTIONAL = ['numerator', 'denominator', 'note', 'published_at', 'document'] as const;

export type ObservationColumn = (typeof NEEDED.observations)[number] | (typeof OPTIONAL)[number];
export type SubmissionColumn = (typeof NEEDED.submissions)[number];
export type ViewName = keyof typeof NEEDED;

/** How an indicator's periods are written: 2022 and 2022-S1, or the school year 2022-2023, which is reported as 2022. */
export type PeriodForm = 'calendar' | 'school-year';

/** How the department's database names what the graph asks for. */
export interface Mapping {
  readonly views: Readonly<Record<ViewName, string>>;
  /** Names of columns; an optional one that the view does not have is missing. */
  readonly columns: {
    readonly observations: ReadonlyMap<ObservationColumn, string>;
    readonly submissions: ReadonlyMap<SubmissionColumn, string>;
  };
  readonly levels: ReadonlyMap<AreaLevel, string>;
  /** By indicator code. */
  readonly indicators: ReadonlyMap<string, { readonly there: string; readonly periods: PeriodForm }>;
  /** Code there by area id. */
  readonly areas: ReadonlyMap<string, string>;
}

export const DEFAULT_MAPPING = projectFile('subgraphs', 'education', 'mapping.csv');

const TABLE_COLUMNS = ['kind', 'code', 'there', 'periods'] as const;
type Row = TableRow<(typeof TABLE_COLUMNS)[number]>;
const KINDS = ['view', 'column', 'level', 'indicator', 'area'];
const COLUMNS = [
  ...[...NEEDED.observations, ...OPTIONAL].map((column) => `observations.${column}`),
  ...NEEDED.submissions.map((column) => `submissions.${column}`),
];
/** An identifier of SQL, at most 63 letters. Statements quote it; what is no name at all is a slip of the pen. */
const PART = '[\\p{L}_][\\p{L}\\p{N}_$ ]{0,62}';
const NAMES: Readonly<Record<string, RegExp>> = {
  view: new RegExp(`^${PART}(\\.${PART})?$`, 'u'),
  column: new RegExp(`^${PART}$`, 'u'),
};
const LEVELS: readonly string[] = ['CITY', 'DISTRICT', 'COMMUNE'] satisfies AreaLevel[];

/**
 * Reads a mapping table. Every fault in it is added to `faults`; a mapping with faults is not to be used. A row about another
 * owner's indicator is left out: the indicator may have moved there.
 */
export function readMapping(path: string, catalogue: Catalogue, faults: Faults): Mapping {
  const file = basename(path);
  const before = faults.list.length;
  const rows = readTable(path, TABLE_COLUMNS, faults);
  const unreadable = faults.list.length > before;
  const check = checker(file, catalogue, faults);
  const good = rows.filter(check);
  const of = (kind: string) => good.filter((row) => row.cells.kind === kind);
  const names = <K extends string>(kind: string) =>
    new Map(of(kind).map(({ cells }) => [cells.code as K, cells.there] as const));
  const all = names('column');
  const columns = <K extends string>(view: ViewName) =>
    new Map(
      [...all].flatMap(([c, there]) =>
        c.startsWith(`${view}.`) ? [[c.slice(view.length + 1) as K, there] as const] : [],
      ),
    );
  const views = names<ViewName>('view');
  if (!unreadable) complete(file, rows, faults);
  return {
    views: { observations: views.get('observations') ?? '', submissions: views.get('submissions') ?? '' },
    columns: { observations: columns('observations'), submissions: columns('submissions') },
    levels: names('level'),
    indicators: new Map(
      of('indicator')
        .filter(({ cells }) => catalogue.get(cells.code)?.owner === 'education')
        .map(({ cells }) => [cells.code, { there: cells.there, periods: cells.periods as PeriodForm }]),
    ),
    areas: names('area'),
  };
}

/** Adds a fault for what has to be mapped and is not. */
function complete(file: string, rows: readonly Row[], faults: Faults): void {
  const mapped = new Set(rows.map((row) => `${row.cells.kind} ${row.cells.code}`));
  const needed = Object.entries(NEEDED).flatMap(([view, columns]) => [
    `view ${view}`,
    ...columns.map((column) => `column ${view}.${column}`),
  ]);
  for (const one of needed) if (!mapped.has(one)) faults.file(file, `thiếu dòng "${one}" (the row is missing)`);
  for (const kind of ['level', 'indicator', 'area']) {
    if (!rows.some((row) => row.cells.kind === kind))
      faults.file(file, `không có dòng ${kind} nào (no row of that kind)`);
  }
}

function checker(file: string, catalogue: Catalogue, faults: Faults): (row: Row) => boolean {
  const seen = new Map<string, number>();
  return ({ row, cells: { kind, code, there, periods } }) => {
    const before = faults.list.length;
    const fault = (column: string, text: string): void => faults.cell(file, row, column, text);
    const once = (column: string, name: string, shown: string): void => {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, row);
      else fault(column, `"${shown}" đã có ở dòng ${first} (also in row ${first})`);
    };
    if (!KINDS.includes(kind)) {
      fault('kind', `"${kind}" không hợp lệ (unknown; known are ${KINDS.join(', ')})`);
      return false;
    }
    const unknown = unknownCode(kind, code, catalogue);
    if (unknown) fault('code', `"${code}" ${unknown}`);
    if (there === '') fault('there', 'để trống (empty)');
    else if (NAMES[kind]?.test(there) === false) fault('there', `"${there}" không phải tên SQL (no name of a ${kind})`);
    if (kind === 'indicator' ? !['calendar', 'school-year'].includes(periods) : periods !== '') {
      fault('periods', `"${periods}" không hợp lệ (calendar or school-year for an indicator, else empty)`);
    }
    once('code', `code ${kind} ${code}`, code);
    // Two names of ours for one of theirs: a figure could not be told apart. A column may serve both views.
    once('there', kind === 'column' ? `there ${code.split('.')[0]} ${there}` : `there ${kind} ${there}`, there);
    return faults.list.length === before;
  };
}

function unknownCode(kind: string, code: string, catalogue: Catalogue): string | null {
  if (kind === 'view') return code in NEEDED ? null : 'không rõ (unknown; known are observations, submissions)';
  if (kind === 'column') return COLUMNS.includes(code) ? null : `không rõ (unknown; known are ${COLUMNS.join(', ')})`;
  if (kind === 'level') return LEVELS.includes(code) ? null : `không phải cấp (no level: ${LEVELS.join(', ')})`;
  if (kind === 'area') return areaById(code) ? null : 'không phải mã địa bàn (no area id, such as DISTRICT-001)';
  return catalogue.get(code) || isUnusedItem(catalogue, code)
    ? null
    : 'không có trong danh mục chỉ tiêu (not in the catalogue)';
}
