import type { Catalogue } from '../core/catalogue.js';
import { type Cells, readRows } from '../core/cells.js';
import { comparePeriods } from '../core/period.js';
import type { Faults } from '../core/table.js';
import type { TableFiles } from '../core/table-files.js';
import { DECLARED_STATES, type Declaration, type Report } from './definitions.js';

const REPORT_COLUMNS = [
  'code',
  'name_vi',
  'name_en',
  'period',
  'published_on',
  'met',
  'exceeded',
  'on_schedule',
  'hard',
  'total',
  'note_vi',
  'note_en',
] as const;

/** Reads reports.csv, in the order of the periods that the reports speak of. */
export function readReports(files: TableFiles, faults: Faults): Report[] {
  const rows = readRows(files, 'reports.csv', REPORT_COLUMNS, ['code'], faults);
  const reports = rows.flatMap((cells): Report[] => {
    const period = cells.period('period');
    const report = {
      code: cells.text('code'),
      name: cells.both('name_vi', 'name_en'),
      ...publication(cells),
      met: cells.whole('met'),
      exceeded: cells.whole('exceeded'),
      onSchedule: cells.whole('on_schedule'),
      hard: cells.whole('hard'),
      total: cells.whole('total'),
      note: cells.optionalBoth('note_vi', 'note_en'),
    };
    nameExcess(cells, report);
    return period ? [{ ...report, period }] : [];
  });
  return reports.sort((a, b) => comparePeriods(a.period, b.period));
}

/** A part that is more than the whole is a slip of the pen, never a figure to hand on. */
function nameExcess(
  cells: Cells<'met' | 'exceeded' | 'on_schedule' | 'hard'>,
  { met, exceeded, onSchedule, hard, total }: Pick<Report, 'met' | 'exceeded' | 'onSchedule' | 'hard' | 'total'>,
): void {
  const above = (part: number | null, whole: number | null) => part !== null && whole !== null && part > whole;
  for (const [column, part] of [
    ['met', met],
    ['on_schedule', onSchedule],
    ['hard', hard],
  ] as const) {
    if (above(part, total)) cells.fault(column, `${part} is more than the total of ${total}`);
  }
  if (above(exceeded, met)) cells.fault('exceeded', `${exceeded} is more than the ${met} met`);
}

const PUBLISHED = /^\d{4}(?:-(?:0[1-9]|1[0-2])(-\d{2})?)?$/;

/** The publication as exactly as it is known: a day, a month (2023-06) or a year (2023). No day is made up for it. */
function publication(cells: Cells<'published_on'>): Pick<Report, 'published' | 'publishedOn'> {
  const text = cells.optional('published_on');
  if (text === null) return { published: null, publishedOn: null };
  const [match, day] = PUBLISHED.exec(text) ?? [];
  if (!match) cells.fault('published_on', `"${text}" is not a day, month or year (write 2023-06-30, 2023-06 or 2023)`);
  return { published: text, publishedOn: day ? cells.date('published_on') : null };
}

/** Reads declared.csv: what reports say of single indicators. */
export function readDeclarations(
  files: TableFiles,
  catalogue: Catalogue,
  reports: readonly Report[],
  faults: Faults,
): Declaration[] {
  const rows = readRows(files, 'declared.csv', ['report', 'indicator', 'state'], ['report', 'indicator'], faults);
  const declarations = rows.flatMap((cells): Declaration[] => {
    const report = cells.known('report', 'a report of reports.csv', (code) => reports.find((r) => r.code === code));
    const indicator = cells.known('indicator', 'an indicator of the catalogue', catalogue.get);
    const state = cells.oneOf('state', DECLARED_STATES);
    return report && indicator && state ? [{ report, indicator: indicator.code, state }] : [];
  });
  return declarations.sort((a, b) => reports.indexOf(a.report) - reports.indexOf(b.report));
}
