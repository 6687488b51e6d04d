import { type Area, areaById } from '../../schema/areas/areas.js';
import type { Cells } from '../core/cells.js';

/** The area that the cells area_level and area_code name together; null (and a fault) when there is none. */
export function areaOf(cells: Cells<'area_level' | 'area_code'>): Area | null {
  const level = cells.text('area_level');
  return level ? cells.known('area_code', `the code of a ${level}`, (code) => areaById(`${level}-${code}`)) : null;
}
