import { readProjectFile } from '../../../schema/files.js';
import { recordsOf } from '../table.js';

const CODES: ReadonlySet<string> = new Set(
  recordsOf(readProjectFile('schema', 'areas', 'unmoved.csv'))
    .slice(1)
    .map(([code = '']) => code),
);

/** True for an indicator that counts areas themselves (unmoved.csv): a part of a commune is no commune. */
export function countsAreas(indicator: string): boolean {
  return CODES.has(indicator.split(':')[0] ?? indicator);
}
