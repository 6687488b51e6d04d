import { useLanguage } from '../../pages/browser/language.js';
import type { KnownSchema } from '../schema.js';

const WORDS = {
  BUILT: {
    vi: 'Máy chủ số liệu không cho xem lược đồ. Gợi ý, kiểm tra và tài liệu theo lược đồ đi kèm trang này, có thể khác với máy chủ.',
    en: 'The graph does not give its schema. Suggestions, checks and documentation go by the schema that this page was built with, which may differ.',
  },
  FAILED: {
    vi: 'Chưa tải được lược đồ nên chưa có gợi ý, kiểm tra, tài liệu và bảng. Câu hỏi vẫn chạy được.',
    en: 'The schema could not be loaded, so there are no suggestions, checks, documentation and tables as yet. Questions can be run all the same.',
  },
  again: { vi: 'Tải lại', en: 'Load again' },
};

/** Says when the schema is not the graph's own, or not there; nothing as long as all is well. */
export function SchemaNotice({ known: { state, again } }: { readonly known: KnownSchema }) {
  const { say } = useLanguage();
  if (state !== 'BUILT' && state !== 'FAILED') return null;
  return (
    <div class="failure small" role="status">
      {say(WORDS[state])}{' '}
      <button type="button" class="button small" onClick={again}>
        {say(WORDS.again)}
      </button>
    </div>
  );
}
