import { type Area, CITY, partsOfCity, validOn } from '../../schema/areas/areas.js';
import { membersOf } from '../../schema/areas/groups.js';
import { breakBetween, startsNewDefinition } from './break.js';
import type { CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import type { MissingReason, ObservationStatus } from './figure.js';
import { type Moved, unmoved } from './geography/moved.js';
import { added, type ReportedAt, rebased } from './geography/rebase.js';
import type { Figure, ServedSlice } from './journal/served.js';
import type { Slices } from './observation-slices.js';
import { type Frequency, hasEnded, lastDay, type Period, period, yearBefore } from './period.js';
import { REASONS } from './reasons.js';

export type Part = 'value' | 'numerator' | 'denominator';

/** What all observations of one indicator in one answer have in common. */
export interface Reading {
  readonly indicator: CatalogueIndicator;
  readonly slices: Slices;
  readonly moment: Moment;
  /** The day whose areas the figures are brought to; null: as reported. */
  readonly boundaries: string | null;
}

/** An area as the graph's type of that name resolves it. */
export interface AreaReference {
  readonly area: Area;
  readonly asOf: string | null;
}

/** What all observations of one period have in common within a reading; found out once for all areas. */
export interface OfPeriod {
  readonly p: Period;
  readonly day: string;
  readonly ended: boolean;
  readonly slice: ServedSlice;
  /** Whether a definition of the catalogue begins with it. */
  readonly startsAnew: boolean;
}

export function ofPeriod({ slices, moment, indicator }: Reading, p: Period): OfPeriod {
  const slice = slices[p.frequency] as ServedSlice;
  const startsAnew = startsNewDefinition(p, indicator);
  return { p, day: lastDay(p), ended: hasEnded(p, moment.today), slice, startsAnew };
}

/**
 * An observation as the graph's type of that name resolves it. What it says is found out when it is asked: of thousands of
 * observations most questions ask three or four things.
 */
export class Observation {
  constructor(
    private readonly reading: Reading,
    readonly part: Part,
    // Only `moveTo` changes what follows.
    public place: AreaReference,
    private common: OfPeriod,
    public figure: Figure | null,
    /** How it was brought to the boundaries asked for; null where it is as reported. */
    public moved: Moved | null,
  ) {}

  /** Makes it the observation of another cell, for who hands out one after the other. */
  moveTo(place: AreaReference, common: OfPeriod, figure: Figure | null, moved: Moved | null): this {
    this.place = place;
    this.common = common;
    this.figure = figure;
    this.moved = moved;
    return this;
  }

  /** As `part` says: of the figure, or of what it was brought to. */
  get value(): number | null {
    const numbers = this.moved ?? this.figure;
    if (numbers === null) return null;
    // Not `numbers[part]`: nearly all are asked for the value, and that is found at once.
    return this.part === 'value' ? numbers.value : numbers[this.part];
  }

  get area(): Area {
    return this.place.area;
  }

  get period(): string {
    return this.common.p.text;
  }

  get moment(): Moment {
    return this.reading.moment;
  }

  get slice(): ServedSlice {
    return this.common.slice;
  }

  get numerator(): number | null {
    return this.part === 'value' ? ((this.moved ?? this.figure)?.numerator ?? null) : null;
  }

  get denominator(): number | null {
    return this.part === 'value' ? ((this.moved ?? this.figure)?.denominator ?? null) : null;
  }

  /**
   * A count keeps its own status where only the rate over it does not apply; the first figure of a new definition of the
   * catalogue says so.
   */
  get status(): ObservationStatus {
    if (this.moved) return this.moved.status;
    const { figure, part } = this;
    if (figure && (part === 'value' || figure.value === null || this.value !== null)) {
      if (part !== 'value' && figure.value === null && this.value !== null) return 'A';
      const { status } = figure;
      return status === 'A' && this.common.startsAnew ? 'B' : status;
    }
    const { missing } = this;
    return missing !== null && CANNOT_EXIST.has(missing) ? 'M' : 'O';
  }

  get missing(): MissingReason | null {
    if (this.value !== null) return null;
    if (this.moved) return this.moved.missing;
    return this.figure?.reason ?? whyMissing(this.reading, this.area, this.common);
  }

  get sample(): boolean {
    if (this.moved) return this.moved.madeOf.some(({ figure }) => figure.sample[this.part]);
    return this.figure?.sample[this.part] ?? false;
  }

  get note(): string | null {
    return this.figure?.note ?? null;
  }

  /** Where it was moved, told only where both figures are moved and neither is of low reliability. */
  get changeOnYear(): number | null {
    const { area, part } = this;
    const { p } = this.common;
    if (!this.moved) return change(this.reading.indicator, p, (q) => this.slice.get(area.id, q.text)?.[part] ?? null);
    return change(this.reading.indicator, p, (q) => {
      const other = q === p ? this.moved : movedFigure(this.reading, area, q);
      return other && other.status !== 'U' ? other[part] : null;
    });
  }
}

/** One observation, as `observe` has them: the figure, or a part of it, or why it is missing. */
export function observation(reading: Reading, area: Area, p: Period, part: Part): Observation {
  const moved = canMove(area, reading.boundaries) ? movedFigure(reading, area, p) : null;
  const common = ofPeriod(reading, p);
  const isOne = moved === null && common.ended && validOn(area, common.day);
  const figure = (isOne && common.slice.get(area.id, p.text)) || null;
  return new Observation(reading, part, { area, asOf: reading.moment.asOf }, common, figure, moved);
}

/** Reasons of a figure that cannot exist, apart from those that nobody has reported. */
const CANNOT_EXIST: ReadonlySet<MissingReason> = new Set([
  'NOT_AT_THIS_LEVEL',
  'NOT_AT_THIS_FREQUENCY',
  'DOES_NOT_APPLY',
  'AREA_NOT_STANDING',
]);

/** The change on the year before; null across a break, for there it would compare two definitions. */
function change(indicator: CatalogueIndicator, p: Period, at: (p: Period) => number | null): number | null {
  const now = at(p);
  if (now === null) return null;
  const before = yearBefore(p);
  const then = at(before);
  return then === null || breakBetween(before, p, indicator) ? null : now - then;
}

/** What is needed of a reading to move figures. */
type MovingReading = Omit<Reading, 'moment'> & { readonly moment: Pick<Moment, 'today' | 'catalogue'> };

/** Whether a figure of an area can be one that no source gives as it is. */
export function canMove(area: Area, boundaries: string | null): boolean {
  return boundaries !== null || area === CITY || membersOf(area) !== null;
}

/**
 * A figure that no source gives as it is: of a group of areas, of an area on boundaries on which it was not reported, or of the
 * city where only its parts were reported. Null where it is a source's own.
 */
export function movedFigure(
  { indicator, slices, moment: { today, catalogue }, boundaries }: MovingReading,
  area: Area,
  p: Period,
): Moved | null {
  if (!hasEnded(p, today)) return null;
  const weights = catalogue.weightsFor(indicator);
  const at = (areaId: string, text: string) => slices[period(text).frequency]?.get(areaId, text);
  const members = membersOf(area);
  const isMade = members !== null || (boundaries !== null && !validOn(area, lastDay(p)));
  if (isMade && MONTHS[p.frequency] < MONTHS[indicator.frequency]) return unmoved('NOT_AT_THIS_FREQUENCY', 'M');
  if (members && boundaries === null && !validOn(area, lastDay(p))) return null;
  if (members) return added(indicator, members, p, at, boundaries, weights);
  if (area === CITY) return cityOfParts(indicator, p, at, Boolean(slices[p.frequency]?.heldBack(CITY.id, p.text)));
  return boundaries === null ? null : rebased(indicator, area, p, at, weights);
}

/** Null where the city has a figure of its own, or one that is held back, and where its parts do not make one. */
function cityOfParts(indicator: CatalogueIndicator, p: Period, at: ReportedAt, heldBack: boolean): Moved | null {
  if (heldBack || at(CITY.id, p.text)) return null;
  const made = added(indicator, partsOfCity(lastDay(p)), p, at, null);
  return made.value === null ? null : made;
}

const MONTHS: Record<Frequency, number> = { A: 12, S: 6, Q: 3, M: 1 };

/** Kinds of indicators that exist of the whole city alone. */
const OF_CITY: ReadonlySet<CatalogueIndicator['kind']> = new Set(['INDEX', 'SURVEY', 'CHANGE']);

function whyMissing(
  { indicator, moment: { asOf } }: Pick<Reading, 'indicator' | 'moment'>,
  area: Area,
  { p, day, ended, slice }: OfPeriod,
): MissingReason {
  if (!validOn(area, day)) return 'AREA_NOT_STANDING';
  if (!ended) return 'NOT_ENDED';
  if (slice.heldBack(area.id, p.text)) return 'HELD_BACK';
  if (area.level !== 'CITY' && OF_CITY.has(indicator.kind)) return 'NOT_AT_THIS_LEVEL';
  if (MONTHS[p.frequency] < MONTHS[indicator.frequency]) return 'NOT_AT_THIS_FREQUENCY';
  return asOf === null && slice.freshness(area.id, p.text) === null ? 'NOT_HEARD' : 'NOT_REPORTED';
}

/** Why the value is missing, in a language; null when it is there. */
export function reasonText(missing: MissingReason | null, lang: 'VI' | 'EN'): string | null {
  return missing === null ? null : lang === 'EN' ? REASONS[missing].en : REASONS[missing].vi;
}
