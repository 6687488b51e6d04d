import { useLanguage } from '../../pages/browser/language.js';
import { CellView } from './cell.js';
import type { ReasonOf } from './missing.js';
import type { Lines } from './tabled.js';

const WORDS = { around: { vi: 'Chung cho mọi dòng', en: 'The same on every row' } };

/** What stands above all lists of an answer: the table of a file repeats it on every row. */
export function Around({ table: { columns, rows }, around, reasonOf }: Lines & { readonly reasonOf: ReasonOf }) {
  const { say } = useLanguage();
  const [first] = rows;
  if (!first || around.length === 0) return null;
  return (
    <dl class="facts small" aria-label={say(WORDS.around)}>
      {around.map((at) => (
        <div key={at}>
          <dt>{columns[at]?.name}</dt>
          <dd>
            <CellView cell={first[at] ?? null} reason={() => reasonOf(first, at)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
