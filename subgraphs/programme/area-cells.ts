import type { Area } from '../../schema/areas/areas.js';
import type { Cells } from '../core/cells.js';

/** The areas of a code list, by id. */
export type Areas = ReadonlyMap<string, Area>;

export function areasById(areas: readonly Area[]): Areas {
  return new Map(areas.map((area) => [area.id, area]));
}

/** The area that the cells area_level and area_code name together; null (and a fault) when there is none. */
export function areaOf(cells: Cells<'area_level' | 'area_code'>, areas: Areas): Area | null {
  const level = cells.text('area_level');
  return level ? cells.known('area_code', `the code of a ${level}`, (code) => areas.get(`${level}-${code}`)) : null;
}
