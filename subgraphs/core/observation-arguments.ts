import { AREAS, type Area, CITY } from '../../schema/areas/areas.js';
import { GROUPS, placeById } from '../../schema/areas/groups.js';
import { Notes } from '../../schema/notes.js';
import type { CatalogueIndicator } from './catalogue.js';
import { BadUserInput } from './errors.js';
import { comparePeriods, type Frequency, lastEnded, type Period, periodArgument, periodsBetween } from './period.js';

/** The arguments of `Series.observations`; null is the same as not given. */
export interface ObservationArguments {
  readonly level?: Area['level'] | null;
  readonly areas?: readonly string[] | null;
  readonly periods?: readonly string[] | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly frequency?: Frequency | null;
  /** AS_REPORTED, or the day whose areas the figures are brought to. */
  readonly boundaries?: string | null;
  /** The code of a breakdown: each of its items instead of the total. */
  readonly breakdown?: string | null;
  /** Seconds. */
  readonly maxAge?: number | null;
}

const PLACES: readonly Area[] = [...AREAS, ...GROUPS];

interface AskedAreas {
  readonly areas: readonly Area[];
  readonly areasNamed: boolean;
}

type Level = Area['level'] | null;

/** Areas by the list that names them, and level: most series of one question are asked with the same variable. */
const found = new Notes<readonly string[], Map<Level, AskedAreas>>();
/** The same where no list does. */
const ofLevels = new Map<Level, AskedAreas>();

/** The areas and groups that the arguments name, each once, by level and code; the city when they name none. */
export function areasOf({ areas, level = null }: ObservationArguments): AskedAreas {
  const byLevel = areas ? (found.of(areas) ?? found.note(areas, new Map())) : ofLevels;
  const known = byLevel.get(level);
  if (known) return known;
  const made = areas ? areasNamed(areas, level) : areasAt(level);
  byLevel.set(level, made);
  return made;
}

function areasNamed(names: readonly string[], level: Level): AskedAreas {
  const named = new Set(names.map((name) => areaNamed(name, level)));
  return { areas: PLACES.filter((area) => named.has(area)), areasNamed: true };
}

function areasAt(level: Level): AskedAreas {
  return { areas: level ? PLACES.filter((area) => area.level === level) : [CITY], areasNamed: false };
}

function areaNamed(name: string, level: Level): Area {
  const byId = placeById(name);
  if (byId && (level === null || byId.level === level)) return byId;
  const byCode = PLACES.filter((area) => area.code === name && (level === null || area.level === level));
  if (byCode.length === 1 && byCode[0]) return byCode[0];
  if (byCode.length > 1) {
    throw new BadUserInput(
      'areas',
      name,
      `several areas had this code; use an id: ${byCode.map((area) => area.id).join(', ')}`,
    );
  }
  throw new BadUserInput(
    'areas',
    name,
    'an area is named by an id such as DISTRICT-001, or by its official code, with `level`',
  );
}

interface AskedPeriods {
  readonly periods: readonly Period[];
  readonly periodsNamed: boolean;
}

/** Periods by the list that names them, as with areas. */
const foundPeriods = new Notes<readonly string[], AskedPeriods>();

/** The periods that the arguments name, ascending; without any, all from the first year on that have ended. */
export function periodsOf(
  args: ObservationArguments,
  indicator: CatalogueIndicator,
  firstYear: number,
  today: string,
): AskedPeriods {
  const { from: first, to: last } = args;
  if (args.periods) {
    if (first != null || last != null) {
      throw new BadUserInput('periods', args.periods, 'give either `periods` or `from` and `to`, not both');
    }
    const known = foundPeriods.of(args.periods);
    if (known) return known;
    const named = new Set(args.periods.map((text) => periodArgument('periods', text)));
    return foundPeriods.note(args.periods, { periods: [...named].sort(comparePeriods), periodsNamed: true });
  }
  const frequency = args.frequency ?? indicator.frequency;
  const from = periodArgument('from', first ?? String(firstYear));
  const to = last == null ? lastEnded(frequency, today) : periodArgument('to', last);
  if (from.firstMonth > to.lastMonth) throw reversed(first ?? null, from, last ?? null, to);
  return { periods: periodsBetween(frequency, from, to), periodsNamed: first != null || last != null };
}

/** Names the argument that the caller gave, and what the other end is. */
function reversed(first: string | null, from: Period, last: string | null, to: Period): BadUserInput {
  if (first !== null && last !== null)
    return new BadUserInput('from', first, `it begins after \`to\` (${last}) has ended; exchange them`);
  if (first !== null)
    return new BadUserInput('from', first, `the last period that has ended is ${to.text}; give \`to\` for later ones`);
  return new BadUserInput('to', last, `figures begin with ${from.text}; give \`from\` for earlier ones`);
}
