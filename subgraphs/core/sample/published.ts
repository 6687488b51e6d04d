import { projectFile } from '../../../schema/files.js';
import type { SourceFigure } from '../figure.js';
import { parsePeriod } from '../period.js';
import { Faults, readTable } from '../table.js';

/** One figure in print, from published.csv. */
export interface PublishedFigure {
  readonly indicator: string;
  /** Area id. */
  readonly area: string;
  /** Period text. */
  readonly period: string;
  /** Another period whose figure is the same one: the year of a stock's last half-year, or the other way round. */
  readonly sameFigure: string | null;
  /** As printed, in the indicator's unit. */
  readonly value: number;
  /** Decimals that it was printed with. */
  readonly decimals: number;
  /** The printed parts; null where print gives none. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Where it was found. */
  readonly source: string;
}

type Printed = Pick<PublishedFigure, 'value' | 'numerator' | 'denominator'>;
type Compared = Pick<SourceFigure, 'indicator' | 'area' | 'period' | 'value' | 'numerator' | 'denominator'>;

const FILE = 'published.csv';
const COLUMNS = [
  'indicator',
  'area',
  'period',
  'same_figure',
  'value',
  'decimals',
  'numerator',
  'denominator',
  'source',
] as const;

/** The figures in print. Throws a SettingsFault with every fault in the file. */
export function publishedFigures(): readonly PublishedFigure[] {
  const faults = new Faults();
  const figures = readTable(projectFile('subgraphs', 'core', 'sample', FILE), COLUMNS, faults).map(({ row, cells }) => {
    for (const column of ['value', 'decimals'] as const) {
      if (cells[column] === '' || !Number.isFinite(Number(cells[column]))) faults.cell(FILE, row, column, 'no number');
    }
    if (!parsePeriod(cells.period)) faults.cell(FILE, row, 'period', `"${cells.period}" is not a period`);
    return {
      indicator: cells.indicator,
      area: cells.area,
      period: cells.period,
      sameFigure: cells.same_figure || null,
      value: Number(cells.value),
      decimals: Number(cells.decimals),
      numerator: cells.numerator === '' ? null : Number(cells.numerator),
      denominator: cells.denominator === '' ? null : Number(cells.denominator),
      source: cells.source,
    };
  });
  faults.throwIfAny();
  return figures;
}

/** Which numbers of a served figure stood in print. */
export type PrintedParts = Readonly<Record<'value' | 'numerator' | 'denominator', boolean>>;

const NOTHING_PRINTED: PrintedParts = { value: false, numerator: false, denominator: false };

/**
 * Reads what is in print and returns the test of a served figure. A part is printed where it equals the printed number
 * exactly; what only rounds to it was made up behind the last decimal. The value, which is shown with its parts, counts
 * as printed only with all of them: where both printed parts are served, or where the value is and it has no part that
 * was made up.
 */
export function publishedTest(): (figure: Compared) => PrintedParts {
  const printed = new Map<string, Printed>();
  for (const figure of publishedFigures()) {
    for (const period of [figure.period, figure.sameFigure]) {
      if (period !== null) printed.set(`${figure.indicator} ${figure.area} ${period}`, figure);
    }
  }
  return (figure) => {
    const found = printed.get(`${figure.indicator} ${figure.area} ${figure.period}`);
    if (!found || figure.value === null) return NOTHING_PRINTED;
    const sameValue = figure.value === found.value;
    const isCount = figure.denominator === null && figure.numerator === figure.value;
    const numerator = figure.numerator !== null && (isCount ? sameValue : figure.numerator === found.numerator);
    const denominator = figure.denominator !== null && figure.denominator === found.denominator;
    const madeUpPart = (figure.numerator !== null && !numerator) || (figure.denominator !== null && !denominator);
    return { value: (sameValue && !madeUpPart) || (numerator && denominator), numerator, denominator };
  };
}
