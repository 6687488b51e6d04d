import { useState } from 'preact/hooks';
import { type Operation, textOf } from '../../pages/browser/graphql.js';
import { useLanguage } from '../../pages/browser/language.js';
import { saveFile } from './save.js';

const WORDS = {
  csv: { vi: 'Tải CSV', en: 'Download CSV' },
  failed: { vi: 'Chưa tải được: máy chủ không trả về tệp CSV.', en: 'Not downloaded: the server sent no CSV file.' },
};

/** Asks the same question once more, as a table, and saves it. */
export function DownloadCsv<Data, Variables extends Record<string, unknown>>({
  operation,
  variables,
  name,
  of,
}: {
  readonly operation: Operation<Data, Variables>;
  readonly variables: Variables;
  /** Of the file, without its ending. */
  readonly name: string;
  /** What it is the table of, for those who do not see where the button stands. */
  readonly of: string;
}) {
  const { say } = useLanguage();
  const [failed, setFailed] = useState(false);
  const save = async () => {
    const file = await fetchCsv(textOf(operation), variables);
    setFailed(file === null);
    if (file) saveFile(`${name}.csv`, file);
  };
  return (
    <>
      <button type="button" class="button" onClick={save} aria-label={`${say(WORDS.csv)}: ${of}`}>
        {say(WORDS.csv)}
      </button>
      <span role="status" class="small">
        {failed && say(WORDS.failed)}
      </span>
    </>
  );
}

/** The answer as CSV; null when none came, which is said to the person by the caller. */
async function fetchCsv(query: string, variables: Record<string, unknown>): Promise<Blob | null> {
  const headers = { 'content-type': 'application/json', accept: 'text/csv' };
  try {
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const isCsv = response.headers.get('content-type')?.startsWith('text/csv') ?? false;
    return response.ok && isCsv ? await response.blob() : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
