import { CITY } from '../../../schema/areas/areas.js';
import { type CatalogueIndicator, valueOfParts } from '../catalogue.js';
import { type Frequency, type Period, partsOf, periodsBetween } from '../period.js';
import type { SampleFigure } from './figure.js';
import type { CityParts, Parts } from './parts.js';
import { PRINTED_HEADLINES, type PrintedHeadline } from './printed-headlines.js';
import { FIRST_YEAR, LAST_DISTRICT_MONTH, LAST_YEAR, publishedAt } from './span.js';

/** The frequencies that agree with an indicator's own: its own and the coarser ones. */
const AGREEING: Record<Frequency, readonly Frequency[]> = {
  M: ['M', 'Q', 'S', 'A'],
  Q: ['Q', 'S', 'A'],
  S: ['S', 'A'],
  A: ['A'],
};

/** Areas below the city, in the order of their parts: districts, and the communes that came after them. */
export interface PartAreas {
  readonly districts: readonly string[];
  readonly communes: readonly string[];
}

/**
 * The figures of a count or a rate: of the city, of the districts while there were any, then of the communes. A commune has
 * no flow of the whole year in which it began. What is counted by place has communes of today all the time.
 */
export function partFigures(
  indicator: CatalogueIndicator,
  areas: PartAreas,
  partsAt: (period: Period) => CityParts | null,
  extra: readonly Period[],
  isPlaced = false,
): SampleFigure[] {
  const own = new Map(
    periodsBetween(indicator.frequency, FIRST_YEAR, LAST_YEAR).map((p) => [p.text, partsAt(p)] as const),
  );
  const figures: SampleFigure[] = [];
  const add = (period: Period, parts: CityParts | null): void => {
    if (!parts) return;
    const published = publishedAt(period);
    figures.push(figureOf(indicator, CITY.id, period, parts.city, published));
    const isLater = period.lastMonth > LAST_DISTRICT_MONTH;
    const below = isLater ? (parts.communes ?? []) : parts.districts;
    const addAll = (ids: readonly string[], all: readonly Parts[]) =>
      all.forEach((part, i) => {
        const area = ids[i];
        if (area) figures.push(figureOf(indicator, area, period, part, published));
      });
    addAll(isLater ? areas.communes : areas.districts, below);
    if (isPlaced && !isLater) addAll(areas.communes, parts.communes ?? []);
  };
  for (const p of AGREEING[indicator.frequency].flatMap((f) => periodsBetween(f, FIRST_YEAR, LAST_YEAR))) {
    const parts = partsOf(p, indicator.frequency).map((part) => own.get(part.text) ?? null);
    add(p, indicator.timeRule === 'FLOW' ? sumOf(parts) : (parts.at(-1) ?? null));
  }
  for (const p of extra) add(p, partsAt(p));
  return figures;
}

function sumOf(parts: readonly (CityParts | null)[]): CityParts | null {
  return parts.reduce((a, b) => {
    if (!a || !b) return null;
    const districts = a.districts.map((part, i) => plus(part, b.districts[i]));
    const communes = b.communes && a.communes?.map((part, i) => plus(part, b.communes?.[i]));
    return { city: plus(a.city, b.city), districts, ...(communes && { communes }) };
  });
}

function plus(a: Parts, b: Parts | undefined): Parts {
  if (!b) throw new Error('Two periods of the sample have not the same districts.');
  const denominator = a.denominator === null || b.denominator === null ? null : a.denominator + b.denominator;
  return { numerator: a.numerator + b.numerator, denominator };
}

function figureOf(
  indicator: CatalogueIndicator,
  area: string,
  period: Period,
  parts: Parts,
  published: string,
): SampleFigure {
  const people = parts.denominator;
  const denominator = people !== null && indicator.unit === 'PER_10000' ? people / 10_000 : people;
  const value = denominator === null ? parts.numerator : valueOfParts(indicator.unit, parts.numerator, denominator);
  const headline = area === CITY.id ? printedHeadline(indicator.code, period.text) : undefined;
  return {
    indicator: indicator.code,
    area,
    period: period.text,
    value: headline?.value ?? value,
    numerator: parts.numerator,
    denominator,
    status: value === null ? 'M' : 'A',
    note: headline?.note ?? null,
    publishedAt: published,
  };
}

function printedHeadline(code: string, period: string): PrintedHeadline | undefined {
  return PRINTED_HEADLINES.find((headline) => headline.indicator === code && headline.period === period);
}
