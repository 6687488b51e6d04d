import { parse } from 'csv-parse/sync';
import { readProjectFile } from '../files.js';

/** The administrative levels, and groups of areas that are none (groups.ts). */
export type AreaLevel = 'CITY' | 'DISTRICT' | 'COMMUNE' | 'GROUP';

/** An area of the code list. Identified by `id`; a code alone identifies nothing, because codes were reused. */
export interface Area {
  /** Level and code; of a later bearer of a code its first day too: COMMUNE-00004-2025-07-01. */
  readonly id: string;
  readonly level: AreaLevel;
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** First and last day of validity; null: not recorded, or still standing. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** Id of the area it belongs to. */
  readonly parent: string | null;
  readonly tile: { readonly column: number; readonly row: number } | null;
}

type Row = Record<
  'level' | 'code' | 'name_vi' | 'name_en' | 'valid_from' | 'valid_to' | 'parent' | 'tile_column' | 'tile_row',
  string
>;

/** The text of the code list, areas.csv. */
export const AREA_LIST: string = readProjectFile('schema', 'areas', 'areas.csv');

/**
 * The areas of a code list's text, in its order. The first bearer of a code has the bare id and keeps it for ever; each
 * later one adds its first day. Throws when the text is no CSV, or when a later bearer has no first day.
 */
export function areasOfText(text: string): readonly Area[] {
  const bearers = new Set<string>();
  const idOf = ({ level, code, valid_from: from }: Row): string => {
    const bare = `${level}-${code}`;
    if (bearers.has(bare) && !from)
      throw new Error(`The code list has ${bare} twice, the later one without a first day.`);
    const id = bearers.has(bare) ? `${bare}-${from}` : bare;
    bearers.add(bare);
    return id;
  };
  return parse<Row>(text, { columns: true, bom: true }).map((row) => ({
    id: idOf(row),
    level: row.level as AreaLevel,
    code: row.code,
    name: { vi: row.name_vi, en: row.name_en },
    validFrom: row.valid_from || null,
    validTo: row.valid_to || null,
    parent: row.parent || null,
    tile: row.tile_column ? { column: Number(row.tile_column), row: Number(row.tile_row) } : null,
  }));
}

/** The code list of areas, by level, then by validity and code: the city, districts, communes. */
export const AREAS: readonly Area[] = areasOfText(AREA_LIST);

const byId = new Map(AREAS.map((area) => [area.id, area]));

export function areaById(id: string): Area | undefined {
  return byId.get(id);
}

/** The city of Hanoi. */
export const CITY: Area = AREAS[0] as Area;

/** True when the area stood on a day. */
export function validOn(area: Area, day: string): boolean {
  return (area.validFrom === null || area.validFrom <= day) && (area.validTo === null || day <= area.validTo);
}

/** The areas of a level that stood on a day, by code. */
export function areasOn(level: AreaLevel, day: string): readonly Area[] {
  return AREAS.filter((area) => area.level === level && validOn(area, day));
}

/** The areas that the city was divided into on a day, by code: districts until 30 June 2025, communes since. */
export function partsOfCity(day: string): readonly Area[] {
  const known = partsByDay.get(day);
  if (known) return known;
  const parts = AREAS.filter((area) => area.parent === CITY.id && validOn(area, day));
  partsByDay.set(day, parts);
  return parts;
}

/** The days that are asked are the last ones of periods. */
const partsByDay = new Map<string, readonly Area[]>();
