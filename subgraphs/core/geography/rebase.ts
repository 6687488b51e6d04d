import { type Area, validOn } from '../../../schema/areas/areas.js';
import { type CatalogueIndicator, valueOfParts } from '../catalogue.js';
import { leastCertain, type ObservationStatus } from '../figure.js';
import type { Figure } from '../journal/served.js';
import { firstDay, lastDay, type Period, partsOf } from '../period.js';
import { countsAreas, isPlaced } from './listed.js';
import { classOf, type Ingredient, isCounted, leastReliable, type Moved, type MovingWeight, unmoved } from './moved.js';
import { AREA_WEIGHTS, COMMUNE_WEIGHTS, type Piece, type Weights } from './weights.js';

/** The figure of an area and period as it was reported, if there is one. */
export type ReportedAt = (areaId: string, period: string) => Figure | undefined;

/** The least share of an area that has to come from known figures: with less, what is missing could turn the figure. */
const KNOWN_SHARE = 0.95;

/**
 * The figure of an area in a period in which it did not stand, made of the figures of the areas that stood: areal
 * interpolation of counts by shares (Goodchild and Lam 1980), rates from their moved parts. Null where the area stood all the
 * time, so that its figure is the one that was reported. A flow of a period across a change is the sum of its parts, each
 * moved or reported; a stock belongs to its last day.
 */
export function rebased(
  indicator: CatalogueIndicator,
  area: Area,
  p: Period,
  at: ReportedAt,
  weights: Weights = AREA_WEIGHTS,
): Moved | null {
  const stoodFirst = validOn(area, firstDay(p));
  const stoodLast = validOn(area, lastDay(p));
  const isFlow = indicator.timeRule !== 'STOCK';
  if (stoodLast && (stoodFirst || !isFlow)) return null;
  const counted = isPlaced(indicator) ? at(area.id, p.text) : undefined;
  if (counted) return byPlace({ area, period: p.text, weight: 1, figure: counted });
  if (!isMovable(indicator)) return unmoved('NOT_MOVABLE', 'M');
  return isFlow && stoodFirst !== stoodLast
    ? acrossChange(indicator, area, p, at, weights)
    : moved(indicator, area, p, at, weights);
}

/** What the source has counted by place, on these boundaries, as it is. */
function byPlace(own: Ingredient): Moved {
  const { value, numerator, denominator, status, reason } = own.figure;
  const missing = value === null ? (reason ?? 'NOT_REPORTED') : null;
  return { value, numerator, denominator, status, missing, movedBy: 'PLACE', madeOf: [own], class: null };
}

/** Whether indicators move: asked of each figure, and a matter of the indicator. */
const movable = new WeakMap<CatalogueIndicator, boolean>();

/** Counts and rates of counts move; an index, an estimate of a survey, a mean and a count of areas do not. */
function isMovable(indicator: CatalogueIndicator): boolean {
  const found = movable.get(indicator);
  if (found !== undefined) return found;
  const { code, kind, timeRule } = indicator;
  const made = (kind === 'COUNT' || kind === 'RATE') && timeRule !== 'AVERAGE' && !countsAreas(code);
  movable.set(indicator, made);
  return made;
}

function moved(indicator: CatalogueIndicator, area: Area, p: Period, at: ReportedAt, weights: Weights): Moved {
  const { communes, isWhole, pieces } = wayOf(area, lastDay(p), weights);
  // Communes tell more than their district, where there are figures of all of them.
  if (areKnown(indicator, communes, p.text, at)) {
    return sumOf(
      indicator,
      ingredients(indicator, communes, p.text, at).found,
      isWhole ? 'WHOLE' : COMMUNE_WEIGHTS.kind,
    );
  }
  if (pieces.length === 0) return unmoved('NO_WEIGHT', 'O');
  const { found, known, isWithheld } = ingredients(indicator, pieces, p.text, at);
  if (!isWithheld && known < KNOWN_SHARE) return unmoved('TOO_LITTLE_KNOWN', 'O', found);
  return sumOf(indicator, found, weights.kind);
}

/** What an area can be made of on a day: the old communes that went into it; the areas that weights tell of. */
interface Way {
  readonly communes: readonly Piece[];
  /** True when all of these went into it wholly. */
  readonly isWhole: boolean;
  readonly pieces: readonly Piece[];
}

/** By the weights, the day and the area: the same for every indicator, and looked up for every figure. */
const ways = new WeakMap<Weights, Map<string, Map<Area, Way>>>();

function wayOf(area: Area, day: string, weights: Weights): Way {
  const found = ways.get(weights)?.get(day)?.get(area);
  if (found) return found;
  const communes = area.validFrom !== null && day < area.validFrom ? COMMUNE_WEIGHTS.pieces(area, day) : [];
  const isWhole = communes.every(({ weight }) => weight === 1);
  const made = { communes, isWhole, pieces: weights.pieces(area, day) };
  const ofWeights = ways.get(weights) ?? new Map<string, Map<Area, Way>>();
  const ofDay = ofWeights.get(day) ?? new Map<Area, Way>();
  ways.set(weights, ofWeights.set(day, ofDay.set(area, made)));
  return made;
}

