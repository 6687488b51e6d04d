import { csvOf } from '../../csv/csv.js';
import { useLanguage } from '../../pages/browser/language.js';
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
          onClick={() => download(`${name}.csv`, 'text/csv;charset=utf-8', csvOf(tabled.table))}
        >
          {say(WORDS.csv)}
        </button>
      )}
      <button
        type="button"
        class="button small"
        onClick={() => download(`${name}.json`, 'application/json', reply.text)}
      >
        {say(WORDS.json)}
      </button>
    </>
  );
}

function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
