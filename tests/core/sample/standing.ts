import { assess } from '../../../subgraphs/analysis/assessment.js';
import { readIndicator } from '../../../subgraphs/analysis/representation.js';
import type { CatalogueIndicator } from '../../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import { period } from '../../../subgraphs/core/period.js';
import { sampleOf } from '../../../subgraphs/core/sample/figures.js';

const catalogue = readCatalogue();
const sampleFigures = sampleOf(catalogue);
const targets = catalogue.indicators.filter((indicator) => indicator.rule !== null);

/** The judgement of every target in a period, by the sample's figures: code to state. */
export function statesAt(text: string): Map<string, string> {
  return new Map(targets.map((target) => [target.code, assess(represented(target), period(text))?.state ?? 'ABSENT']));
}

/** A target with its headline figures, as the gateway would hand it over. */
export function represented(indicator: CatalogueIndicator) {
  const headline = sampleFigures(indicator.owner)
    .filter((f) => f.indicator === indicator.code && f.area === 'CITY-01')
    .filter((f) => period(f.period).frequency === indicator.frequency)
    .map(({ period, value, numerator, denominator, status }) => {
      return { period, value, numerator, denominator, status, sample: true };
    });
  return readIndicator({
    code: indicator.code,
    rule: indicator.rule,
    direction: indicator.direction,
    decimals: indicator.decimals,
    unitCode: indicator.unit,
    timeRule: indicator.timeRule,
    frequency: indicator.frequency,
    baseline: indicator.baseline?.text ?? null,
    seasonal: indicator.seasonal,
    breaks: indicator.breaks.map((p) => p.text),
    minimum: indicator.minimum,
    maximum: indicator.maximum,
    hard: indicator.hard,
    plannedDenominator: indicator.plannedDenominator,
    numeratorNames: indicator.numerator,
    denominatorNames: indicator.denominator,
    targets: indicator.targets,
    areaTargets: [],
    series: { headline },
  });
}