function acrossChange(indicator: CatalogueIndicator, area: Area, p: Period, at: ReportedAt, weights: Weights): Moved {
  const all: Ingredient[] = [];
  let by: MovingWeight = 'WHOLE';
  for (const part of partsOf(p, indicator.frequency)) {
    if (part === p) return unmoved('NO_WEIGHT', 'O');
    const inPart = rebased(indicator, area, part, at, weights);
    const own = inPart ? null : at(area.id, part.text);
    if (own) all.push({ area, period: part.text, weight: 1, figure: own });
    else if (inPart && inPart.missing === null) {
      all.push(...inPart.madeOf);
      if (inPart.movedBy) by = leastReliable(by, inPart.movedBy);
    } else
      return unmoved(inPart?.missing ?? 'NOT_REPORTED', inPart?.status ?? 'O', [...all, ...(inPart?.madeOf ?? [])]);
  }
  return sumOf(indicator, all, by);
}

/** What there is of the pieces, and the share of the area that it tells of, 0 to 1. */
interface Found {
  readonly found: readonly Ingredient[];
  readonly known: number;
  readonly isWithheld: boolean;
}

function areKnown(indicator: CatalogueIndicator, pieces: readonly Piece[], period: string, at: ReportedAt): boolean {
  for (const { area } of pieces) {
    const figure = at(area.id, period);
    if (!figure || (countOf(indicator, figure) === null && !isWithheld(figure))) return false;
  }
  return pieces.length > 0;
}

/** What of a figure adds up; null where there is nothing that does, as in a rate that came without its counts. */
function countOf({ kind }: CatalogueIndicator, { value, numerator, denominator }: Figure): number | null {
  if (kind !== 'RATE') return value;
  return denominator === null ? null : numerator;
}

/** A loop, as in sumOf: a question moves tens of thousands of figures. */
function ingredients(indicator: CatalogueIndicator, pieces: readonly Piece[], period: string, at: ReportedAt): Found {
  const found: Ingredient[] = [];
  let known = 0;
  let isWithheld = false;
  for (const { area, weight, part } of pieces) {
    const figure = at(area.id, period);
    if (!figure) continue;
    found.push({ area, period, weight, figure });
    if (countOf(indicator, figure) !== null) known += part;
    if (figure.status === 'Q') isWithheld = true;
  }
  return { found, known, isWithheld };
}

/** Counts and rates of counts add up over areas. */
export function isAddable({ kind }: CatalogueIndicator): boolean {
  return kind === 'COUNT' || kind === 'RATE';
}

/**
 * The figure of several areas together (the members of a group, the parts of the city), on the boundaries of a day or as
 * reported (null): counts add up, a rate is divided anew from what adds up. What is no count or rate of counts cannot be added;
 * where one of them has no figure there is none of all.
 */
export function added(
  indicator: CatalogueIndicator,
  members: readonly Area[],
  p: Period,
  at: ReportedAt,
  boundaries: string | null,
  weights: Weights = AREA_WEIGHTS,
): Moved {
  if (!isAddable(indicator)) return unmoved('NOT_ADDABLE', 'M');
  const all: Ingredient[] = [];
  let by: MovingWeight = 'WHOLE';
  for (const area of members) {
    const own = at(area.id, p.text);
    const other = boundaries === null ? null : rebased(indicator, area, p, at, weights);
    if (other) {
      if (other.missing !== null && other.missing !== 'DOES_NOT_APPLY')
        return unmoved(other.missing, other.status, all);
      all.push(...other.madeOf);
      if (other.movedBy) by = leastReliable(by, other.movedBy);
    } else if (own && (countOf(indicator, own) !== null || isWithheld(own))) {
      all.push({ area, period: p.text, weight: 1, figure: own });
    } else {
      return unmoved('MEMBER_MISSING', 'O', all);
    }
  }
  return sumOf(indicator, all, by);
}

/** Counts are multiplied and added, a rate is divided anew; what draws on a withheld figure is withheld as well. */
function sumOf(indicator: CatalogueIndicator, madeOf: readonly Ingredient[], movedBy: MovingWeight): Moved {
  const isRate = indicator.kind === 'RATE';
  let [numerator, below, used] = [0, 0, 0];
  for (const { weight, figure } of madeOf) {
    if (isWithheld(figure)) return unmoved(figure.reason ?? 'NOT_REPORTED', 'Q', madeOf);
    // A rate over nothing has no value, and its parts still add up.
    const above = countOf(indicator, figure);
    if (above === null) continue;
    numerator += weight * above;
    below += weight * (figure.denominator ?? 0);
    used++;
  }
  if (used === 0) return unmoved('NOT_REPORTED', 'O', madeOf);
  const denominator = isRate ? below : null;
  const value = denominator === null ? numerator : valueOfParts(indicator.unit, numerator, denominator);
  if (value === null) return { ...unmoved('DOES_NOT_APPLY', 'M', madeOf), numerator, denominator, movedBy };
  const status = statusOf(indicator, madeOf, movedBy);
  const shown = status === 'U' ? classOf(value) : null;
  return { value, numerator, denominator, status, missing: null, movedBy, madeOf, class: shown };
}

function isWithheld({ status, value }: Figure): boolean {
  return status === 'Q' && value === null;
}

/** A count that was moved by area is an estimate of low reliability: people do not live evenly. */
function statusOf(
  { kind }: CatalogueIndicator,
  madeOf: readonly Ingredient[],
  movedBy: MovingWeight,
): ObservationStatus {
  let status: ObservationStatus = 'A';
  // Most are A: nothing is collected for them.
  for (const { figure } of madeOf) {
    if (figure.status !== 'A' && figure.value !== null) status = leastCertain([status, figure.status]);
  }
  if (isCounted(movedBy)) return status;
  return leastCertain([status, movedBy === 'AREA' && kind === 'COUNT' ? 'U' : 'E']);
}
