import { AREAS, type Area, validOn } from '../../../schema/areas/areas.js';
import { BadUserInput } from '../errors.js';
import { dayArgument } from '../scalars.js';

/** The word for figures on the boundaries that they were reported on. */
const AS_REPORTED = 'AS_REPORTED';

/** The day whose areas figures are brought to; null: as they were reported. Throws BadUserInput for what is no day. */
export function boundariesArgument(text: string | null | undefined): string | null {
  return text == null || text === AS_REPORTED ? null : dayArgument('boundaries', text);
}

/** Keeps the areas that stood on a day. Throws BadUserInput when none of a level did, or a named one did not. */
export function standingOn(day: string, areas: readonly Area[], named: boolean): readonly Area[] {
  const standing = areas.filter((area) => validOn(area, day));
  const gone = areas.find((area) => !validOn(area, day));
  if (gone && (named || standing.length === 0)) {
    const levels = [...new Set(AREAS.filter((area) => validOn(area, day)).map(({ level }) => level))].join(', ');
    const what = named ? `${gone.name.vi} (${gone.id}) did not stand` : `no ${gone.level} stood`;
    throw new BadUserInput(
      'boundaries',
      day,
      `${what} on that day; there were ${levels}: { areas(on: "${day}") { id } }`,
    );
  }
  return standing;
}
