import type { Catalogue } from '../core/catalogue.js';
import { readRows } from '../core/cells.js';
import type { Faults } from '../core/table.js';
import type { TableFiles } from '../core/table-files.js';
import type { Agency, Responsibility } from './definitions.js';

/** Reads agencies.csv, by code. */
export function readAgencies(files: TableFiles, faults: Faults): ReadonlyMap<string, Agency> {
  const rows = readRows(files, 'agencies.csv', ['code', 'name_vi', 'name_en'], ['code'], faults);
  return new Map(
    rows.map((cells) => {
      const agency = { code: cells.text('code'), name: cells.both('name_vi', 'name_en') };
      return [agency.code, agency];
    }),
  );
}

const COLUMNS = ['indicator', 'agency', 'from', 'to', 'note_vi', 'note_en'] as const;

/**
 * Reads responsible.csv. Every indicator needs an agency in every month, because somebody always answers for it: the
 * first row of an indicator has no `from`, the last one no `to`, and each begins the month after the one before.
 */
export function readResponsibilities(
  files: TableFiles,
  catalogue: Catalogue,
  agencies: ReadonlyMap<string, Agency>,
  faults: Faults,
): Responsibility[] {
  const next = new Map<string, number | null>();
  const rows = readRows(files, 'responsible.csv', COLUMNS, ['indicator', 'from'], faults);
  const responsibilities = rows.flatMap((cells): Responsibility[] => {
    const indicator = cells.known('indicator', 'an indicator of the catalogue', catalogue.get);
    const agency = cells.known('agency', 'an agency of agencies.csv', (code) => agencies.get(code));
    const from = cells.month('from');
    const to = cells.month('to');
    if (!indicator || !agency) return [];
    const expected = next.get(indicator.code);
    if (expected === undefined ? from !== null : from?.firstMonth !== expected) {
      cells.fault('from', 'needs the month after the row before of this indicator; empty in its first row');
    }
    if (from && to && to.firstMonth < from.firstMonth) cells.fault('to', 'lies before `from`');
    next.set(indicator.code, to ? to.firstMonth + 1 : null);
    return [{ indicator: indicator.code, agency, from, to, note: cells.optionalBoth('note_vi', 'note_en') }];
  });
  if (rows.length > 0) nameUnanswered(catalogue, next, faults);
  return responsibilities;
}

function nameUnanswered(catalogue: Catalogue, next: ReadonlyMap<string, number | null>, faults: Faults): void {
  for (const { code } of catalogue.indicators) {
    if (!next.has(code)) faults.file('responsible.csv', `no row says who answers for ${code}`);
    else if (next.get(code) !== null)
      faults.file('responsible.csv', `the last row of ${code} must have an empty \`to\``);
  }
}
