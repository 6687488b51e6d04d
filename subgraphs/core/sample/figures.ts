import type { OwnerName } from '../../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator } from '../catalogue.js';
import { type AnchoredSeries, readAnchors } from './anchors.js';
import { cityValues } from './city-values.js';
import { readDistricts } from './districts.js';
import type { SampleFigure, SampleOf } from './figure.js';
import { partFigures } from './part-figures.js';
import { PartsMaker } from './parts.js';
import { SCHOOL_INDICATORS, schoolParts } from './school-parts.js';
import { sampleSchools } from './schools.js';

/**
 * The sample of a catalogue, by owner: figures at the catalogue's frequencies and the coarser ones that agree with them,
 * 2020 to 2025, and the few figures in print about a month of their own: the same on every machine. An indicator belongs
 * to the owner that it names; one without a recipe has no figures. Made once for each owner, when first asked for.
 */
export function sampleOf(catalogue: Catalogue): SampleOf {
  const anchors = readAnchors();
  const districts = readDistricts();
  const areas = districts.map((district) => district.area);
  const maker = new PartsMaker(anchors, districts);
  const known = new Map<OwnerName, readonly SampleFigure[]>();
  const figuresOf = (indicator: CatalogueIndicator): SampleFigure[] => {
    if (indicator.kind !== 'COUNT' && indicator.kind !== 'RATE') return cityValues(indicator, anchors);
    const partsAt = SCHOOL_INDICATORS.has(indicator.code)
      ? schoolParts(indicator.code, sampleSchools(), areas)
      : maker.partsOf(indicator);
    return partsAt ? partFigures(indicator, areas, partsAt, printedMonths(indicator, anchors)) : [];
  };
  return (owner) => {
    const figures = known.get(owner) ?? catalogue.ofOwner(owner).flatMap(figuresOf);
    known.set(owner, figures);
    return figures;
  };
}

/** Months in print of an indicator that is not monthly: each gets a figure of its own. */
function printedMonths(indicator: CatalogueIndicator, anchors: ReadonlyMap<string, AnchoredSeries>) {
  if (indicator.frequency === 'M') return [];
  const printed = anchors.get(indicator.code)?.anchors.filter((anchor) => anchor.published) ?? [];
  return printed.map((anchor) => anchor.period).filter((period) => period.frequency === 'M');
}
