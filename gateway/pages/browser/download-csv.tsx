import { useState } from 'preact/hooks';
import { type Operation, textOf } from './graphql.js';
import { useLanguage } from './language.js';

const WORDS = {
  download: { vi: 'Tải CSV', en: 'Download CSV' },
  failed: { vi: 'Không tải được, hãy thử lại sau.', en: 'It could not be had; try again later.' },
};

export interface DownloadCsvProps<Variables> {
  readonly operation: Operation<unknown, Variables>;
  readonly variables: Variables;
  /** The file's name, without its ending. */
  readonly name: string;
}

/** Asks an operation as a table and saves it as a file. Any client gets the same by `Accept: text/csv`. */
export function DownloadCsv<Variables>({ operation, variables, name }: DownloadCsvProps<Variables>) {
  const { say } = useLanguage();
  const [failed, setFailed] = useState(false);
  const download = async () => {
    const table = await csvOf(textOf(operation), variables);
    setFailed(table === null);
    if (table) save(table, `${name}.csv`);
  };
  return (
    <span class="download">
      <button type="button" class="button" onClick={download}>
        {say(WORDS.download)}
      </button>
      <span role="status">{failed && say(WORDS.failed)}</span>
    </span>
  );
}

/** Null where it could not be had: the reason is the same that the page itself tells of. */
async function csvOf(query: string, variables: unknown): Promise<Blob | null> {
  const headers = { 'content-type': 'application/json', accept: 'text/csv' };
  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  }).catch(() => null);
  const isTable = response?.ok && response.headers.get('content-type')?.startsWith('text/csv');
  return isTable ? response.blob() : null;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
