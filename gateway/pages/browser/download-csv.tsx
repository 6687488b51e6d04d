import { useState } from 'preact/hooks';
import { AskFailure } from './ask.js';
import { reasonsOf } from './failure.js';
import { useLanguage } from './language.js';
import { saveFile } from './save-file.js';

const WORDS = {
  download: { vi: 'Tải CSV', en: 'Download CSV' },
  failed: { vi: 'Không tải được, hãy thử lại sau.', en: 'It could not be had; try again later.' },
};

export interface DownloadCsvProps {
  /** Gets the table, or throws AskFailure: why is said to the person here. */
  readonly table: () => Promise<Blob>;
  /** The file's name, without its ending. */
  readonly name: string;
  /** What it is the table of, for those who do not see where the button stands. */
  readonly of: string;
}

/** Saves a table as a file. */
export function DownloadCsv({ table, name, of }: DownloadCsvProps) {
  const { language, say } = useLanguage();
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const download = async () => {
    try {
      saveFile(`${name}.csv`, await table());
      setFailure(null);
    } catch (error) {
      if (!(error instanceof AskFailure)) throw error;
      setFailure(error);
    }
  };
  return (
    <span class="download">
      <button type="button" class="button" onClick={download} aria-label={`${say(WORDS.download)}: ${of}`}>
        {say(WORDS.download)}
      </button>
      <span role="status">{failure && [say(WORDS.failed), ...reasonsOf(failure.errors, language)].join(' ')}</span>
    </span>
  );
}
