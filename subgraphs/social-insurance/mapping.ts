import { basename } from 'node:path';
import { areaById } from '../../schema/areas/areas.js';
import { projectFile } from '../../schema/files.js';
import { isUnusedItem } from '../core/breakdown-files.js';
import type { Catalogue } from '../core/catalogue.js';
import { type Faults, readTable, type TableRow } from '../core/table.js';

/** The table that fits the sandbox, and the pattern for a real one. */
export const DEFAULT_MAPPING = projectFile('subgraphs', 'social-insurance', 'mapping.csv');

const COLUMNS = ['kind', 'id', 'code', 'about'] as const;
type Row = TableRow<(typeof COLUMNS)[number]>;

/** An indicator as we and as the source call it. */
interface MappedIndicator {
  readonly id: string;
  readonly code: string;
}

/**
 * How our words are said at the source: indicators and areas to its codes. The file has the columns kind (indicator or
 * area), id (ours), code (the source's) and about (for people). The source closes its books on day 25: its figure of a
 * month is that of the month's day 25, and the figure of a longer period that of its last month.
 */
export interface Mapping {
  /** By our code. */
  readonly indicators: ReadonlyMap<string, MappedIndicator>;
  /** The source's code by area id. */
  readonly areas: ReadonlyMap<string, string>;
}

/**
 * Reads a mapping file. What is wrong with it is added to `faults`, each with file, row and column; a mapping with faults
 * is not to be used. An indicator of another owner is none: it may have moved there, and is not asked for.
 */
export function readMapping(path: string, catalogue: Catalogue, faults: Faults): Mapping {
  const file = basename(path);
  const indicators = new Map<string, MappedIndicator>();
  const areas = new Map<string, string>();
  const seen = new Map<string, number>();
  const before = faults.list.length;
  for (const entry of readTable(path, COLUMNS, faults)) {
    for (const [column, fault] of faultsOf(entry, catalogue, seen)) faults.cell(file, entry.row, column, fault);
    const { kind, id, code } = entry.cells;
    if (kind === 'area') areas.set(id, code);
    else if (!isUnusedItem(catalogue, id)) indicators.set(id, { id, code });
  }
  if (faults.list.length === before) {
    if (indicators.size === 0) faults.file(file, 'không có dòng chỉ tiêu nào (no row of kind indicator)');
    if (areas.size === 0) faults.file(file, 'không có dòng địa bàn nào (no row of kind area)');
  }
  return { indicators, areas };
}

/** What is wrong with a row, by column. `seen` are the rows of what stood before. */
function faultsOf({ row, cells }: Row, catalogue: Catalogue, seen: Map<string, number>): [string, string][] {
  const { kind, id } = cells;
  if (kind !== 'indicator' && kind !== 'area') {
    return [['kind', `"${kind}" không hợp lệ (unknown; known are indicator, area)`]];
  }
  const faults: [string, string][] = [];
  for (const column of ['id', 'code'] as const) {
    const text = cells[column];
    const first = seen.get(`${kind} ${column} ${text}`);
    if (text === '') faults.push([column, 'ô để trống (the cell is empty)']);
    else if (first) faults.push([column, `"${text}" đã có ở dòng ${first} (also in row ${first})`]);
    else seen.set(`${kind} ${column} ${text}`, row);
  }
  if (kind === 'area' && id !== '' && !areaById(id)) {
    faults.push(['id', `"${id}" không phải mã địa bàn (no area id, such as DISTRICT-001)`]);
  }
  if (kind === 'indicator' && id !== '' && !catalogue.get(id) && !isUnusedItem(catalogue, id)) {
    faults.push(['id', `"${id}" không có trong danh mục chỉ tiêu (not in the catalogue)`]);
  }
  return faults;
}
