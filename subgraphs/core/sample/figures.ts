import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator, ItemOf } from '../catalogue.js';
import { countsAreas, isPlaced } from '../geography/listed.js';
import type { Period } from '../period.js';
import { type AnchoredSeries, readAnchors } from './anchors.js';
import { cityValues } from './city-values.js';
import { COMMUNES, CommuneSplit } from './communes.js';
import { readDistricts } from './districts.js';
import type { SampleFigure, SampleOf } from './figure.js';
import { itemParts } from './item-parts.js';
import { type PartAreas, partFigures } from './part-figures.js';
import { type CityParts, PartsMaker } from './parts.js';
import { SCHOOL_INDICATORS, schoolItemParts, schoolParts } from './school-parts.js';
import { sampleSchools } from './schools.js';
import { LAST_DISTRICT_MONTH } from './span.js';

/**
 * The sample of a catalogue, by owner: figures at the catalogue's frequencies and the coarser ones that agree with them,
 * 2020 to 2025, and the few figures in print about a month of their own: the same on every machine. An indicator belongs
 * to the owner that it names; one without a recipe has no figures. Made once for each owner, when first asked for.
 */
export function sampleOf(catalogue: Catalogue): SampleOf {
  const anchors = readAnchors();
  const districts = readDistricts();
  const areas = { districts: districts.map(({ area }) => area), communes: COMMUNES.map(({ id }) => id) };
  const split = new CommuneSplit();
  const maker = new PartsMaker(anchors, districts);
  const known = new Map<OwnerName, readonly SampleFigure[]>();
  const partsOf = (indicator: CatalogueIndicator): ((period: Period) => CityParts | null) | null =>
    SCHOOL_INDICATORS.has(indicator.code)
      ? schoolParts(indicator.code, sampleSchools(), areas)
      : withCommunes(indicator, areas, split, maker.partsOf(indicator));
  const figuresOf = (indicator: CatalogueIndicator): SampleFigure[] => {
    if (indicator.itemOf) return itemFigures(indicator, indicator.itemOf);
    if (indicator.kind !== 'COUNT' && indicator.kind !== 'RATE') return cityValues(indicator, anchors);
    const partsAt = partsOf(indicator);
    const printed = printedMonths(indicator, anchors);
    return partsAt ? partFigures(indicator, areas, partsAt, printed, isPlaced(indicator)) : [];
  };
  const itemFigures = (indicator: CatalogueIndicator, { indicator: of, breakdown, item }: ItemOf): SampleFigure[] => {
    const total = catalogue.get(of);
    if (!total) return [];
    const partsAt = SCHOOL_INDICATORS.has(of)
      ? schoolItemParts(of, breakdown.code, item.code)
      : itemParts(breakdown, item.code, maker.partsOf(total) ?? (() => null));
    return partsAt ? partFigures(indicator, areas, partsAt, []) : [];
  };
  return (owner) => {
    const figures = known.get(owner) ?? catalogue.seriesOf(owner).flatMap(figuresOf);
    known.set(owner, figures);
    return figures;
  };
}

/** Adds the parts of the communes to those of the districts, once there are communes; a count of communes has none. */
function withCommunes(
  indicator: CatalogueIndicator,
  areas: PartAreas,
  split: CommuneSplit,
  partsAt: ((period: Period) => CityParts | null) | null,
): ((period: Period) => CityParts | null) | null {
  if (!partsAt || countsAreas(indicator.code)) return partsAt;
  return (period) => {
    const parts = partsAt(period);
    if (!parts || period.lastMonth <= LAST_DISTRICT_MONTH) return parts;
    const districts = areas.districts.flatMap((area, i) => {
      const part = parts.districts[i];
      return part ? [{ area, parts: part }] : [];
    });
    const sums = split.sums(indicator, districts, 'to');
    const nothing = { numerator: 0, denominator: parts.city.denominator === null ? null : 0 };
    return { ...parts, communes: areas.communes.map((area) => sums.get(area) ?? nothing) };
  };
}

/** Months in print of an indicator that is not monthly: each gets a figure of its own. */
function printedMonths(indicator: CatalogueIndicator, anchors: ReadonlyMap<string, AnchoredSeries>) {
  if (indicator.frequency === 'M') return [];
  const printed = anchors.get(indicator.code)?.anchors.filter((anchor) => anchor.published) ?? [];
  return printed.map((anchor) => anchor.period).filter((period) => period.frequency === 'M');
}
