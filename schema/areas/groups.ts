import { parse } from 'csv-parse/sync';
import { readProjectFile } from '../files.js';
import { type Area, areaById, CITY } from './areas.js';

/** A declared group of areas: its figures are those of its members together. No source knows of it. */
export interface AreaGroup extends Area {
  readonly members: readonly Area[];
}

type Row = Record<'code' | 'name_vi' | 'name_en' | 'valid_from' | 'valid_to' | 'members', string>;

/** The groups of groups.csv, in its order. A group stands in the days of its validity, as its members do. */
export const GROUPS: readonly AreaGroup[] = parse<Row>(readProjectFile('schema', 'areas', 'groups.csv'), {
  columns: true,
  bom: true,
}).map((row) => ({
  id: `GROUP-${row.code}`,
  level: 'GROUP',
  code: row.code,
  name: { vi: row.name_vi, en: row.name_en },
  validFrom: row.valid_from || null,
  validTo: row.valid_to || null,
  parent: CITY.id,
  tile: null,
  members: row.members.split(';').map((id) => {
    const area = areaById(id);
    if (!area) throw new Error(`groups.csv: ${row.code} has a member ${id}, which is no area.`);
    return area;
  }),
}));

const byId = new Map(GROUPS.map((group) => [group.id, group]));

/** The area or the group of an id. */
export function placeById(id: string): Area | undefined {
  return areaById(id) ?? byId.get(id);
}

/** The members of a group; null of an area of the code list, which is none. */
export function membersOf({ id }: Area): readonly Area[] | null {
  return byId.get(id)?.members ?? null;
}
