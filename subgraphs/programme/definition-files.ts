import { readRows } from '../core/cells.js';
import type { Faults } from '../core/table.js';
import type { TableFiles } from '../core/table-files.js';
import { readAgencies, readResponsibilities } from './agency-files.js';
import type { Definitions, ProgrammeDefinition } from './definitions.js';
import { type Known, readDifficulties, readDocuments, readPractices, readProjects, readTasks } from './paper-files.js';
import { readDeclarations, readReports } from './report-files.js';

/** The files of definitions that a folder of the standing agency holds. */
export const DEFINITION_FILES = [
  'programme.csv',
  'agencies.csv',
  'responsible.csv',
  'reports.csv',
  'declared.csv',
  'documents.csv',
  'tasks.csv',
  'difficulties.csv',
  'practices.csv',
  'projects.csv',
] as const;

/** Reads all files of definitions. What is wrong is added to `faults`: use the result only if there is none. */
export function readDefinitions(
  files: TableFiles,
  { catalogue, areas }: Pick<Known, 'catalogue' | 'areas'>,
  faults: Faults,
): Definitions {
  const agencies = readAgencies(files, faults);
  const known = { catalogue, agencies, areas };
  const reports = readReports(files, faults);
  return {
    programme: readProgrammeFile(files, faults),
    responsibilities: readResponsibilities(files, catalogue, agencies, faults),
    reports,
    declarations: readDeclarations(files, catalogue, reports, faults),
    documents: readDocuments(files, known, faults),
    tasks: readTasks(files, known, faults),
    difficulties: readDifficulties(files, known, faults),
    practices: readPractices(files, known, faults),
    projects: readProjects(files, faults),
  };
}

const COLUMNS = ['code', 'name_vi', 'name_en', 'start_year', 'end_year', 'issued_on', 'note_vi', 'note_en'] as const;

function readProgrammeFile(files: TableFiles, faults: Faults): ProgrammeDefinition {
  const file = 'programme.csv';
  const before = faults.list.length;
  const rows = readRows(files, file, COLUMNS, ['code'], faults);
  if (rows.length !== 1 && faults.list.length === before) faults.file(file, 'needs one row, the programme');
  const [programme] = rows.map((cells) => {
    cells.text('start_year');
    cells.text('end_year');
    const [startYear, endYear] = [cells.whole('start_year') ?? 0, cells.whole('end_year') ?? 0];
    if (startYear > endYear) cells.fault('end_year', `${endYear} comes before the start in ${startYear}`);
    return {
      code: cells.text('code'),
      name: cells.both('name_vi', 'name_en'),
      startYear,
      endYear,
      issuedOn: cells.date('issued_on'),
      note: cells.optionalBoth('note_vi', 'note_en'),
    };
  });
  return programme ?? { code: '', name: { vi: '', en: '' }, startYear: 0, endYear: 0, issuedOn: null, note: null };
}
