import { join } from 'node:path';
import { projectFile } from '../../schema/files.js';
import { OWNERS } from '../../schema/subgraphs.js';
import { BREAKDOWN_FILES, itemsOf, withBreakdowns } from './breakdown-files.js';
import { type Catalogue, type CatalogueIndicator, DIRECTIONS, KINDS, RULES, TIME_RULES, UNITS } from './catalogue.js';
import { contradictionsOf, targetContradictionsOf } from './catalogue-contradictions.js';
import { type Cells, readRows } from './cells.js';
import { AREA_WEIGHTS } from './geography/weights.js';
import { FREQUENCIES, parsePeriod } from './period.js';
import { Faults } from './table.js';
import { type FileTexts, filesOfFolder, filesOfTexts, type TableFiles, textsOf } from './table-files.js';
import { TARGET_FILES, targetsOf, withTargetFiles } from './target-files.js';
import { readWeights, WEIGHT_FILES } from './weight-files.js';

const SHARED_COLUMNS = [
  'code',
  'owner',
  'agency_vi',
  'agency_en',
  'name_vi',
  'name_en',
  'unit',
  'direction',
  'kind',
  'time_rule',
  'frequency',
  'decimals',
  'minimum',
  'maximum',
  'max_jump',
  'threshold',
  'numerator_vi',
  'numerator_en',
  'denominator_vi',
  'denominator_en',
  'note_vi',
  'note_en',
] as const;

const TARGET_COLUMNS = [
  ...SHARED_COLUMNS,
  'number',
  'group',
  'rule',
  'targets',
  'baseline',
  'seasonal',
  'breaks',
  'planned_denominator',
  'hard',
] as const;

type SharedColumn = (typeof SHARED_COLUMNS)[number];
type TargetColumn = (typeof TARGET_COLUMNS)[number];

/** The files of a catalogue: the targets, what is followed beside them, and what need not be there. */
export const CATALOGUE_FILES = [
  'targets.csv',
  'supporting.csv',
  ...TARGET_FILES,
  ...BREAKDOWN_FILES,
  ...WEIGHT_FILES,
] as const;

const GROUPS = ['SOCIAL_SECURITY', 'WELFARE'] as const;

/**
 * Reads the catalogue from a folder with targets.csv and supporting.csv, by default the project's own. Throws a
 * SettingsFault that names every fault with file, row and column.
 */
export function readCatalogue(folder?: string): Catalogue {
  const faults = new Faults();
  const catalogue = catalogueOf(folder ?? null, faults);
  faults.throwIfAny();
  return catalogue;
}

/**
 * Reads the catalogue as readCatalogue does, but adds what is wrong to `faults`. With faults it is good only for naming what
 * else is wrong beside it: it then holds the rows that could be read, none of a file that could not be.
 */
export function catalogueOf(given: string | null, faults: Faults): Catalogue {
  return catalogueFrom(filesOfFolder(folderOf(given)), faults);
}

/** The paths of all files that a catalogue in a folder, by default the project's own, can have. */
export function catalogueFiles(given: string | null): readonly string[] {
  return CATALOGUE_FILES.map((file) => join(folderOf(given), file));
}

function folderOf(given: string | null): string {
  return given ?? projectFile('schema', 'catalogue');
}

/**
 * Makes the catalogue of texts that were kept, with targets.csv and supporting.csv among them. `where` says where they come
 * from, for messages. Throws a SettingsFault that names every fault.
 */
export function catalogueOfTexts(where: string, texts: FileTexts): Catalogue {
  const faults = new Faults();
  const catalogue = catalogueFrom(filesOfTexts(where, texts), faults);
  faults.throwIfAny();
  return catalogue;
}

function catalogueFrom(files: TableFiles, faults: Faults): Catalogue {
  const before = faults.list.length;
  const listed = readRows(files, 'targets.csv', TARGET_COLUMNS, ['code'], faults).map((cells) =>
    checked(cells, targetOf, targetContradictionsOf, faults),
  );
  // What follows from a fault in a target is not named beside it.
  const targets = faults.list.length > before ? listed : withTargetFiles(listed, files, faults);
  const supporting = readRows(files, 'supporting.csv', SHARED_COLUMNS, ['code'], faults).map((cells) =>
    checked(cells, supportingOf, contradictionsOf, faults),
  );
  nameDoubles('targets.csv', targets, (i) => `number ${i.number}`, faults);
  nameDoubles('targets.csv and supporting.csv', [...targets, ...supporting], (i) => `code ${i.code}`, faults);
  const sorted = [...targets.sort((a, b) => (a.number ?? 0) - (b.number ?? 0)), ...supporting];
  const indicators = faults.list.length > before ? sorted : withBreakdowns(sorted, files, faults);
  const series = indicators.flatMap((indicator) => [indicator, ...itemsOf(indicator)]);
  const byCode = new Map(series.map((indicator) => [indicator.code, indicator]));
  const byOwner = new Map(OWNERS.map((owner) => [owner, indicators.filter((i) => i.owner === owner)]));
  const seriesByOwner = new Map(OWNERS.map((owner) => [owner, series.filter((i) => i.owner === owner)]));
  const { HOUSEHOLDS, POPULATION = AREA_WEIGHTS } = readWeights(files, faults);
  return {
    // A catalogue with faults is not used, so it is not kept either.
    files: faults.list.length > before ? {} : textsOf(files, CATALOGUE_FILES.filter(files.has)),
    indicators,
    get: (code) => byCode.get(code),
    ofOwner: (owner) => byOwner.get(owner) ?? [],
    seriesOf: (owner) => seriesByOwner.get(owner) ?? [],
    weightsFor: ({ unit }) => (unit === 'HOUSEHOLDS' ? (HOUSEHOLDS ?? POPULATION) : POPULATION),
  };
}

