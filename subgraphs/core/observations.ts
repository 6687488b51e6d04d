import { type Area, CITY, partsOfCity, validOn } from '../../schema/areas/areas.js';
import { membersOf } from '../../schema/areas/groups.js';
import { breakBetween, startsNewDefinition } from './break.js';
import type { CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import type { MissingReason, ObservationStatus } from './figure.js';
import { type Moved, unmoved } from './geography/moved.js';
import { added, type ReportedAt, rebased } from './geography/rebase.js';
import type { Figure, ServedSlice } from './journal/served.js';
import { type Asked, refuseTooMuch, type Slices, slicesFor } from './observation-slices.js';
import type { OwnerContext } from './owner.js';
import { type Frequency, hasEnded, lastDay, type Period, period, yearBefore } from './period.js';
import { REASONS } from './reasons.js';

/** An observation as the graph's type of that name resolves it. */
export interface Observation {
  readonly area: Area;
  readonly period: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly status: ObservationStatus;
  readonly missing: MissingReason | null;
  readonly sample: boolean;
  readonly note: string | null;
  readonly changeOnYear: number | null;
  readonly figure: Figure | null;
  /** How it was brought to the boundaries asked for; null where it is as reported. */
  readonly moved: Moved | null;
  readonly part: Part;
  readonly slice: ServedSlice;
  readonly moment: Moment;
}

export type Part = 'value' | 'numerator' | 'denominator';

/** Observations of one indicator, all in one load. Throws BadUserInput when more is asked than one field answers. */
export async function observe(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  asked: Asked,
): Promise<Observation[]> {
  refuseTooMuch(asked);
  const slices = await slicesFor(context, moment, indicator, asked);
  const observations: Observation[] = [];
  for (const area of asked.areas) {
    for (const p of asked.periods) {
      const slice = slices.get(p.frequency) as ServedSlice;
      const moved = movedFigure(indicator, area, p, slices, moment, asked.boundaries);
      if (moved) {
        // A list without named periods holds what exists.
        if (asked.periodsNamed || moved.value !== null) {
          observations.push(movedObservation(indicator, area, p, 'value', slices, moment, moved, asked.boundaries));
        }
        continue;
      }
      const figure = figureOf(slice, area, p, moment.today);
      const row = figure || (asked.periodsNamed && (asked.areasNamed || validOn(area, lastDay(p))));
      if (row) observations.push(observation(indicator, area, p, 'value', slice, moment, figure));
    }
  }
  return observations;
}

/** One observation: the figure, or a part of it, or why it is missing. */
export function observation(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  part: Part,
  slice: ServedSlice,
  moment: Moment,
  found: Figure | undefined = figureOf(slice, area, p, moment.today),
): Observation {
  const figure = found ?? null;
  const value = figure ? figure[part] : null;
  const missing = value === null ? (figure?.reason ?? whyMissing(indicator, area, p, slice, moment)) : null;
  return {
    area,
    period: p.text,
    value,
    numerator: part === 'value' ? (figure?.numerator ?? null) : null,
    denominator: part === 'value' ? (figure?.denominator ?? null) : null,
    status: statusOf(figure, indicator, p, part, value, missing),
    missing,
    sample: figure?.sample[part] ?? false,
    note: figure?.note ?? null,
    changeOnYear: change(indicator, p, (period) => slice.get(area.id, period.text)?.[part] ?? null),
    figure,
    moved: null,
    part,
    slice,
    moment,
  };
}

/**
 * What a source says of a period that has not ended is no figure yet, and what it counted by place in an area that did not
 * stand is one on other boundaries.
 */
function figureOf(slice: ServedSlice, area: Area, p: Period, today: string): Figure | undefined {
  const figure = slice.get(area.id, p.text);
  return figure && hasEnded(p, today) && validOn(area, lastDay(p)) ? figure : undefined;
}

/** Reasons of a figure that cannot exist, apart from those that nobody has reported. */
const CANNOT_EXIST: ReadonlySet<MissingReason> = new Set([
  'NOT_AT_THIS_LEVEL',
  'NOT_AT_THIS_FREQUENCY',
  'DOES_NOT_APPLY',
  'AREA_NOT_STANDING',
]);

/**
 * A count keeps its own status where only the rate over it does not apply; the first figure of a new definition of the
 * catalogue says so.
 */
function statusOf(
  figure: Figure | null,
  indicator: CatalogueIndicator,
  p: Period,
  part: Part,
  value: number | null,
  missing: MissingReason | null,
): ObservationStatus {
  if (figure && figure.value === null && value !== null && part !== 'value') return 'A';
  if (figure && (value !== null || figure.value === null))
    return figure.status === 'A' && startsNewDefinition(p, indicator) ? 'B' : figure.status;
  return missing !== null && CANNOT_EXIST.has(missing) ? 'M' : 'O';
}

/** The change on the year before; null across a break, for there it would compare two definitions. */
function change(indicator: CatalogueIndicator, p: Period, at: (p: Period) => number | null): number | null {
  const now = at(p);
  if (now === null) return null;
  const before = yearBefore(p);
  const then = at(before);
  return then === null || breakBetween(before, p, indicator) ? null : now - then;
}

/**
 * A figure that no source gives as it is: of a group of areas, of an area on boundaries on which it was not reported, or of the
 * city where only its parts were reported. Null where it is a source's own.
 */
export function movedFigure(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  slices: Slices,
  { today, catalogue }: Pick<Moment, 'today' | 'catalogue'>,
  boundaries: string | null,
): Moved | null {
  if (!hasEnded(p, today)) return null;
  const weights = catalogue.weightsFor(indicator);
  const at = (areaId: string, text: string) => slices.get(period(text).frequency)?.get(areaId, text);
  const members = membersOf(area);
  const isMade = members !== null || (boundaries !== null && !validOn(area, lastDay(p)));
  if (isMade && MONTHS[p.frequency] < MONTHS[indicator.frequency]) return unmoved('NOT_AT_THIS_FREQUENCY', 'M');
  if (members && boundaries === null && !validOn(area, lastDay(p))) return null;
  if (members) return added(indicator, members, p, at, boundaries, weights);
  if (area === CITY) return cityOfParts(indicator, p, at, Boolean(slices.get(p.frequency)?.heldBack(CITY.id, p.text)));
  return boundaries === null ? null : rebased(indicator, area, p, at, weights);
}

/** Null where the city has a figure of its own, or one that is held back, and where its parts do not make one. */
function cityOfParts(indicator: CatalogueIndicator, p: Period, at: ReportedAt, heldBack: boolean): Moved | null {
  if (heldBack || at(CITY.id, p.text)) return null;
  const made = added(indicator, partsOfCity(lastDay(p)), p, at, null);
  return made.value === null ? null : made;
}

/** A moved figure as an observation: its change is told where both figures are moved and neither is of low reliability. */
export function movedObservation(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  part: Part,
  slices: Slices,
  moment: Moment,
  moved: Moved,
  boundaries: string | null,
): Observation {
  const reliable = (q: Period) => {
    const other = q === p ? moved : movedFigure(indicator, area, q, slices, moment, boundaries);
    return other && other.status !== 'U' ? other[part] : null;
  };
  return {
    area,
    period: p.text,
    value: moved[part],
    numerator: part === 'value' ? moved.numerator : null,
    denominator: part === 'value' ? moved.denominator : null,
    status: moved.status,
    missing: moved[part] === null ? moved.missing : null,
    sample: moved.madeOf.some(({ figure }) => figure.sample[part]),
    note: null,
    changeOnYear: change(indicator, p, reliable),
    figure: null,
    moved,
    part,
    slice: slices.get(p.frequency) as ServedSlice,
    moment,
  };
}

const MONTHS: Record<Frequency, number> = { A: 12, S: 6, Q: 3, M: 1 };

function whyMissing(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  slice: ServedSlice,
  { asOf, today }: Moment,
): MissingReason {
  if (!validOn(area, lastDay(p))) return 'AREA_NOT_STANDING';
  if (!hasEnded(p, today)) return 'NOT_ENDED';
  if (slice.heldBack(area.id, p.text)) return 'HELD_BACK';
  if (area.level !== 'CITY' && ['INDEX', 'SURVEY', 'CHANGE'].includes(indicator.kind)) return 'NOT_AT_THIS_LEVEL';
  if (MONTHS[p.frequency] < MONTHS[indicator.frequency]) return 'NOT_AT_THIS_FREQUENCY';
  return asOf === null && slice.freshness(area.id, p.text) === null ? 'NOT_HEARD' : 'NOT_REPORTED';
}

/** Why the value is missing, in a language; null when it is there. */
export function reasonText(missing: MissingReason | null, lang: 'VI' | 'EN'): string | null {
  return missing === null ? null : lang === 'EN' ? REASONS[missing].en : REASONS[missing].vi;
}
