import { projectFile } from '../../../schema/files.js';
import { type Period, parsePeriod } from '../period.js';
import { Faults, readTable } from '../table.js';

/** One row of anchors.csv. */
interface Anchor {
  readonly period: Period;
  readonly amount: number;
  readonly published: boolean;
}

/** The anchors of one series, by last month: of an indicator, or of a base table that rates are made of. */
export interface AnchoredSeries {
  readonly name: string;
  /** `count`: the amount is the count (of a rate: its numerator). `value`: it is the value in the unit. */
  readonly as: 'count' | 'value';
  readonly anchors: readonly Anchor[];
}

const COLUMNS = ['series', 'period', 'amount', 'as', 'evidence'] as const;

/** The city's anchors by series, from anchors.csv. Throws a SettingsFault with every fault in the file. */
export function readAnchors(): ReadonlyMap<string, AnchoredSeries> {
  const faults = new Faults();
  const file = 'anchors.csv';
  const series = new Map<string, { name: string; as: 'count' | 'value'; anchors: Anchor[] }>();
  for (const { row, cells } of readTable(projectFile('subgraphs', 'core', 'sample', file), COLUMNS, faults)) {
    const period = parsePeriod(cells.period);
    const as = cells.as === 'count' || cells.as === 'value' ? cells.as : null;
    if (!period) faults.cell(file, row, 'period', `"${cells.period}" is not a period`);
    if (!as) faults.cell(file, row, 'as', `"${cells.as}" is neither count nor value`);
    if (cells.amount === '' || !Number.isFinite(Number(cells.amount))) faults.cell(file, row, 'amount', 'no number');
    if (!period || !as) continue;
    const found = series.get(cells.series) ?? { name: cells.series, as, anchors: [] };
    const last = found.anchors.at(-1);
    if (found.as !== as) faults.cell(file, row, 'as', 'the series is anchored in another way above');
    if (last && last.period.lastMonth >= period.lastMonth)
      faults.cell(file, row, 'period', 'is not after the one above');
    found.anchors.push({ period, amount: Number(cells.amount), published: cells.evidence === 'published' });
    series.set(cells.series, found);
  }
  faults.throwIfAny();
  return series;
}

/** The amount at the end of a month: an anchor's own, or on the straight line between the two around it. */
export function amountAt(series: AnchoredSeries, month: number): number {
  let before: Anchor | undefined;
  for (const anchor of series.anchors) {
    if (anchor.period.lastMonth === month) return anchor.amount;
    if (anchor.period.lastMonth > month) {
      if (!before) break;
      const gone = (month - before.period.lastMonth) / (anchor.period.lastMonth - before.period.lastMonth);
      return before.amount + (anchor.amount - before.amount) * gone;
    }
    before = anchor;
  }
  throw new Error(
    `anchors.csv: ${series.name} has no anchor before, or none after, ${Math.floor(month / 12)}-${(month % 12) + 1}.`,
  );
}
