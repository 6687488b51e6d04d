import { areaById } from '../../schema/areas/areas.js';
import { AREA_OVERLAPS, type Overlap } from '../../schema/areas/successions.js';
import { type Cells, readRowsIfAny } from './cells.js';
import { type WeightKind, Weights } from './geography/weights.js';
import type { Faults } from './table.js';
import type { TableFiles } from './table-files.js';

const FILE = 'area-weights.csv';

/** The file of a catalogue that says how many live in what districts and communes have in common; it need not be there. */
export const WEIGHT_FILES = [FILE] as const;

const MEASURES = { population: 'POPULATION', households: 'HOUSEHOLDS' } as const satisfies Record<string, WeightKind>;
type Measure = keyof typeof MEASURES;
type Column = 'from' | 'to' | Measure;
const COLUMNS: readonly Column[] = ['from', 'to', 'population', 'households'];

/** Weights by people and by households, as far as they are given. */
export type GivenWeights = Partial<Record<'POPULATION' | 'HOUSEHOLDS', Weights>>;

/**
 * Reads area-weights.csv: for each pair of areas that overlaps.csv has, by their ids, the people and the households that live
 * in both. A measure is given for all pairs or for none: a pair without would count as empty. Other pairs are faults.
 */
export function readWeights(files: TableFiles, faults: Faults): GivenWeights {
  const rows = readRowsIfAny(files, FILE, COLUMNS, ['from', 'to'], faults).flatMap((cells) => {
    const [from, to] = (['from', 'to'] as const).map((column) =>
      cells.known(column, 'the id of an area, such as DISTRICT-001', areaById),
    );
    const pair = from && to && AREA_OVERLAPS.find((overlap) => overlap.from === from && overlap.to === to);
    if (from && to && !pair) cells.fault('to', `${from.id} and ${to.id} have nothing in common (overlaps.csv)`);
    return pair ? [{ pair, cells }] : [];
  });
  if (rows.length === 0) return {};
  const missing = AREA_OVERLAPS.find((overlap) => !rows.some(({ pair }) => pair === overlap));
  if (missing) faults.file(FILE, `has no row from ${missing.from.id} to ${missing.to.id}`);
  return Object.fromEntries(
    (Object.keys(MEASURES) as Measure[]).flatMap((measure) => {
      const overlaps = rows.flatMap(({ pair, cells }) => amountOf(pair, cells, measure));
      const given = rows.filter(({ cells }) => cells.optional(measure) !== null);
      if (given.length === 0) return [];
      for (const side of ['from', 'to'] as const) nameEmpty(overlaps, side, measure, faults);
      for (const { cells } of rows) if (cells.optional(measure) === null) cells.fault(measure, 'the cell is empty');
      return [[MEASURES[measure], new Weights(MEASURES[measure], overlaps)]];
    }),
  );
}

/** Nothing could be moved to or from an area in which nobody lives. */
function nameEmpty(overlaps: readonly Overlap[], side: 'from' | 'to', measure: Measure, faults: Faults): void {
  for (const area of new Set(overlaps.map((overlap) => overlap[side]))) {
    const own = overlaps.filter((overlap) => overlap[side] === area);
    if (own.every(({ amount }) => amount === 0)) faults.file(FILE, `${measure} of ${area.id} is 0 in all`);
  }
}

function amountOf({ from, to }: Overlap, cells: Cells<Column>, measure: Measure): Overlap[] {
  const amount = cells.number(measure);
  if (amount !== null && !(amount >= 0 && amount < Infinity)) cells.fault(measure, `${amount} is no count of people`);
  return amount === null ? [] : [{ from, to, amount }];
}
