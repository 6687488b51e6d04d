import { basename } from 'node:path';
import { areaById } from '../../schema/areas/areas.js';
import { projectFile } from '../../schema/files.js';
import { isUnusedItem } from '../core/breakdown-files.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Frequency } from '../core/period.js';
import { type Faults, readTable, type TableRow } from '../core/table.js';

/** What a row maps to: the four kinds of DHIS2 objects that the source asks about. */
export const KINDS = ['indicator', 'dataElement', 'organisationUnit', 'dataSet'] as const;
export type Kind = (typeof KINDS)[number];

/** The DHIS2 object of an indicator: an indicator carries numerator and denominator, a data element is a number alone. */
export interface DataItem {
  readonly kind: 'indicator' | 'dataElement';
  readonly uid: string;
  /** Its name in the department's words, shown as the figure's document. */
  readonly name: string;
}

/** How the department's DHIS2 names what the graph asks for. */
export interface Mapping {
  /** By indicator code. */
  readonly items: ReadonlyMap<string, DataItem>;
  /** Organisation unit uid by area id. */
  readonly units: ReadonlyMap<string, string>;
  /** Uid of the data set whose completion is the report, by frequency. */
  readonly dataSets: ReadonlyMap<Frequency, string>;
}

export const DEFAULT_MAPPING = projectFile('subgraphs', 'health', 'mapping.csv');

const COLUMNS = ['kind', 'code', 'uid', 'name'] as const;
type Row = TableRow<(typeof COLUMNS)[number]>;
const UID = /^[A-Za-z][A-Za-z0-9]{10}$/;
const FREQUENCIES: readonly string[] = ['A', 'S', 'Q', 'M'] satisfies Frequency[];

/**
 * Reads a mapping table. Every fault in it is added to `faults`; a mapping with faults is not to be used. A row about another
 * owner's indicator is left out: the indicator may have moved there.
 */
export function readMapping(path: string, catalogue: Catalogue, faults: Faults): Mapping {
  const items = new Map<string, DataItem>();
  const units = new Map<string, string>();
  const dataSets = new Map<Frequency, string>();
  const file = basename(path);
  const before = faults.list.length;
  const rows = readTable(path, COLUMNS, faults);
  const check = checker(file, catalogue, faults);
  for (const row of rows) {
    const { kind, code, uid, name } = row.cells;
    if (!check(row)) continue;
    if (kind === 'organisationUnit') units.set(code, uid);
    else if (kind === 'dataSet') dataSets.set(code as Frequency, uid);
    else if (catalogue.get(code)?.owner === 'health') items.set(code, { kind: kind as DataItem['kind'], uid, name });
  }
  if (faults.list.length === before) {
    if (items.size === 0) faults.file(file, 'không có dòng chỉ tiêu nào (no row of kind indicator or dataElement)');
    if (units.size === 0) faults.file(file, 'không có dòng địa bàn nào (no row of kind organisationUnit)');
  }
  return { items, units, dataSets };
}

function checker(file: string, catalogue: Catalogue, faults: Faults): (row: Row) => boolean {
  const codes = new Map<string, number>();
  const uids = new Map<string, number>();
  return ({ row, cells: { kind, code, uid } }) => {
    const before = faults.list.length;
    const fault = (column: string, text: string): void => faults.cell(file, row, column, text);
    if (!(KINDS as readonly string[]).includes(kind)) {
      fault('kind', `"${kind}" không hợp lệ (unknown; known are ${KINDS.join(', ')})`);
    } else {
      const unknown = unknownCode(kind as Kind, code, catalogue);
      if (unknown) fault('code', `"${code}" ${unknown}`);
    }
    if (!UID.test(uid)) fault('uid', `"${uid}" không phải UID của DHIS2 (a letter and 10 letters or digits)`);
    // An indicator must not stand once as indicator and once as data element either, so both share one set of names.
    const group = kind === 'dataElement' ? 'indicator' : kind;
    once(codes, `${group} ${code}`, row, (first) =>
      fault('code', `"${code}" đã có ở dòng ${first} (also in row ${first})`),
    );
    once(uids, uid, row, (first) => fault('uid', `"${uid}" đã có ở dòng ${first} (also in row ${first})`));
    return faults.list.length === before;
  };
}

function unknownCode(kind: Kind, code: string, catalogue: Catalogue): string | null {
  if (kind === 'organisationUnit')
    return areaById(code) ? null : 'không phải mã địa bàn (no area id, such as DISTRICT-001)';
  if (kind === 'dataSet') return FREQUENCIES.includes(code) ? null : 'không phải loại kỳ (no frequency: A, S, Q, M)';
  return catalogue.get(code) || isUnusedItem(catalogue, code)
    ? null
    : 'không có trong danh mục chỉ tiêu (not in the catalogue)';
}

function once(seen: Map<string, number>, name: string, row: number, twice: (first: number) => void): void {
  const first = seen.get(name);
  if (first === undefined) seen.set(name, row);
  else twice(first);
}
