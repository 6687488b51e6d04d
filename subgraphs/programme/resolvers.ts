import { areaById } from '../../schema/areas/areas.js';
import type { TargetVersion } from '../core/catalogue.js';
import { lastEnded, type Period, parsePeriod, periodArgument } from '../core/period.js';
import type { Resolvers } from '../core/subgraph-schema.js';
import { UNIT_TEXTS } from '../core/unit-texts.js';
import { type AreaArguments, areaNamed, areasAsked } from './area-search.js';
import type { Declaration } from './definitions.js';
import { type IndicatorArguments, indicatorNamed, indicatorsAsked } from './indicator-search.js';
import { spoken } from './language.js';
import { agencyRow } from './model.js';
import { paperResolvers } from './paper-resolvers.js';
import type { AgencyRow, AreaRow, DepartmentRow, DifficultyRow, IndicatorRow, ProgrammeModel } from './rows.js';

interface PeriodArgument {
  readonly period?: string | null;
}

interface ProgrammeRow {
  readonly code: string;
  readonly asOf: string | null;
}

/**
 * Resolvers of all that the programme answers besides figures; what every owner of figures has (series, source, the code
 * list's fields of an area) is core's. `today` is the day in Hanoi, 2023-06-30.
 */
export function programmeResolvers(model: ProgrammeModel, today: () => string): Resolvers {
  const programme: ProgrammeRow = { code: model.programme.code, asOf: null };
  return {
    Query: {
      programme: () => programme,
      indicators: (_: unknown, args: IndicatorArguments) => indicatorsAsked(model, args),
      indicator: (_: unknown, { code }: { code: string }) => indicatorNamed(model, 'code', code),
      areas: (_: unknown, args: AreaArguments) => areasAsked(args),
      area: (_: unknown, { id }: { id: string }) => areaNamed(id),
      departments: () => model.departments,
    },
    Programme: programmeFields(model),
    Indicator: indicatorFields(model, today),
    Department: { name: spoken((department: DepartmentRow) => department.nameText) },
    Area: {
      validFrom: ({ area }: AreaRow) => area.validFrom,
      validTo: ({ area }: AreaRow) => area.validTo,
      parent: ({ area, asOf }: AreaRow) => {
        const parent = area.parent === null ? undefined : areaById(area.parent);
        return parent ? { area: parent, asOf } : null;
      },
      tile: ({ area }: AreaRow) => area.tile,
    },
    ...paperResolvers(today),
  };
}

function programmeFields(model: ProgrammeModel) {
  const { programme } = model;
  const targets = model.indicators.filter((row) => row.group !== 'SUPPORTING');
  const supporting = model.indicators.filter((row) => row.group === 'SUPPORTING');
  return {
    __resolveReference: ({ code, asOf }: { code: string; asOf?: string | null }): ProgrammeRow | null =>
      code === programme.code ? { code, asOf: asOf ?? null } : null,
    name: spoken(() => programme.name),
    startYear: () => programme.startYear,
    endYear: () => programme.endYear,
    issuedOn: () => programme.issuedOn,
    note: spoken(() => programme.note),
    indicators: ({ asOf }: ProgrammeRow) => knownAt(targets, asOf),
    supportingIndicators: ({ asOf }: ProgrammeRow) => knownAt(supporting, asOf),
    declared: () => model.standings,
    documents: (_: unknown, args: PeriodArgument) => within(args, model.documents, (document) => document.period),
    difficulties: (_: unknown, args: PeriodArgument) =>
      within(args, model.difficulties, (difficulty: DifficultyRow) => difficulty.about),
    practices: () => model.practices,
    tasks: () => model.tasks,
    projects: (_: unknown, { sector }: { sector?: string | null }) =>
      sector == null ? model.projects : model.projects.filter((project) => project.sector === sector),
  };
}

function indicatorFields(model: ProgrammeModel, today: () => string) {
  const asked = ({ period }: PeriodArgument) =>
    period == null ? lastEnded('S', today()) : periodArgument('period', period);
  return {
    __resolveReference: ({ code, asOf }: { code: string; asOf?: string | null }) =>
      knownAt([model.byCode.get(code)], asOf ?? null)[0] ?? null,
    name: spoken((row: IndicatorRow) => row.nameText),
    definition: spoken((row: IndicatorRow) => row.definitionText),
    note: spoken((row: IndicatorRow) => row.noteText),
    unit: spoken((row: IndicatorRow) => UNIT_TEXTS[row.unitCode]),
    target: (row: IndicatorRow, args: PeriodArgument) => targetIn(row.targets, asked(args)),
    responsible: (row: IndicatorRow, args: PeriodArgument) => responsibleIn(row, asked(args)),
    declared: (row: IndicatorRow, args: PeriodArgument) =>
      within(args, row.declarations, (declaration: Declaration) => declaration.report.period),
  };
}

/** The rows as entities of an instant: `asOf` is part of their key and has to travel to whoever resolves them further. */
function knownAt(rows: readonly (IndicatorRow | undefined)[], asOf: string | null): readonly IndicatorRow[] {
  const found = rows.flatMap((row) => row ?? []);
  return asOf === null ? found : found.map((row) => ({ ...row, asOf, series: { ...row.series, asOf } }));
}

/** The version in force on the period's last day, also when it withdraws the target; null before the first. */
function targetIn(versions: readonly TargetVersion[], { lastMonth }: Period): TargetVersion | null {
  return versions.findLast(({ from }) => (parsePeriod(from)?.firstMonth ?? Infinity) <= lastMonth) ?? null;
}

/** The agency that answers on the period's last day. The files' check leaves no month without one. */
function responsibleIn(row: IndicatorRow, { lastMonth }: Period): AgencyRow | null {
  const found = row.responsibilities.find(({ to }) => to === null || lastMonth <= to.lastMonth);
  return found ? agencyRow(found.agency, found.note) : null;
}

/** What lies wholly inside the period asked for; everything when none is. */
function within<T>({ period }: PeriodArgument, rows: readonly T[], periodOf: (row: T) => Period): readonly T[] {
  if (period == null) return rows;
  const { firstMonth, lastMonth } = periodArgument('period', period);
  return rows.filter((row) => periodOf(row).firstMonth >= firstMonth && periodOf(row).lastMonth <= lastMonth);
}
