import { AREAS, type Area, type AreaLevel, areaById, validOn } from '../../schema/areas/areas.js';
import { BadUserInput } from '../core/errors.js';
import { fold, holdsWords } from '../core/fold.js';
import { dayArgument } from '../core/scalars.js';
import { searchWords } from './indicator-search.js';
import { allowed } from './nearest.js';
import type { AreaRow } from './rows.js';

/** The arguments of Query.areas; null is the same as not given. */
export interface AreaArguments {
  readonly level?: AreaLevel | null;
  readonly codes?: readonly string[] | null;
  /** A day: 2023-06-30. */
  readonly on?: string | null;
  readonly search?: string | null;
}

const SEARCHED = new Map(AREAS.map((area) => [area, [fold(area.name.vi), fold(area.name.en)]]));

/** The areas that the arguments ask for, by level and code. Throws BadUserInput for an unknown code. */
export function areasAsked({ level, codes, on, search }: AreaArguments): readonly AreaRow[] {
  const words = search == null ? [] : searchWords(search);
  const day = on == null ? null : dayArgument('on', on);
  const ofLevel = AREAS.filter((area) => level == null || area.level === level);
  for (const code of codes ?? []) refuseUnknown(code, ofLevel, level ?? null);
  return ofLevel
    .filter(
      (area) =>
        (codes == null || codes.includes(area.code)) &&
        (day === null || validOn(area, day)) &&
        (words.length === 0 || SEARCHED.get(area)?.some((text) => holdsWords(text, words))),
    )
    .map((area) => ({ area, asOf: null }));
}

/** The area of an id. Throws BadUserInput with the nearest ids when there is none. */
export function areaNamed(id: string): AreaRow {
  const area = areaById(id);
  if (area) return { area, asOf: null };
  const ids = AREAS.map((a) => a.id);
  throw new BadUserInput('id', id, allowed('ids are those of { areas { id } }', id, ids));
}

function refuseUnknown(code: string, areas: readonly Area[], level: AreaLevel | null): void {
  const codes = areas.map((area) => area.code);
  if (codes.includes(code)) return;
  const known = level
    ? `codes are those of { areas(level: ${level}) { code } }`
    : 'codes are those of { areas { code } }';
  throw new BadUserInput('codes', code, allowed(known, code, codes));
}
