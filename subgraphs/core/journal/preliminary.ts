import { createHash } from 'node:crypto';
import { areaById } from '../../../schema/areas/areas.js';
import { type Catalogue, type CatalogueIndicator, valueOfParts } from '../catalogue.js';
import type { SourceFigure } from '../figure.js';
import type { PrintedParts } from '../sample/published.js';

/** One in so many indicators and periods of a sample is revised. */
const ONE_IN = 12;
/** The part of a district that a preliminary report leaves out. */
const LATE_SHARE = 0.015;

interface Counted extends SourceFigure {
  readonly value: number;
  readonly numerator: number;
}

/**
 * What some figures of a sample were before they became final: one district, and with it the city, had reported a little
 * less. The choice is the same on every machine, and never falls on what stands in print. By the final figure.
 */
export function preliminaryFigures(
  figures: readonly SourceFigure[],
  catalogue: Catalogue,
  printed: (figure: SourceFigure) => PrintedParts,
): ReadonlyMap<SourceFigure, SourceFigure> {
  const preliminary = new Map<SourceFigure, SourceFigure>();
  for (const [name, group] of groupsOf(figures)) {
    const hash = hashOf(name);
    const indicator = catalogue.get(group[0]?.indicator ?? '');
    if (!indicator || hash % ONE_IN !== 0 || group.some((figure) => isPrinted(printed(figure)))) continue;
    for (const [final, first] of lowered(group, indicator, hash)) preliminary.set(final, first);
  }
  return preliminary;
}

/** By indicator and period. */
function groupsOf(figures: readonly SourceFigure[]): Map<string, SourceFigure[]> {
  const groups = new Map<string, SourceFigure[]>();
  for (const figure of figures) {
    const name = `${figure.indicator} ${figure.period}`;
    const group = groups.get(name);
    if (group) group.push(figure);
    else groups.set(name, [figure]);
  }
  return groups;
}

/** A district and the city, both lower by the same; nothing where the group is not made of whole numbers that add up. */
function lowered(
  group: readonly SourceFigure[],
  indicator: CatalogueIndicator,
  hash: number,
): [final: SourceFigure, first: SourceFigure][] {
  const counted = group.filter((figure) => isCounted(figure, indicator));
  const city = counted.find((figure) => levelOf(figure) === 'CITY');
  const districts = counted
    .filter((figure) => levelOf(figure) === 'DISTRICT' && figure.numerator >= 1)
    .sort((a, b) => (a.area < b.area ? -1 : 1));
  const district = districts[Math.floor(hash / ONE_IN) % Math.max(1, districts.length)];
  if (!city || !district) return [];
  const late = Math.max(1, Math.round(district.numerator * LATE_SHARE));
  return [district, city].map((final) => [final, less(final, late, indicator)]);
}

function less(final: Counted, late: number, { unit }: CatalogueIndicator): SourceFigure {
  const numerator = final.numerator - late;
  const value = final.denominator === null ? numerator : valueOfParts(unit, numerator, final.denominator);
  return { ...final, numerator, value, status: 'P' };
}

/** True for a final count, or a rate of one, that is exactly what its parts make. */
function isCounted(figure: SourceFigure, { unit }: CatalogueIndicator): figure is Counted {
  const { value, numerator, denominator, status } = figure;
  if (status !== 'A' || value === null || numerator === null || !Number.isInteger(numerator)) return false;
  const made = denominator === null ? numerator : valueOfParts(unit, numerator, denominator);
  return made !== null && Math.abs(made - value) < 1e-9;
}

function levelOf(figure: SourceFigure): string | undefined {
  return areaById(figure.area)?.level;
}

function isPrinted({ value, numerator, denominator }: PrintedParts): boolean {
  return value || numerator || denominator;
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
