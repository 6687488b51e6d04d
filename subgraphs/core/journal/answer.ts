import type { SourceFigure } from '../figure.js';
import { type Frequency, parsePeriod } from '../period.js';
import type { Failure } from './checks.js';
import type { Arrival } from './comparison.js';
import type { SliceKey } from './contract.js';
import { compareCells, sameFigure } from './sameness.js';

/** The different figures that came for each cell of a slice, by area id and period: one, unless the source contradicts itself. */
export type SliceAnswer = ReadonlyMap<string, ReadonlyMap<string, readonly SourceFigure[]>>;

/** A figure that belongs to no slice that was asked for, and says so itself. */
export interface Stray {
  readonly figure: SourceFigure;
  readonly failure: Failure;
}

/** An answer by slices. */
interface Answer {
  of(key: SliceKey): SliceAnswer;
  readonly strays: readonly Stray[];
}

type Cells = Map<string, Map<string, SourceFigure[]>>;

const NOTHING: SliceAnswer = new Map();

/**
 * Sorts the figures of an answer by slice and cell. Figures of indicators that are not the owner's, and of what is no period,
 * are strays; those of its own indicators that were not asked for are passed over, since a question may cover more than
 * its slices.
 */
export function sortAnswer(arrival: Arrival): Answer {
  const slices = new Map<string, Map<Frequency, Cells>>();
  for (const { indicator, frequency } of arrival.slices) {
    if (arrival.catalogue.get(indicator)?.owner !== arrival.owner) continue;
    within(slices, indicator, () => new Map<Frequency, Cells>()).set(frequency, new Map());
  }
  const lost = new Map<string, Cells>();
  for (const figure of arrival.figures) {
    const period = parsePeriod(figure.period);
    if (!period || arrival.catalogue.get(figure.indicator)?.owner !== arrival.owner) {
      addVariant(
        within(lost, figure.indicator, () => new Map()),
        figure,
      );
      continue;
    }
    const cells = slices.get(figure.indicator)?.get(period.frequency);
    if (cells) addVariant(cells, figure);
  }
  return {
    of: ({ indicator, frequency }) => slices.get(indicator)?.get(frequency) ?? NOTHING,
    strays: straysOf(lost, arrival),
  };
}

function straysOf(lost: ReadonlyMap<string, Cells>, arrival: Arrival): Stray[] {
  return [...lost]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, cells]) => figuresOf(cells).sort(compareCells))
    .map((figure) => ({ figure, failure: strayFailure(figure, arrival) }));
}

function figuresOf(cells: Cells): SourceFigure[] {
  return [...cells.values()].flatMap((row) => [...row.values()].flat());
}

function strayFailure(figure: SourceFigure, { catalogue, owner }: Arrival): Failure {
  const indicator = catalogue.get(figure.indicator);
  if (!indicator) return { reason: 'UNKNOWN_INDICATOR', detail: `"${figure.indicator}" is not in the catalogue` };
  return indicator.owner === owner
    ? { reason: 'FUTURE_PERIOD', detail: `"${figure.period}" is no period, so none that has ended` }
    : { reason: 'UNKNOWN_INDICATOR', detail: `${indicator.code} belongs to ${indicator.owner}, not to ${owner}` };
}

function addVariant(cells: Cells, figure: SourceFigure): void {
  const row = within(cells, figure.area, () => new Map<string, SourceFigure[]>());
  const variants = row.get(figure.period);
  if (variants) addAlike(variants, figure);
  else row.set(figure.period, [figure]);
}

/** Of figures that differ in their place alone the first place counts, whatever order they came in. */
function addAlike(variants: SourceFigure[], figure: SourceFigure): void {
  const at = variants.findIndex((other) => sameFigure(other, figure));
  const other = variants[at];
  if (!other) variants.push(figure);
  else if ((figure.place ?? '') < (other.place ?? '')) variants[at] = figure;
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
