import type { Area } from '../../schema/areas/areas.js';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { CatalogueIndicator, TargetVersion, Text } from '../core/catalogue.js';
import type { Period } from '../core/period.js';
import type { Declaration, Document, Project, Report, Responsibility } from './definitions.js';

/*
 * What the resolvers hand to the executor: plain objects, made once, with a property for each field that takes no
 * argument. The main query reads 27 of them for each question, so nothing is computed, promised or called for these.
 * Those of now are made once; those of an instant carry it in their keys, to whoever resolves them further.
 */

/** A stub of an entity that an owner's subgraph resolves; the type's name says which owner. */
interface SeriesRow {
  readonly __typename: string;
  readonly indicator: string;
  readonly asOf: string | null;
}

interface SourceRow {
  readonly __typename: string;
  readonly owner: OwnerName;
  readonly asOf: string | null;
}

/** An area of the code list, as the resolvers that all owners share take it. */
export interface AreaRow {
  readonly area: Area;
  readonly asOf: string | null;
}

export interface DepartmentRow {
  readonly code: OwnerName;
  readonly nameText: Text;
  readonly source: SourceRow;
  readonly indicators: readonly IndicatorRow[];
}

type CopiedField =
  | 'code'
  | 'number'
  | 'group'
  | 'decimals'
  | 'direction'
  | 'kind'
  | 'timeRule'
  | 'frequency'
  | 'rule'
  | 'seasonal'
  | 'plannedDenominator'
  | 'minimum'
  | 'maximum'
  | 'hard';

export interface IndicatorRow extends Pick<CatalogueIndicator, CopiedField> {
  readonly asOf: string | null;
  readonly nameText: Text;
  readonly definitionText: Text | null;
  readonly noteText: Text | null;
  readonly unitCode: CatalogueIndicator['unit'];
  readonly targets: readonly TargetVersion[];
  readonly areaTargets: readonly { readonly area: AreaRow; readonly targets: readonly TargetVersion[] }[];
  readonly baseline: string | null;
  readonly breaks: readonly string[];
  readonly numeratorNames: Text | null;
  readonly denominatorNames: Text | null;
  readonly owner: DepartmentRow;
  readonly tasks: readonly TaskRow[];
  readonly series: SeriesRow;
  readonly responsibilities: readonly Responsibility[];
  readonly declarations: readonly Declaration[];
  /** Folded code and names, for the search. */
  readonly searched: readonly string[];
}

export interface AgencyRow {
  readonly code: string;
  readonly nameText: Text;
  readonly noteText: Text | null;
}

export interface TaskRow {
  readonly asOf: string | null;
  readonly sentence: Text;
  readonly lead: AgencyRow | null;
  readonly with: readonly AgencyRow[];
  readonly given: string | null;
  readonly period: string;
  readonly due: string | null;
  readonly stateInFile: 'OPEN' | 'DONE' | null;
  readonly indicators: readonly IndicatorRow[];
}

export interface DifficultyRow {
  readonly sentence: Text;
  readonly about: Period;
  readonly period: string;
  readonly indicators: readonly IndicatorRow[];
}

export interface PracticeRow {
  readonly sentence: Text;
  readonly area: AreaRow | null;
  readonly indicator: IndicatorRow | null;
  readonly period: string;
}

export interface ProgrammeRow {
  readonly code: string;
  readonly asOf: string | null;
  readonly nameText: Text;
  readonly startYear: number;
  readonly endYear: number;
  readonly issuedOn: string | null;
  readonly noteText: Text | null;
  readonly indicators: readonly IndicatorRow[];
  readonly supportingIndicators: readonly IndicatorRow[];
  /** Reports that speak of the programme as a whole. */
  readonly declared: readonly Report[];
  readonly documents: readonly Document[];
  readonly difficulties: readonly DifficultyRow[];
  readonly practices: readonly PracticeRow[];
  readonly tasks: readonly TaskRow[];
  readonly projects: readonly Project[];
}

/** An area that can be searched for: its folded names. */
interface SearchedArea {
  readonly row: AreaRow;
  readonly searched: readonly string[];
}

/** Everything that the programme's subgraph answers besides figures, as it was known at one instant. */
export interface ProgrammeModel {
  readonly programme: ProgrammeRow;
  /** The targets in their order, then the supporting indicators. */
  readonly indicators: readonly IndicatorRow[];
  readonly byCode: ReadonlyMap<string, IndicatorRow>;
  readonly departments: readonly DepartmentRow[];
  /** All areas, in the order of the code list. */
  readonly areas: readonly SearchedArea[];
  readonly areaById: ReadonlyMap<string, AreaRow>;
}
