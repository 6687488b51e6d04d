import { readProjectFile } from '../../../schema/files.js';
import { recordsOf } from '../table.js';

const UNMOVED = codesOf('unmoved.csv');
const PLACED = codesOf('placed.csv');

function codesOf(file: string): ReadonlySet<string> {
  const rows = recordsOf(readProjectFile('schema', 'areas', file)).slice(1);
  return new Set(rows.map(([code = '']) => code));
}

/** True for an indicator that counts areas themselves (unmoved.csv): a part of a commune is no commune. */
export function countsAreas(indicator: string): boolean {
  return UNMOVED.has(indicator.split(':')[0] ?? indicator);
}

/**
 * True for an indicator that counts what stands at a place (placed.csv): its source can count schools in the areas of any day,
 * also for a period in which these did not stand. None that has a threshold: two geographies together would give small counts
 * away.
 */
export function isPlaced({ code, threshold }: { readonly code: string; readonly threshold: number | null }): boolean {
  return threshold === null && PLACED.has(code.split(':')[0] ?? code);
}
