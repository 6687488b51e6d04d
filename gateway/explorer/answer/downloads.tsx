import { csvOf } from '../../csv/csv.js';
import { useLanguage } from '../../pages/browser/language.js';
import { saveFile } from '../../pages/browser/save-file.js';
import type { Reply } from './sending.js';
import type { Tabled } from './tabled.js';

const WORDS = {
  csv: { vi: 'Tải CSV', en: 'Download CSV' },
  json: { vi: 'Tải JSON', en: 'Download JSON' },
};

/** The answer as files: the table for spreadsheets, and the answer as it came. */
export function Downloads({ reply, tabled }: { readonly reply: Reply; readonly tabled: Tabled }) {
  const { say } = useLanguage();
  const name = reply.sent.operationName ?? 'answer';
  return (
    <>
      {'table' in tabled && (
        <button
          type="button"
          class="button small"
          onClick={() => saveFile(`${name}.csv`, new Blob([csvOf(tabled.table)], { type: 'text/csv;charset=utf-8' }))}
        >
          {say(WORDS.csv)}
        </button>
      )}
      <button
        type="button"
        class="button small"
        onClick={() => saveFile(`${name}.json`, new Blob([reply.text], { type: 'application/json' }))}
      >
        {say(WORDS.json)}
      </button>
    </>
  );
}
