import { type CatalogueIndicator, valueOfParts } from './catalogue.js';
import { leastCertain, type ObservationStatus, type SourceFigure } from './figure.js';
import { type Period, partsOf } from './period.js';

/** The figure that a source holds for a period, of one indicator and area; undefined when it has none. */
export type FigureAt = (period: string) => SourceFigure | undefined;

/**
 * The figure of a period, as the source holds it or made of finer ones by the indicator's rule of time: a flow is the sum
 * of all its parts (a rate's numerators and denominators are summed, then divided), a stock its last part, an average the
 * mean of all. Undefined when the source has neither the figure nor every part that it rests on; a part without a value
 * leaves the whole without one, for the part's reason. The provenance names the documents of all parts.
 */
export function coarserFigure(indicator: CatalogueIndicator, period: Period, at: FigureAt): SourceFigure | undefined {
  const own = at(period.text);
  if (own) return own;
  const periods = partsOf(period, indicator.frequency);
  const needed = indicator.timeRule === 'STOCK' ? periods.slice(-1) : periods;
  const parts = needed.flatMap((part) => at(part.text) ?? []);
  const [first] = parts;
  if (!first || parts.length < needed.length) return undefined;
  return { ...first, period: period.text, ...numbersOf(indicator, parts), ...remarksOf(parts) };
}

type Numbers = Pick<SourceFigure, 'value' | 'numerator' | 'denominator' | 'status' | 'reason'>;

function numbersOf(indicator: CatalogueIndicator, parts: readonly SourceFigure[]): Numbers {
  const [only] = parts;
  if (only && parts.length === 1) {
    const { value, numerator, denominator, status, reason } = only;
    return { value, numerator, denominator, status, reason };
  }
  const status = leastCertain(parts.map((part) => part.status));
  return indicator.timeRule === 'FLOW' && indicator.kind === 'RATE'
    ? rateOf(indicator, parts, status)
    : amountOf(indicator, parts, status);
}

function rateOf(indicator: CatalogueIndicator, parts: readonly SourceFigure[], status: ObservationStatus): Numbers {
  // A part whose denominator is zero has no value and still adds up: nothing to nothing.
  const blank = parts.find((part) => part.numerator === null || part.denominator === null);
  if (blank) return missing(blank);
  const numerator = sum(parts.map((part) => part.numerator ?? 0));
  const denominator = sum(parts.map((part) => part.denominator ?? 0));
  const value = valueOfParts(indicator.unit, numerator, denominator);
  return value === null
    ? { value, numerator, denominator, status: 'M', reason: 'DOES_NOT_APPLY' }
    : { value, numerator, denominator, status, reason: null };
}

function amountOf(indicator: CatalogueIndicator, parts: readonly SourceFigure[], status: ObservationStatus): Numbers {
  const blank = parts.find((part) => part.value === null);
  if (blank) return missing(blank);
  const total = sum(parts.map((part) => part.value ?? 0));
  const counted = indicator.timeRule === 'FLOW' && parts.every((part) => part.numerator !== null);
  return {
    value: indicator.timeRule === 'FLOW' ? total : total / parts.length,
    numerator: counted ? sum(parts.map((part) => part.numerator ?? 0)) : null,
    denominator: null,
    status,
    reason: null,
  };
}

function missing(part: SourceFigure): Numbers {
  const { status, reason } = part;
  return { value: null, numerator: null, denominator: null, status, reason };
}

function remarksOf(parts: readonly SourceFigure[]): Pick<SourceFigure, 'note' | 'document' | 'place' | 'publishedAt'> {
  return {
    note: joined(parts.map((part) => part.note)),
    document: joined(parts.map((part) => part.document)),
    place: joined(parts.map((part) => part.place)),
    publishedAt:
      parts
        .flatMap((part) => part.publishedAt ?? [])
        .sort()
        .at(-1) ?? null,
  };
}

function joined(texts: readonly (string | null)[]): string | null {
  return [...new Set(texts.flatMap((text) => text ?? []))].join('; ') || null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
