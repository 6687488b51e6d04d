import { parse } from 'csv-parse/sync';
import { readProjectFile } from '../files.js';
import { type Area, areaById } from './areas.js';

/** FULL: all of the old area went into the new one. PARTIAL: a part of it. */
type SuccessionKind = 'FULL' | 'PARTIAL';

/** An area that went into another one when areas were drawn anew. */
export interface Succession {
  readonly from: Area;
  readonly to: Area;
  readonly kind: SuccessionKind;
}

/** How much of an area lies in another one of another time. */
export interface Overlap {
  readonly from: Area;
  readonly to: Area;
  /** What they have in common, by the measure of the list: of `areaOverlaps` square kilometres. */
  readonly amount: number;
}

const files = (name: string) => readProjectFile('schema', 'areas', name);

/**
 * Which communes went into which, from successions.csv: of 2025 by Resolution 1656/NQ-UBTVQH15. A later change is more
 * rows of it, with the validity of the areas in areas.csv.
 */
export const SUCCESSIONS: readonly Succession[] = rowsOf<'from' | 'to' | 'kind'>(files('successions.csv')).map(
  ({ from, to, kind }) => ({ from: known(from), to: known(to), kind: kind as SuccessionKind }),
);

/**
 * What areas of two times have in common, from overlaps.csv: by area, in km2, of the pairs that the resolution has. Slivers
 * under 2 % are left out, so what uses them as weights divides by the sum of what is there.
 */
export const AREA_OVERLAPS: readonly Overlap[] = rowsOf<'from' | 'to' | 'area_km2'>(files('overlaps.csv')).map(
  ({ from, to, area_km2 }) => ({ from: known(from), to: known(to), amount: Number(area_km2) }),
);

const byNew = grouped(({ to }) => to);
const byOld = grouped(({ from }) => from);

/** What an area was made of, by the law, in the order of the codes; none for one that was not made of others. */
export function predecessorsOf(area: Area): readonly Succession[] {
  return byNew.get(area.id) ?? [];
}

/** What became of an area, by the law; none while it stands. */
export function successorsOf(area: Area): readonly Succession[] {
  return byOld.get(area.id) ?? [];
}

function grouped(side: (succession: Succession) => Area): ReadonlyMap<string, readonly Succession[]> {
  const groups = new Map<string, Succession[]>();
  for (const succession of SUCCESSIONS) {
    const { id } = side(succession);
    const group = groups.get(id);
    if (group) group.push(succession);
    else groups.set(id, [succession]);
  }
  return groups;
}

function rowsOf<C extends string>(text: string): Record<C, string>[] {
  return parse(text, { columns: true, bom: true });
}

function known(id: string): Area {
  const area = areaById(id);
  if (!area) throw new Error(`The code list has no area ${id}, which another list of areas names.`);
  return area;
}
