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

/** Most judgements that one field answers. */
const MOST = 5000;

/**
 * Judges areas in periods, areas by code, periods ascending. Null when the owner of the city's figures did not answer;
 * rejects with the owner's error when it did not answer for areas, throws BadUserInput.
 */
export async function assessmentsOf(
  indicator: Indicator,
  args: AssessmentsArguments,
  { asOf, lastEnded, figures }: { asOf: string | null; lastEnded: Period; figures: AreaFigures },
): Promise<AreaAssessment[] | null> {
  const periods = periodsOf(args, lastEnded);
  const cells = cellsOf(args, periods);
  if (cells.length > MOST) {
    throw new BadUserInput('periods', periods.length, `${cells.length} judgements are asked for, at most ${MOST}`);
  }
  const rows = cells.some(({ area }) => area !== CITY)
    ? await figures.of({
        ...{ code: indicator.code, asOf, level: args.level ?? null },
        areas: args.areas ? [...new Set(cells.map(({ area }) => area.id))] : null,
        to: (periods.at(-1) as Period).text,
        boundaries: args.boundaries ?? 'AS_REPORTED',
      })
    : [];
  const byArea = new Map<string, AreaFigure[]>();
  for (const row of rows) {
    const own = byArea.get(row.area.id);
    if (own) own.push(row);
    else byArea.set(row.area.id, [row]);
  }
  const judged = cells.flatMap(({ area, p }): AreaAssessment[] => {
    const assessment =
      area === CITY ? assess(indicator, p) : assessArea(indicator, area.id, figuresOf(byArea.get(area.id)), p);
    return assessment ? [{ area, assessment }] : [];
  });
  return judged.length === 0 && cells.length > 0 ? null : judged;
}

function periodsOf({ periods }: AssessmentsArguments, lastEnded: Period): readonly Period[] {
  if (!periods) return [lastEnded];
  return [...new Set(periods.map((text) => periodArgument('periods', text)))].sort(comparePeriods);
}

function cellsOf(args: AssessmentsArguments, periods: readonly Period[]): { area: Area; p: Period }[] {
  const day = boundariesArgument(args.boundaries);
  const { areas, areasNamed } = areasOf(args);
  const standing = day === null ? areas : standingOn(day, areas, areasNamed);
  return standing.flatMap((area) =>
    periods.filter((p) => areasNamed || day !== null || validOn(area, lastDay(p))).map((p) => ({ area, p })),
  );
}

function figuresOf(rows: readonly AreaFigure[] = []) {
  return rows.map((row) => ({ ...row, period: period(row.period) }));
}
