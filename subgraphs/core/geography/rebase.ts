import { type Area, validOn } from '../../../schema/areas/areas.js';
import { type CatalogueIndicator, valueOfParts } from '../catalogue.js';
import type { ObservationStatus } from '../figure.js';
import type { Figure } from '../journal/served.js';
import { firstDay, lastDay, type Period, partsOf } from '../period.js';
import { classOf, type Ingredient, type Moved, type MovingWeight, unmoved } from './moved.js';
import { countsAreas } from './unmoved.js';
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
  if (!isMovable(indicator)) return unmoved('NOT_MOVABLE', 'M');
  return isFlow && stoodFirst !== stoodLast
    ? acrossChange(indicator, area, p, at, weights)
    : moved(indicator, area, p, at, weights);
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
  const day = lastDay(p);
  const communes = area.validFrom !== null && day < area.validFrom ? COMMUNE_WEIGHTS.pieces(area, day) : [];
  // Communes tell more than their district, where there are figures of all of them.
  if (communes.length > 0 && communes.every((piece) => at(piece.area.id, p.text))) {
    const isWhole = communes.every(({ weight }) => weight === 1);
    return sumOf(indicator, ingredients(communes, p, at).found, isWhole ? 'WHOLE' : COMMUNE_WEIGHTS.kind);
  }
  const pieces = weights.pieces(area, day);
  if (pieces.length === 0) return unmoved('NO_WEIGHT', 'O');
  const { found, known, isWithheld } = ingredients(pieces, p, at);
  if (!isWithheld && known < KNOWN_SHARE) return unmoved('TOO_LITTLE_KNOWN', 'O', found);
  return sumOf(indicator, found, weights.kind);
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
      if (inPart.movedBy && inPart.movedBy !== 'WHOLE') by = inPart.movedBy;
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

// A loop, as in sumOf: a question brings tens of thousands of figures to other boundaries.
function ingredients(pieces: readonly Piece[], { text }: Period, at: ReportedAt): Found {
  const found: Ingredient[] = [];
  let known = 0;
  let isWithheld = false;
  for (const { area, weight, part } of pieces) {
    const figure = at(area.id, text);
    if (!figure) continue;
    found.push({ area, period: text, weight, figure });
    if (figure.value !== null || figure.numerator !== null) known += part;
    isWithheld ||= figure.status === 'Q';
  }
  return { found, known, isWithheld };
}

/** Statuses that say more than that a figure was estimated. */
const WEAKER: readonly ObservationStatus[] = ['U', 'F'];

/** Counts are multiplied and added, a rate is divided anew; what draws on a withheld figure is withheld as well. */
function sumOf(indicator: CatalogueIndicator, madeOf: readonly Ingredient[], movedBy: MovingWeight): Moved {
  const isRate = indicator.kind === 'RATE';
  let [numerator, below, used] = [0, 0, 0];
  for (const { weight, figure } of madeOf) {
    if (isWithheld(figure)) return unmoved(figure.reason ?? 'NOT_REPORTED', 'Q', madeOf);
    const above = isRate ? figure.numerator : figure.value;
    // A rate over nothing has no value, and its parts still add up.
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
function statusOf({ kind }: CatalogueIndicator, all: readonly Ingredient[], movedBy: MovingWeight): ObservationStatus {
  for (const status of WEAKER) if (all.some(({ figure }) => figure.status === status)) return status;
  if (movedBy !== 'WHOLE') return movedBy === 'AREA' && kind === 'COUNT' ? 'U' : 'E';
  return all.find(({ figure }) => figure.status !== 'A' && figure.value !== null)?.figure.status ?? 'A';
}
