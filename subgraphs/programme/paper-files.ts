import type { Catalogue } from '../core/catalogue.js';
import { type Cells, readRows } from '../core/cells.js';
import type { Faults } from '../core/table.js';
import type { TableFiles } from '../core/table-files.js';
import { type Areas, areaOf } from './area-cells.js';
import {
  type Agency,
  type Difficulty,
  DOCUMENT_KINDS,
  type Document,
  type Practice,
  type Project,
  SECTORS,
  TASK_STATES,
  type Task,
} from './definitions.js';

/** What the codes in the files are looked up in. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly areas: Areas;
}

const DOCUMENT_COLUMNS = ['code', 'kind', 'number', 'title', 'issued_by', 'issued_on', 'period'] as const;

/** Reads documents.csv: a row for each document, also for one of which only its kind is known. */
export function readDocuments(files: TableFiles, known: Known, faults: Faults): Document[] {
  return readRows(files, 'documents.csv', DOCUMENT_COLUMNS, ['code'], faults).flatMap((cells): Document[] => {
    cells.text('code');
    const kind = cells.oneOf('kind', DOCUMENT_KINDS);
    const period = cells.period('period');
    const rest = {
      number: cells.optional('number'),
      title: cells.optional('title'),
      issuedBy: optionalAgency(cells, 'issued_by', known),
      issuedOn: cells.date('issued_on'),
    };
    return kind && period ? [{ kind, period, ...rest }] : [];
  });
}

const TASK_COLUMNS = [
  'code',
  'text_vi',
  'text_en',
  'lead',
  'with',
  'given',
  'period',
  'due',
  'state',
  'indicators',
] as const;

/** Reads tasks.csv. */
export function readTasks(files: TableFiles, known: Known, faults: Faults): Task[] {
  return readRows(files, 'tasks.csv', TASK_COLUMNS, ['code'], faults).flatMap((cells): Task[] => {
    cells.text('code');
    const period = cells.period('period');
    const rest = {
      text: cells.both('text_vi', 'text_en'),
      lead: optionalAgency(cells, 'lead', known),
      with: cells.knownList('with', 'an agency of agencies.csv', (code) => known.agencies.get(code)),
      given: cells.date('given'),
      due: cells.date('due'),
      state: cells.optional('state') === null ? null : cells.oneOf('state', TASK_STATES),
      indicators: indicatorsOf(cells, known),
    };
    return period ? [{ period, ...rest }] : [];
  });
}

/** Reads difficulties.csv. */
export function readDifficulties(files: TableFiles, known: Known, faults: Faults): Difficulty[] {
  const columns = ['code', 'text_vi', 'text_en', 'period', 'indicators'] as const;
  return readRows(files, 'difficulties.csv', columns, ['code'], faults).flatMap((cells): Difficulty[] => {
    cells.text('code');
    const period = cells.period('period');
    const rest = { text: cells.both('text_vi', 'text_en'), indicators: indicatorsOf(cells, known) };
    return period ? [{ period, ...rest }] : [];
  });
}

/** Reads practices.csv. The locality is named by level and code, because codes were reused between levels. */
export function readPractices(files: TableFiles, known: Known, faults: Faults): Practice[] {
  const columns = ['code', 'text_vi', 'text_en', 'area_level', 'area_code', 'indicator', 'period'] as const;
  return readRows(files, 'practices.csv', columns, ['code'], faults).flatMap((cells): Practice[] => {
    cells.text('code');
    const period = cells.period('period');
    const rest = {
      text: cells.both('text_vi', 'text_en'),
      area: cells.optional('area_code') === null ? null : areaOf(cells, known.areas),
      indicator:
        cells.optional('indicator') === null
          ? null
          : (cells.known('indicator', 'an indicator of the catalogue', known.catalogue.get)?.code ?? null),
    };
    return period ? [{ period, ...rest }] : [];
  });
}

const PROJECT_COLUMNS = [
  'code',
  'sector',
  'name_vi',
  'name_en',
  'cost',
  'start_year',
  'end_year',
  'note_vi',
  'note_en',
] as const;

/** Reads projects.csv; costs in billions of VND. */
export function readProjects(files: TableFiles, faults: Faults): Project[] {
  return readRows(files, 'projects.csv', PROJECT_COLUMNS, ['code'], faults).flatMap((cells): Project[] => {
    cells.text('code');
    const sector = cells.oneOf('sector', SECTORS);
    const rest = {
      name: cells.both('name_vi', 'name_en'),
      cost: cells.number('cost'),
      startYear: cells.whole('start_year'),
      endYear: cells.whole('end_year'),
      note: cells.optionalBoth('note_vi', 'note_en'),
    };
    return sector ? [{ sector, ...rest }] : [];
  });
}

function optionalAgency<C extends string>(cells: Cells<C>, column: C, { agencies }: Known): Agency | null {
  if (cells.optional(column) === null) return null;
  return cells.known(column, 'an agency of agencies.csv', (code) => agencies.get(code));
}

function indicatorsOf(cells: Cells<'indicators'>, { catalogue }: Known): string[] {
  return cells.knownList('indicators', 'an indicator of the catalogue', catalogue.get).map((i) => i.code);
}
