import { CITY } from '../../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../catalogue.js';
import { periodsBetween } from '../period.js';
import { type AnchoredSeries, amountAt } from './anchors.js';
import type { SampleFigure } from './figure.js';
import { FIRST_YEAR, LAST_YEAR, publishedAt } from './span.js';

/**
 * The figures of an index, a survey or a change: year by year, of the city alone. A change is the fall of the prevalence
 * that is anchored beside it, so it begins a year later.
 */
export function cityValues(
  indicator: CatalogueIndicator,
  anchors: ReadonlyMap<string, AnchoredSeries>,
): SampleFigure[] {
  const change = indicator.kind === 'CHANGE';
  const series = anchors.get(change ? `${indicator.code}_PREVALENCE` : indicator.code);
  if (!series) return [];
  const years = periodsBetween('A', FIRST_YEAR, LAST_YEAR).slice(change ? 1 : 0);
  return years.map((year) => {
    const level = amountAt(series, year.lastMonth);
    const value = change ? fall(amountAt(series, year.lastMonth - 12), level) : level;
    const parts = { value, numerator: null, denominator: null };
    return {
      indicator: indicator.code,
      area: CITY.id,
      period: year.text,
      ...parts,
      status: 'A',
      note: null,
      publishedAt: publishedAt(year),
    };
  });
}

/** Rounded as the prevalences are printed: the difference of two decimals carries digits that nobody measured. */
function fall(before: number, level: number): number {
  return Math.round((before - level) * 100) / 100;
}
