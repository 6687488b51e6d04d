import type { Catalogue } from '../core/catalogue.js';
import { readRows } from '../core/cells.js';
import type { Faults } from '../core/table.js';
import { readAgencies, readResponsibilities } from './agency-files.js';
import type { Definitions, ProgrammeDefinition } from './definitions.js';
import { readDifficulties, readDocuments, readPractices, readProjects, readTasks } from './paper-files.js';
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

/** Reads all files of definitions of a folder. What is wrong is added to `faults`: use the result only if there is none. */
export function readDefinitions(folder: string, catalogue: Catalogue, faults: Faults): Definitions {
  const agencies = readAgencies(folder, faults);
  const known = { catalogue, agencies };
  const reports = readReports(folder, faults);
  return {
    programme: readProgrammeFile(folder, faults),
    responsibilities: readResponsibilities(folder, catalogue, agencies, faults),
    reports,
    declarations: readDeclarations(folder, catalogue, reports, faults),
    documents: readDocuments(folder, known, faults),
    tasks: readTasks(folder, known, faults),
    difficulties: readDifficulties(folder, known, faults),
    practices: readPractices(folder, known, faults),
    projects: readProjects(folder, faults),
  };
}

const COLUMNS = ['code', 'name_vi', 'name_en', 'start_year', 'end_year', 'issued_on', 'note_vi', 'note_en'] as const;

function readProgrammeFile(folder: string, faults: Faults): ProgrammeDefinition {
  const file = 'programme.csv';
  const before = faults.list.length;
  const rows = readRows(folder, file, COLUMNS, ['code'], faults);
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
