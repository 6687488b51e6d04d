import { useState } from 'preact/hooks';
import { type Operation, textOf } from './graphql.js';
import { useLanguage } from './language.js';
import { saveFile } from './save-file.js';

const WORDS = {
  download: { vi: 'Tải CSV', en: 'Download CSV' },
  failed: { vi: 'Không tải được, hãy thử lại sau.', en: 'It could not be had; try again later.' },
};

export interface DownloadCsvProps {
  /** Gets the table; null where it could not be had, which is said to the person here. */
  readonly table: () => Promise<Blob | null>;
  /** The file's name, without its ending. */
  readonly name: string;
  /** What it is the table of, for those who do not see where the button stands. */
  readonly of: string;
}

/** Saves a table as a file. */
export function DownloadCsv({ table, name, of }: DownloadCsvProps) {
  const { say } = useLanguage();
  const [failed, setFailed] = useState(false);
  const download = async () => {
    const file = await table();
    setFailed(file === null);
    if (file) saveFile(`${name}.csv`, file);
  };
  return (
    <span class="download">
      <button type="button" class="button" onClick={download} aria-label={`${say(WORDS.download)}: ${of}`}>
        {say(WORDS.download)}
      </button>
      <span role="status">{failed && say(WORDS.failed)}</span>
    </span>
  );
}

/**
 * Asks an operation as a table: any client gets the same by `Accept: text/csv`. Null where it could not be had; the reason
 * is the same that the page itself tells of.
 */
export async function csvAnswer<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Blob | null> {
  const headers = { 'content-type': 'application/json', accept: 'text/csv' };
  const body = JSON.stringify({ query: textOf(operation), variables });
  const response = await fetch('/graphql', { method: 'POST', headers, body }).catch(() => null);
  const isTable = response?.ok && response.headers.get('content-type')?.startsWith('text/csv');
  return isTable ? response.blob() : null;
}
