import { type Area, CITY, validOn } from '../../schema/areas/areas.js';
import { breakBetween, startsNewDefinition } from './break.js';
import type { Catalogue, CatalogueIndicator } from './catalogue.js';
import type { Moment } from './definitions.js';
import { BadUserInput } from './errors.js';
import type { MissingReason, ObservationStatus } from './figure.js';
import type { Moved } from './geography/moved.js';
import { rebased } from './geography/rebase.js';
import type { Figure, ServedSlice } from './journal/served.js';
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

/** The first year that anybody may ask for: who goes further back has most likely slipped. */
const EARLIEST_YEAR = 2000;
/** Longest lists that one field answers: beyond these a caller has most likely slipped, and memory would suffer. */
const MOST_CELLS = 20_000;
const MOST_PERIODS = 400;

/** What a question about one indicator asks for. */
export interface Asked {
  readonly areas: readonly Area[];
  /** True when the areas were named one by one: then each gets its rows, also those that did not stand. */
  readonly areasNamed: boolean;
  readonly periods: readonly Period[];
  /** True when periods were named: then each gets a row, also a missing one. */
  readonly periodsNamed: boolean;
  /** True when the year before is needed too. */
  readonly change: boolean;
  /** Milliseconds within which the figures must have been confirmed; null: the department's own. */
  readonly maxAgeMs: number | null;
  /** The day whose areas the figures are brought to; null: as reported. */
  readonly boundaries: string | null;
  /** How many lists like this one the field answers together, 1 by default. */
  readonly fields?: number;
}

/** The slices of one indicator, by frequency. */
type Slices = ReadonlyMap<Frequency, ServedSlice>;

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
      const moved = asked.boundaries === null ? null : movedFigure(indicator, area, p, slices, moment.today);
      if (moved) {
        // A list without named periods holds what exists.
        if (asked.periodsNamed || moved.value !== null) {
          observations.push(movedObservation(indicator, area, p, 'value', slices, moment, moved));
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

/** The slices that hold the periods, and with `change` those of the year before: all their figures, so that one fetch is enough. */
export async function slicesFor(
  context: OwnerContext,
  moment: Moment,
  indicator: CatalogueIndicator,
  { areas, periods, change, maxAgeMs, boundaries }: Omit<Asked, 'areasNamed' | 'periodsNamed'>,
): Promise<Slices> {
  const usual = firstYearOf(moment);
  const firstYears = new Map<Frequency, number>();
  for (const p of periods) {
    const year = change ? p.year - 1 : p.year;
    if (p.year < EARLIEST_YEAR) throw new BadUserInput('periods', p.text, `figures are kept from ${EARLIEST_YEAR} on`);
    // A period across a change of boundaries is made of its parts.
    for (const frequency of boundaries === null ? [p.frequency] : [p.frequency, indicator.frequency]) {
      firstYears.set(frequency, Math.max(EARLIEST_YEAR, Math.min(usual, year, firstYears.get(frequency) ?? usual)));
    }
  }
  const cityOnly = areas.every((area) => area === CITY);
  const slices = await Promise.all(
    [...firstYears].map(([frequency, firstYear]) =>
      context.figures.slice({ indicator: indicator.code, frequency, firstYear, maxAgeMs, moment, cityOnly }),
    ),
  );
  return new Map(slices.map((slice) => [slice.frequency, slice]));
}

/** First years by catalogue: every series that is asked for needs one. */
const yearsOfCatalogues = new WeakMap<Catalogue, number>();

/** The first year of all that is asked for unless a question goes further back: that of the earliest baseline. */
export function firstYearOf({ catalogue }: Pick<Moment, 'catalogue'>): number {
  const found = yearsOfCatalogues.get(catalogue);
  if (found !== undefined) return found;
  const made = Math.min(...catalogue.indicators.flatMap((i) => (i.baseline ? [i.baseline.year] : [])));
  yearsOfCatalogues.set(catalogue, made);
  return made;
}

function refuseTooMuch({ areas, periods, fields = 1 }: Asked): void {
  if (periods.length > MOST_PERIODS) {
    throw new BadUserInput(
      'periods',
      periods.length,
      `one field answers at most ${MOST_PERIODS} periods; narrow \`from\` and \`to\``,
    );
  }
  const cells = areas.length * periods.length * fields;
  if (cells > MOST_CELLS) {
    throw new BadUserInput(
      'areas',
      cells,
      `one field answers at most ${MOST_CELLS} figures (areas by periods, by items of a breakdown); ask for fewer`,
    );
  }
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

/** What a source says of a period that has not ended is no figure yet. */
function figureOf(slice: ServedSlice, area: Area, p: Period, today: string): Figure | undefined {
  const figure = slice.get(area.id, p.text);
  return figure && hasEnded(p, today) ? figure : undefined;
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

/** The figure of an area on boundaries on which it was not reported; null where it was. */
export function movedFigure(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  slices: Slices,
  today: string,
): Moved | null {
  if (!hasEnded(p, today)) return null;
  return rebased(indicator, area, p, (areaId, text) => slices.get(period(text).frequency)?.get(areaId, text));
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
): Observation {
  const reliable = (q: Period) => {
    const other = q === p ? moved : movedFigure(indicator, area, q, slices, moment.today);
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
