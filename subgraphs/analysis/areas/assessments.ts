import { type Area, CITY, validOn } from '../../../schema/areas/areas.js';
import { BadUserInput } from '../../core/errors.js';
import { boundariesArgument, standingOn } from '../../core/geography/boundaries.js';
import { areasOf, type ObservationArguments } from '../../core/observation-arguments.js';
import { comparePeriods, lastDay, type Period, period, periodArgument } from '../../core/period.js';
import { type Assessment, assess, assessArea } from '../assessment.js';
import type { Indicator } from '../representation.js';
import type { AreaFigure, AreaFigures } from './figures.js';

/** The arguments of Indicator.assessments; null is the same as not given. */
export interface AssessmentsArguments extends Pick<ObservationArguments, 'level' | 'areas' | 'boundaries'> {
  readonly periods?: readonly string[] | null;
}

/** An assessment, and the area that it is of. */
export interface AreaAssessment {
  readonly area: Area;
  readonly assessment: Assessment;
}

/** An area in a period. */
interface Cell {
  readonly area: Area;
  readonly p: Period;
  /** Whether the area stood at the end of the period, or does on the day of the boundaries. */
  readonly isStanding: boolean;
}

/** A figure of an area with its period read. */
type JudgedFigure = Omit<AreaFigure, 'period'> & { readonly period: Period };

/** Most judgements that one field answers. */
const MOST = 5000;

/**
 * Judges areas in periods, areas by code, periods ascending. Null when the owner of the city's figures did not answer;
 * rejects with the owner's error when it did not answer for areas, throws BadUserInput.
 */
export async function assessmentsOf(
  indicator: Indicator,
  args: AssessmentsArguments,
  { asOf, lastEnded, figures }: Known,
): Promise<AreaAssessment[] | null> {
  const periods = periodsOf(args, lastEnded);
  const cells = cellsOf(args, periods);
  if (cells.length > MOST) {
    throw new BadUserInput('periods', periods.length, `${cells.length} judgements are asked for, at most ${MOST}`);
  }
  // Where the owner's figures of the city cannot be had, a list without the city would look whole.
  if (!indicator.series?.headline && cells.some(({ area }) => area === CITY)) return null;
  const byArea = await figuresByArea(indicator, args, cells, { asOf, lastEnded, figures });
  return cells.flatMap(({ area, p, isStanding }): AreaAssessment[] => {
    const assessment =
      area === CITY ? assess(indicator, p) : assessArea(indicator, area.id, byArea.get(area.id) ?? [], p, isStanding);
    return assessment ? [{ area, assessment }] : [];
  });
}

/** What all judgements of one question to analysis are made with. */
interface Known {
  readonly asOf: string | null;
  /** The last half-year that has ended: nothing later is known. */
  readonly lastEnded: Period;
  readonly figures: AreaFigures;
}

/** All figures up to the last period that is judged, by area id; none where that lies before the programme. */
async function figuresByArea(
  indicator: Indicator,
  { boundaries }: AssessmentsArguments,
  cells: readonly Cell[],
  { asOf, lastEnded, figures }: Known,
): Promise<ReadonlyMap<string, JudgedFigure[]>> {
  const areas = [...new Set(cells.flatMap(({ area }) => (area === CITY ? [] : [area.id])))];
  const last = cells
    .map(({ p }) => p)
    .sort(comparePeriods)
    .at(-1);
  const byArea = new Map<string, JudgedFigure[]>();
  if (!last || areas.length === 0 || last.year < firstYearOf(indicator)) return byArea;
  // Without a period the figures that exist are listed. What is moved or added up says why it is missing only where periods are
  // named; of a later period than the last that has ended there is nothing.
  const isMade = boundariesArgument(boundaries) !== null || cells.some(({ area }) => area.level === 'GROUP');
  const to = isMade && last.lastMonth <= lastEnded.lastMonth ? last.text : null;
  const rows = await figures.of({ code: indicator.code, asOf, areas, to, boundaries: boundaries ?? 'AS_REPORTED' });
  for (const row of rows) {
    const figure = { ...row, period: period(row.period) };
    const own = byArea.get(row.area.id);
    if (own) own.push(figure);
    else byArea.set(row.area.id, [figure]);
  }
  return byArea;
}

/** Before its baseline, or its first target, an indicator has no figures to judge by. */
function firstYearOf({ baseline, targets }: Indicator): number {
  return baseline?.year ?? Math.min(...targets.map(({ from }) => Number(from.slice(0, 4))));
}

function periodsOf({ periods }: AssessmentsArguments, lastEnded: Period): readonly Period[] {
  if (!periods) return [lastEnded];
  return [...new Set(periods.map((text) => periodArgument('periods', text)))].sort(comparePeriods);
}

function cellsOf(args: AssessmentsArguments, periods: readonly Period[]): Cell[] {
  const day = boundariesArgument(args.boundaries);
  const { areas, areasNamed } = areasOf(args);
  const standing = day === null ? areas : standingOn(day, areas, areasNamed);
  return standing.flatMap((area) =>
    periods
      .map((p) => ({ area, p, isStanding: day !== null || validOn(area, lastDay(p)) }))
      .filter(({ isStanding }) => isStanding || areasNamed),
  );
}
