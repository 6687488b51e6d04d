import type { Area } from '../../schema/areas/areas.js';
import { membersOf } from '../../schema/areas/groups.js';
import { predecessorsOf, successorsOf } from '../../schema/areas/successions.js';
import type { TargetVersion } from '../core/catalogue.js';
import { asOfArgument } from '../core/definitions.js';
import { partsOfCode } from '../core/disclosure/quantity.js';
import { AREA_WEIGHTS } from '../core/geography/weights.js';
import type { Quarantined } from '../core/journal/contract.js';
import { hasEnded, inForce, lastEnded, type Period, period, periodArgument, periodsBetween } from '../core/period.js';
import type { IndicatorQuality } from '../core/quality.js';
import type { Resolvers } from '../core/subgraph-schema.js';
import { UNIT_TEXTS } from '../core/unit-texts.js';
import { type AreaArguments, areaNamed, areasAsked } from './area-search.js';
import type { Declaration } from './definitions.js';
import { type IndicatorArguments, indicatorNamed, indicatorsAsked } from './indicator-search.js';
import { spoken } from './language.js';
import { agencyRow } from './model.js';
import type { ProgrammeModels } from './models.js';
import { paperResolvers } from './paper-resolvers.js';
import type { AgencyRow, AreaRow, DepartmentRow, IndicatorRow, ProgrammeRow } from './rows.js';

interface PeriodArgument {
  readonly period?: string | null;
}

interface AsOfArgument {
  readonly asOf?: string | null;
}

/** The key of an entity that comes back from the gateway. */
interface Reference {
  readonly asOf?: string | null;
}

/**
 * Resolvers of all that the programme answers besides figures; what every owner of figures has (series, source, the code
 * list's fields of an area) is core's.
 */
export function programmeResolvers(models: ProgrammeModels): Resolvers {
  return {
    Query: queryFields(models),
    Programme: programmeFields(models),
    Indicator: indicatorFields(models),
    Target: { source: spoken(({ sourceNames }: TargetVersion) => sourceNames) },
    Department: { name: spoken((department: DepartmentRow) => department.nameText) },
    Area: areaFields(models),
    // In place of core's, also the next one: here an indicator is a row, not a key for somebody else.
    QuarantinedFigure: {
      indicator: ({ figure }: Pick<Quarantined, 'figure'>) =>
        models.now.byCode.get(partsOfCode(figure.indicator).indicator) ?? null,
    },
    IndicatorQuality: { indicator: ({ code }: Pick<IndicatorQuality, 'code'>) => models.now.byCode.get(code) ?? null },
    ...paperResolvers((asOf) => models.todayAt(asOf)),
  };
}

function queryFields(models: ProgrammeModels) {
  return {
    programme: (_: unknown, { asOf }: AsOfArgument) => models.at(asOfArgument(asOf), (model) => model.programme),
    indicators: (_: unknown, { asOf, ...args }: IndicatorArguments & AsOfArgument) =>
      models.at(asOfArgument(asOf), (model) => indicatorsAsked(model, args)),
    indicator: (_: unknown, { asOf, code }: { code: string } & AsOfArgument) =>
      models.at(asOfArgument(asOf), (model) => indicatorNamed(model, 'code', code)),
    areas: (_: unknown, { asOf, ...args }: AreaArguments & AsOfArgument) =>
      models.at(asOfArgument(asOf), (model) => areasAsked(model, args)),
    area: (_: unknown, { asOf, id }: { id: string } & AsOfArgument) =>
      models.at(asOfArgument(asOf), (model) => areaNamed(model, id)),
    departments: () => models.now.departments,
  };
}

function programmeFields(models: ProgrammeModels) {
  return {
    __resolveReference: ({ code, asOf }: { code: string } & Reference) =>
      models.at(asOf ?? null, ({ programme }) => (programme.code === code ? programme : null)),
    name: spoken((row: ProgrammeRow) => row.nameText),
    note: spoken((row: ProgrammeRow) => row.noteText),
    halfYears: ({ startYear, endYear, asOf }: ProgrammeRow) =>
      periodsBetween('S', period(String(startYear)), period(String(endYear)))
        .filter((p) => hasEnded(p, models.todayAt(asOf)))
        .map(({ text }) => text),
    documents: (row: ProgrammeRow, args: PeriodArgument) => within(args, row.documents, (document) => document.period),
    difficulties: (row: ProgrammeRow, args: PeriodArgument) =>
      within(args, row.difficulties, (difficulty) => difficulty.about),
    projects: (row: ProgrammeRow, { sector }: { sector?: string | null }) =>
      sector == null ? row.projects : row.projects.filter((project) => project.sector === sector),
  };
}

function indicatorFields(models: ProgrammeModels) {
  const asked = ({ asOf }: IndicatorRow, { period }: PeriodArgument) =>
    period == null ? lastEnded('S', models.todayAt(asOf)) : periodArgument('period', period);
  return {
    __resolveReference: ({ code, asOf }: { code: string } & Reference) =>
      models.at(asOf ?? null, ({ byCode }) => byCode.get(code) ?? null),
    name: spoken((row: IndicatorRow) => row.nameText),
    definition: spoken((row: IndicatorRow) => row.definitionText),
    note: spoken((row: IndicatorRow) => row.noteText),
    unit: spoken((row: IndicatorRow) => UNIT_TEXTS[row.unitCode]),
    target: (row: IndicatorRow, args: PeriodArgument) => inForce(row.targets, asked(row, args)),
    responsible: (row: IndicatorRow, args: PeriodArgument) => responsibleIn(row, asked(row, args)),
    declared: (row: IndicatorRow, args: PeriodArgument) =>
      within(args, row.declarations, (declaration: Declaration) => declaration.report.period),
  };
}

function areaFields(models: ProgrammeModels) {
  return {
    // In place of core's, which knows the areas of this release alone.
    __resolveReference: ({ id, asOf }: { id: string } & Reference) =>
      models.at(asOf ?? null, ({ areaById }) => areaById.get(id) ?? null),
    validFrom: ({ area }: AreaRow) => area.validFrom,
    validTo: ({ area }: AreaRow) => area.validTo,
    parent: ({ area: { parent }, asOf }: AreaRow) =>
      parent === null ? null : models.at(asOf, ({ areaById }) => areaById.get(parent) ?? null),
    tile: ({ area }: AreaRow) => area.tile,
    members: (row: AreaRow) =>
      related(
        models,
        row,
        (membersOf(row.area) ?? []).map((area) => ({ area })),
        ({ area }) => area,
      ).then((members) => members.map(({ area }) => area)),
    predecessors: (row: AreaRow) => related(models, row, predecessorsOf(row.area), ({ from }) => from),
    successors: (row: AreaRow) => related(models, row, successorsOf(row.area), ({ to }) => to),
    madeFrom: (row: AreaRow) => {
      const before = row.area.validFrom === null ? [] : AREA_WEIGHTS.before(row.area);
      return related(models, row, before, ({ area }) => area).then((shares) =>
        shares.map((share) => ({ ...share, by: AREA_WEIGHTS.kind })),
      );
    },
  };
}

/** What is said of other areas, with their rows; of those that the list of that time does not have nothing is said. */
async function related<T>(
  models: ProgrammeModels,
  { asOf }: AreaRow,
  others: readonly T[],
  areaOf: (other: T) => Area,
): Promise<(T & { readonly area: AreaRow })[]> {
  return models.at(asOf, ({ areaById }) =>
    others.flatMap((other) => {
      const area = areaById.get(areaOf(other).id);
      return area ? [{ ...other, area }] : [];
    }),
  );
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
