import type { Area } from '../../schema/areas/areas.js';
import { GROUPS } from '../../schema/areas/groups.js';
import { OWNERS, type OwnerName, subgraph, titleOf } from '../../schema/subgraphs.js';
import type { Catalogue, CatalogueIndicator, Text } from '../core/catalogue.js';
import { fold } from '../core/fold.js';
import type { Agency, Definitions, Difficulty, Practice, Task } from './definitions.js';
import type {
  AgencyRow,
  DepartmentRow,
  DifficultyRow,
  IndicatorRow,
  PracticeRow,
  ProgrammeModel,
  ProgrammeRow,
  TaskRow,
} from './rows.js';

/** Rows point at each other (an indicator has tasks, a task indicators), so lists are filled while they are joined. */
type Open<R, K extends keyof R> = Omit<R, K> & { readonly [P in K]: IndicatorRow[] };

/** The areas of a code list, with their folded names. */
export type DefinedAreas = readonly { readonly area: Area; readonly searched: readonly string[] }[];

/** What a model is made of: what was known at an instant, or is now (null). */
export interface Known {
  readonly asOf: string | null;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  readonly areas: DefinedAreas;
}

export function definedAreas(areas: readonly Area[]): DefinedAreas {
  return [...areas, ...GROUPS].map((area) => ({ area, searched: [fold(area.name.vi), fold(area.name.en)] }));
}

/** Joins the catalogue and the definitions into the rows that are served. */
export function programmeModel({ asOf, catalogue, definitions, areas: defined }: Known): ProgrammeModel {
  const departments = OWNERS.map((owner) => departmentRow(owner, asOf));
  const tasks = definitions.tasks.map((task) => ({ codes: task.indicators, row: taskRow(task, asOf) }));
  const areas = defined.map(({ area, searched }) => ({ row: { area, asOf }, searched }));
  const areaById = new Map(areas.map(({ row }) => [row.area.id, row]));
  const indicators = catalogue.indicators.map((indicator) => {
    const owner = departments[OWNERS.indexOf(indicator.owner)] as DepartmentRow;
    const own = tasks.flatMap(({ codes, row }) => (codes.includes(indicator.code) ? [row] : []));
    const areaTargets = indicator.areaTargets.flatMap(({ area, targets }) => {
      const row = areaById.get(area);
      return row ? [{ area: row, targets }] : [];
    });
    return indicatorRow(indicator, owner, { tasks: own, areaTargets }, definitions, asOf);
  });
  const byCode = new Map(indicators.map((row) => [row.code, row]));
  const rowsOf = (codes: readonly string[]) => codes.flatMap((code) => byCode.get(code) ?? []);
  for (const department of departments) department.indicators.push(...indicators.filter((i) => i.owner === department));
  for (const { codes, row } of tasks) row.indicators.push(...rowsOf(codes));
  const papers = {
    tasks: tasks.map(({ row }) => row),
    difficulties: definitions.difficulties.map((difficulty) => difficultyRow(difficulty, rowsOf)),
    practices: definitions.practices.map((practice) => practiceRow(practice, areaById, byCode)),
  };
  const programme = { ...programmeRow(definitions, indicators, asOf), ...papers };
  return { programme, indicators, byCode, departments, areas, areaById };
}

function programmeRow(
  { programme, reports, documents, projects }: Definitions,
  indicators: readonly IndicatorRow[],
  asOf: string | null,
): Omit<ProgrammeRow, 'tasks' | 'difficulties' | 'practices'> {
  const { name, note, ...rest } = programme;
  return {
    ...rest,
    asOf,
    nameText: name,
    noteText: note,
    indicators: indicators.filter((row) => row.group !== 'SUPPORTING'),
    supportingIndicators: indicators.filter((row) => row.group === 'SUPPORTING'),
    declared: reports.filter((report) => report.met !== null),
    documents,
    projects,
  };
}