/** The indicator of a row. Contradictions are looked for in rows that could be read: stand-ins would contradict everything. */
function checked<C extends string>(
  cells: Cells<C>,
  read: (cells: Cells<C>) => CatalogueIndicator,
  look: (indicator: CatalogueIndicator) => readonly { readonly column: C; readonly fault: string }[],
  faults: Faults,
): CatalogueIndicator {
  const before = faults.list.length;
  const indicator = read(cells);
  if (faults.list.length > before) return indicator;
  for (const { column, fault } of look(indicator)) cells.fault(column, fault);
  return indicator;
}

/** Two rows of one number or code would answer for each other. */
function nameDoubles(
  files: string,
  rows: readonly CatalogueIndicator[],
  name: (row: CatalogueIndicator) => string,
  faults: Faults,
): void {
  const names = rows.map(name);
  const doubles = new Set(names.filter((one, i) => names.indexOf(one) !== i));
  for (const double of doubles) faults.file(files, `${double} stands in more than one row`);
}

function sharedOf(cells: Cells<SharedColumn>) {
  const decimals = cells.whole('decimals');
  if (decimals === null || decimals > 6) cells.fault('decimals', 'needs a whole number from 0 to 6');
  return {
    code: cells.text('code'),
    owner: cells.oneOf('owner', OWNERS) ?? 'programme',
    agency: cells.both('agency_vi', 'agency_en'),
    name: cells.both('name_vi', 'name_en'),
    unit: cells.oneOf('unit', UNITS) ?? 'PERCENT',
    direction: cells.oneOf('direction', DIRECTIONS) ?? 'INCREASE',
    kind: cells.oneOf('kind', KINDS) ?? 'COUNT',
    timeRule: cells.oneOf('time_rule', TIME_RULES) ?? 'STOCK',
    frequency: cells.oneOf('frequency', FREQUENCIES) ?? 'A',
    decimals: decimals ?? 0,
    minimum: cells.number('minimum'),
    maximum: cells.number('maximum'),
    maxJump: maxJumpOf(cells),
    threshold: cells.number('threshold'),
    numerator: cells.optionalBoth('numerator_vi', 'numerator_en'),
    denominator: cells.optionalBoth('denominator_vi', 'denominator_en'),
    note: cells.optionalBoth('note_vi', 'note_en'),
    breakdowns: [],
    itemOf: null,
  };
}

function supportingOf(cells: Cells<SharedColumn>): CatalogueIndicator {
  return {
    ...sharedOf(cells),
    number: null,
    group: 'SUPPORTING',
    rule: null,
    targets: [],
    areaTargets: [],
    baseline: null,
    seasonal: false,
    breaks: [],
    plannedDenominator: null,
    hard: false,
  };
}

/** What stands in for a cell with a fault is never seen: the start is refused. */
function targetOf(cells: Cells<TargetColumn>): CatalogueIndicator {
  return {
    ...sharedOf(cells as Cells<SharedColumn>),
    number: cells.text('number') ? cells.whole('number') : null,
    group: cells.oneOf('group', GROUPS) ?? 'WELFARE',
    rule: cells.oneOf('rule', RULES),
    targets: targetsOf(cells),
    areaTargets: [],
    baseline: cells.optional('baseline') === null ? null : cells.period('baseline'),
    seasonal: cells.yes('seasonal'),
    breaks: cells.knownList(
      'breaks',
      'a period (write 2023, 2023-S1, 2023-Q2 or 2023-06)',
      (text) => parsePeriod(text) ?? undefined,
    ),
    plannedDenominator: cells.number('planned_denominator'),
    hard: cells.yes('hard'),
  };
}

function maxJumpOf(cells: Cells<SharedColumn>): CatalogueIndicator['maxJump'] {
  const factor = /^x(\d+(?:\.\d+)?)$/.exec(cells.optional('max_jump') ?? '');
  if (factor) return { factor: Number(factor[1]) };
  const by = cells.number('max_jump');
  return by === null ? null : { by };
}
