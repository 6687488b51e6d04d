import { CATALOGUE_FILES } from './catalogue-files.js';
import type { ChangesAsked, DefinitionsVersion } from './journal/contract.js';
import { recordsOf } from './table.js';
import type { FileTexts } from './table-files.js';

/** A version of the definitions that changed what indicators are. */
export interface DefinitionChange {
  readonly position: number;
  readonly recordedAt: string;
  /** Codes of the indicators whose row in the catalogue differs, is new or is gone, in alphabetical order. */
  readonly indicators: readonly string[];
}

/**
 * The changes of definitions in versions of one journal, given in their order: those after a position, or, without one, those
 * recorded at or after an instant. The first version changes nothing, nor does one that leaves every row as it was.
 */
export function definitionChanges(
  versions: readonly DefinitionsVersion[],
  { after, since }: Pick<ChangesAsked, 'after' | 'since'>,
): DefinitionChange[] {
  return versions.slice(1).flatMap((version, i): DefinitionChange[] => {
    const { position, recordedAt, files } = version;
    if (after === null ? recordedAt < since : position <= after) return [];
    const indicators = differing(rowsByCode((versions[i] as DefinitionsVersion).files), rowsByCode(files));
    return indicators.length > 0 ? [{ position, recordedAt, indicators }] : [];
  });
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const codes = new Set([...before.keys(), ...after.keys()]);
  return [...codes].filter((code) => before.get(code) !== after.get(code)).sort();
}

/**
 * What the catalogue says of each code, as a text that is equal when it says the same: columns may change places, and a
 * column that is empty says nothing. Read without judgement, for versions of other releases are among them. Files that need
 * not be there have rows of several of one code.
 */
function rowsByCode(files: FileTexts): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of CATALOGUE_FILES) {
    const [header = [], ...body] = recordsOf(files[file] ?? '');
    for (const record of body) {
      const cells = header.flatMap((column, i): [string, string][] => (record[i] ? [[column, record[i]]] : []));
      const code = cells.find(([column]) => column === 'code' || column === 'indicator')?.[1];
      const text = JSON.stringify(cells.sort(([a], [b]) => (a < b ? -1 : 1)));
      if (code) texts.set(code, `${texts.get(code) ?? ''}${text}`);
    }
  }
  return texts;
}
