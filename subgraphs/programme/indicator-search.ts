import { OWNERS } from '../../schema/subgraphs.js';
import { BadUserInput } from '../core/errors.js';
import { foldedWords, holdsWords } from '../core/fold.js';
import { allowed } from './nearest.js';
import type { IndicatorRow, ProgrammeModel } from './rows.js';

/** The arguments of Query.indicators; null is the same as not given. */
export interface IndicatorArguments {
  readonly codes?: readonly string[] | null;
  readonly group?: IndicatorRow['group'] | null;
  readonly owner?: string | null;
  readonly hard?: boolean | null;
  readonly search?: string | null;
  readonly supporting?: boolean | null;
}

/** The indicators that the arguments ask for. Throws BadUserInput for an unknown code or owner and a search without words. */
export function indicatorsAsked(model: ProgrammeModel, args: IndicatorArguments): readonly IndicatorRow[] {
  const { codes, group, hard, search } = args;
  const owner = args.owner == null ? null : ownerNamed(args.owner);
  const words = search == null ? [] : searchWords(search);
  // Who names a code, a text or the group means the supporting indicators too.
  const supporting = args.supporting ?? (codes || search || group === 'SUPPORTING' ? null : false);
  const rows = codes ? [...new Set(codes)].map((code) => indicatorNamed(model, 'codes', code)) : model.indicators;
  return rows.filter(
    (row) =>
      (group == null || row.group === group) &&
      (owner === null || row.owner.code === owner) &&
      (hard == null || row.hard === hard) &&
      (supporting === null || (row.group === 'SUPPORTING') === supporting) &&
      (words.length === 0 || row.searched.some((text) => holdsWords(text, words))),
  );
}

/** The indicator of a code. Throws BadUserInput with the nearest codes when there is none. */
export function indicatorNamed(model: ProgrammeModel, argument: string, code: string): IndicatorRow {
  const found = model.byCode.get(code);
  if (found) return found;
  const known = 'codes are those of { indicators { code } } and { indicators(supporting: true) { code } }';
  throw new BadUserInput(argument, code, allowed(known, code, [...model.byCode.keys()]));
}

/** The folded words of a search. Throws BadUserInput when there are none: everything would be found by nothing. */
export function searchWords(search: string): readonly string[] {
  const words = foldedWords(search);
  if (words.length > 0) return words;
  throw new BadUserInput('search', search, 'write at least one letter or digit, or leave the argument out');
}

function ownerNamed(name: string): string {
  const found = OWNERS.find((owner) => owner === name);
  if (found) return found;
  throw new BadUserInput('owner', name, `owners are ${OWNERS.join(', ')}`);
}
