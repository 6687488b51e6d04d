import type { Cell } from '../../csv/table.js';
import { number } from '../../pages/browser/format.js';
import { type Language, useLanguage, type Words } from '../../pages/browser/language.js';

const WORDS = {
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
};

/** A value as the language writes it; of one that is missing, why. */
export function CellView({ cell, reason }: { readonly cell: Cell; readonly reason: () => Words }) {
  const { say, language } = useLanguage();
  if (cell !== null) return <>{written(cell, language, say)}</>;
  return (
    <span class="missing">
      <span aria-hidden="true">— </span>
      {say(reason())}
    </span>
  );
}

function written(cell: string | number | boolean, language: Language, say: (words: Words) => string): string {
  if (typeof cell === 'boolean') return say(cell ? WORDS.yes : WORDS.no);
  if (typeof cell === 'string') return cell;
  const decimals = /\.(\d+)$/.exec(String(shown(cell)))?.[1]?.length ?? 0;
  return number(cell, language, decimals);
}

/** A number as it is shown: to the fourth decimal. */
function shown(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Whether less of a number is shown than there is. */
export function isRounded(cell: Cell): boolean {
  return typeof cell === 'number' && shown(cell) !== cell;
}