function departmentRow(owner: OwnerName, asOf: string | null): Open<DepartmentRow, 'indicators'> {
  const source = { __typename: `${subgraph(owner).typePrefix}Source`, owner, asOf };
  return { code: owner, nameText: titleOf(owner), source, indicators: [] };
}

function indicatorRow(
  indicator: CatalogueIndicator,
  owner: DepartmentRow,
  joined: Pick<IndicatorRow, 'tasks' | 'areaTargets'>,
  { responsibilities, declarations }: Definitions,
  asOf: string | null,
): IndicatorRow {
  const { code, name } = indicator;
  return {
    code,
    asOf,
    number: indicator.number,
    group: indicator.group,
    nameText: name,
    definitionText: definitionOf(indicator),
    unitCode: indicator.unit,
    decimals: indicator.decimals,
    direction: indicator.direction,
    kind: indicator.kind,
    timeRule: indicator.timeRule,
    frequency: indicator.frequency,
    rule: indicator.rule,
    targets: indicator.targets,
    baseline: indicator.baseline?.text ?? null,
    seasonal: indicator.seasonal,
    breaks: indicator.breaks.map((p) => p.text),
    numeratorNames: indicator.numerator,
    denominatorNames: indicator.denominator,
    minimum: indicator.minimum,
    maximum: indicator.maximum,
    plannedDenominator: indicator.plannedDenominator,
    hard: indicator.hard,
    noteText: indicator.note,
    owner,
    ...joined,
    series: { __typename: `${subgraph(indicator.owner).typePrefix}Series`, indicator: code, asOf },
    responsibilities: responsibilities.filter((r) => r.indicator === code),
    declarations: declarations.filter((d) => d.indicator === code),
    searched: [fold(code), spelledOut(fold(name.vi)), fold(name.en)],
  };
}

/** What is counted, over what, in one sentence; null where the figure is not made of counts. */
function definitionOf({ numerator, denominator }: CatalogueIndicator): Text | null {
  if (!numerator) return null;
  return {
    vi: sentence(denominator ? `${numerator.vi}, so với ${denominator.vi}` : numerator.vi),
    en: sentence(denominator ? `${numerator.en}, over ${denominator.en}` : numerator.en),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** An agency, with what is not certain about its charge. */
export function agencyRow(agency: Agency, note: Text | null): AgencyRow {
  return { code: agency.code, nameText: agency.name, noteText: note };
}

function taskRow(task: Task, asOf: string | null): Open<TaskRow, 'indicators'> {
  return {
    asOf,
    sentence: task.text,
    lead: task.lead && agencyRow(task.lead, null),
    with: task.with.map((agency) => agencyRow(agency, null)),
    given: task.given,
    period: task.period.text,
    due: task.due,
    stateInFile: task.state,
    indicators: [],
  };
}

function difficultyRow(difficulty: Difficulty, rowsOf: (codes: readonly string[]) => IndicatorRow[]): DifficultyRow {
  const { text, period, indicators } = difficulty;
  return { sentence: text, about: period, period: period.text, indicators: rowsOf(indicators) };
}

function practiceRow(
  practice: Practice,
  areaById: ProgrammeModel['areaById'],
  byCode: ProgrammeModel['byCode'],
): PracticeRow {
  const { text, area, indicator, period } = practice;
  return {
    sentence: text,
    area: area && (areaById.get(area.id) ?? null),
    indicator: indicator === null ? null : (byCode.get(indicator) ?? null),
    period: period.text,
  };
}

/** Abbreviations that names of indicators use, folded: who writes the words in full finds them too, and the other way round. */
const ABBREVIATIONS = [
  ['bhxh', 'bao hiem xa hoi'],
  ['bhyt', 'bao hiem y te'],
  ['bhtn', 'bao hiem that nghiep'],
] as const;

/** A folded name with what its abbreviations stand for, and with the abbreviations of what it spells out. */
function spelledOut(name: string): string {
  const added = ABBREVIATIONS.flatMap(([short, full]) =>
    name.includes(short) ? [full] : name.includes(full) ? [short] : [],
  );
  return [name, ...added].join(' ');
}
