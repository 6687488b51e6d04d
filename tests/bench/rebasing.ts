import { type Area, areasOn } from '../../schema/areas/areas.js';
import type { Overlap } from '../../schema/areas/successions.js';
import { OWNERS } from '../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator } from '../../subgraphs/core/catalogue.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { isPlaced } from '../../subgraphs/core/geography/listed.js';
import { type ReportedAt, rebased } from '../../subgraphs/core/geography/rebase.js';
import { AREA_WEIGHTS, Weights } from '../../subgraphs/core/geography/weights.js';
import type { Figure } from '../../subgraphs/core/journal/served.js';
import { type Period, period, periodsBetween } from '../../subgraphs/core/period.js';
import { COMMUNES, CommuneSplit } from '../../subgraphs/core/sample/communes.js';
import { sampleOf } from '../../subgraphs/core/sample/figures.js';
import { type Bench, byTurns, type Measured, measured, median, quantile } from './measure.js';

const DISTRICTS = areasOn('DISTRICT', '2024-12-31');
const MANY = 3321;
const MARK = {
  position: 1,
  recordedAt: '',
  released: null,
  reason: null,
  document: null,
  place: null,
  confidentiality: 'F',
} as const;

/** By indicator, area and period, as a slice holds them. */
type Cells = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Figure>>>;

/** Brings five years of all indicators to the communes of today, and to many areas made up; sets them against the sample's truth. */
export const rebasing: Bench = async () => {
  const catalogue = readCatalogue();
  const cells = cellsOf(catalogue);
  const indicators = catalogue.indicators.filter(({ kind }) => kind === 'COUNT' || kind === 'RATE');
  const madeUp = areasMadeUp();
  const work = (areas: readonly Area[], weights: Weights) => () => {
    for (const indicator of indicators) move(indicator, areas, cells, weights);
  };
  const many = new Weights('AREA', madeUp.overlaps);
  const times = await byTurns({ communes: work(COMMUNES, AREA_WEIGHTS), many: work(madeUp.areas, many) }, 5);
  const cellsMoved = indicators.reduce((sum, i) => sum + periodsOf(i).length, 0);
  const perCell = (ms: readonly number[], areas: number) => (1_000_000 * median(ms)) / (cellsMoved * areas);
  const [few, lots] = [perCell(times.communes, COMMUNES.length), perCell(times.many, MANY)];
  return [
    measured('five years of all indicators, 30 districts to 126 communes', median(times.communes), 'ms', 100),
    measured('a cell of these', few, 'ns'),
    measured(`a cell of ${MANY} areas made up`, lots, 'ns'),
    measured('the one against the other', lots / few, 'x', 1.5),
    ...errors(indicators, cells),
  ];
};

function periodsOf({ frequency }: CatalogueIndicator): Period[] {
  return periodsBetween(frequency, period('2020'), period('2024'));
}

function move(indicator: CatalogueIndicator, areas: readonly Area[], cells: Cells, weights: Weights) {
  const at = reported(indicator, cells);
  return periodsOf(indicator).flatMap((p) => areas.map((area) => rebased(indicator, area, p, at, weights)));
}

function reported({ code }: CatalogueIndicator, cells: Cells): ReportedAt {
  const areas = cells.get(code);
  return (area, text) => areas?.get(area)?.get(text);
}

function cellsOf(catalogue: Catalogue): Cells {
  const sample = sampleOf(catalogue);
  const marked = { value: true, numerator: true, denominator: true };
  const cells = new Map<string, Map<string, Map<string, Figure>>>();
  for (const f of OWNERS.flatMap((owner) => sample(owner))) {
    const areas = cells.get(f.indicator) ?? new Map<string, Map<string, Figure>>();
    const periods = areas.get(f.area) ?? new Map<string, Figure>();
    periods.set(f.period, { ...f, ...MARK, sample: marked });
    cells.set(f.indicator, areas.set(f.area, periods));
  }
  return cells;
}

/** Each district cut into about a hundred and eleven parts. */
function areasMadeUp(): { areas: readonly Area[]; overlaps: readonly Overlap[] } {
  const areas = Array.from({ length: MANY }, (_, i): Area => {
    const code = String(i);
    const names = { name: { vi: code, en: code }, parent: 'CITY-01', tile: null };
    return { id: `COMMUNE-M${code}`, level: 'COMMUNE', code, validFrom: '2025-07-01', validTo: null, ...names };
  });
  const overlaps = areas.map((to, i) => ({ from: DISTRICTS[i % 30] as Area, to, amount: 1 + (i % 7) }));
  return { areas, overlaps };
}

/** How far moved figures of the end of 2023 are from the sample's truth, by the weight used, in % of the truth. */
function errors(indicators: readonly CatalogueIndicator[], cells: Cells): Measured[] {
  const split = new CommuneSplit();
  const people = DISTRICTS.flatMap((from) =>
    split.atoms(from.id).map(({ to, weight }) => ({ from, to, amount: weight })),
  );
  return [AREA_WEIGHTS, new Weights('POPULATION', people)].flatMap((weights) => {
    const [counts, rates]: [number[], number[]] = [[], []];
    for (const indicator of indicators) {
      // Schools are counted where they stand: nothing is estimated.
      if (isPlaced(indicator)) continue;
      const p = periodsBetween(indicator.frequency, period('2023'), period('2023')).at(-1) as Period;
      const at = reported(indicator, cells);
      const perTenThousand = indicator.unit === 'PER_10000' ? 10_000 : 1;
      const parts = DISTRICTS.flatMap(({ id }) => {
        const f = at(id, p.text);
        if (f?.numerator == null || !Number.isInteger(f.numerator)) return [];
        const denominator = f.denominator === null ? null : Math.round(f.denominator * perTenThousand);
        return [{ area: id, parts: { numerator: f.numerator, denominator } }];
      });
      const truth = split.sums(indicator, parts, 'to');
      for (const area of COMMUNES) {
        const moved = rebased(indicator, area, p, at, weights);
        const actual = truth.get(area.id);
        if (!actual || moved?.numerator == null || actual.numerator === 0) continue;
        counts.push((100 * Math.abs(moved.numerator - actual.numerator)) / actual.numerator);
        if (!actual.denominator || !moved.denominator) continue;
        const rate = actual.numerator / actual.denominator;
        rates.push((100 * Math.abs(moved.numerator / (moved.denominator * perTenThousand) - rate)) / rate);
      }
    }
    return [['counts', counts] as const, ['rates', rates] as const].flatMap(([what, list]) => [
      measured(`error of ${what} moved by ${weights.kind}, median`, median(list), '%'),
      measured(`error of ${what} moved by ${weights.kind}, 95th percentile`, quantile(list, 0.95), '%'),
    ]);
  });
}
