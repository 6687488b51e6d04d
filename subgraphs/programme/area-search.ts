import { type AreaLevel, validOn } from '../../schema/areas/areas.js';
import { BadUserInput } from '../core/errors.js';
import { holdsWords } from '../core/fold.js';
import { dayArgument } from '../core/scalars.js';
import { searchWords } from './indicator-search.js';
import { allowed } from './nearest.js';
import type { AreaRow, ProgrammeModel } from './rows.js';

/** The arguments of Query.areas; null is the same as not given. */
export interface AreaArguments {
  readonly level?: AreaLevel | null;
  readonly codes?: readonly string[] | null;
  /** A day: 2023-06-30. */
  readonly on?: string | null;
  readonly search?: string | null;
}

/** The areas that the arguments ask for, by level and code. Throws BadUserInput for an unknown code. */
export function areasAsked(model: ProgrammeModel, { level, codes, on, search }: AreaArguments): readonly AreaRow[] {
  const words = search == null ? [] : searchWords(search);
  const day = on == null ? null : dayArgument('on', on);
  // A group is no area: it is listed when it is asked for.
  const ofLevel = model.areas.filter(
    ({ row }) => row.area.level === (level ?? row.area.level) && (level != null || row.area.level !== 'GROUP'),
  );
  const known = ofLevel.map(({ row }) => row.area.code);
  for (const code of codes ?? []) refuseUnknown(code, known, level ?? null);
  return ofLevel
    .filter(
      ({ row, searched }) =>
        (codes == null || codes.includes(row.area.code)) &&
        (day === null || validOn(row.area, day)) &&
        (words.length === 0 || searched.some((text) => holdsWords(text, words))),
    )
    .map(({ row }) => row);
}

/** The area of an id. Throws BadUserInput with the nearest ids when there is none. */
export function areaNamed({ areaById }: ProgrammeModel, id: string): AreaRow {
  const row = areaById.get(id);
  if (row) return row;
  const ids = [...areaById.keys()];
  throw new BadUserInput('id', id, allowed('ids are those of { areas { id } }', id, ids));
}

function refuseUnknown(code: string, codes: readonly string[], level: AreaLevel | null): void {
  if (codes.includes(code)) return;
  const known = level
    ? `codes are those of { areas(level: ${level}) { code } }`
    : 'codes are those of { areas { code } }';
  throw new BadUserInput('codes', code, allowed(known, code, codes));
}
