import type { GraphQLSchema } from 'graphql';
import { useMemo, useState } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import type { Place } from '../editor/question-editor.js';
import type { KnownSchema } from '../schema.js';
import { Description } from './description.js';
import { entriesOf, found } from './doc-search.js';
import { TypeDoc } from './type-doc.js';

const WORDS = {
  search: { vi: 'Tìm trong tài liệu', en: 'Search the docs' },
  hits: { vi: 'Kết quả tìm kiếm', en: 'What was found' },
  none: { vi: 'Không tìm thấy. Tài liệu viết bằng tiếng Anh.', en: 'Nothing was found.' },
  more: { vi: 'Còn {n} kết quả nữa; hãy tìm hẹp hơn.', en: 'There are {n} more; search for less.' },
  back: { vi: 'Quay lại', en: 'Back' },
  start: { vi: 'Điểm bắt đầu', en: 'Start' },
  loading: { vi: 'Đang tải lược đồ…', en: 'Loading the schema…' },
  unknown: { vi: 'Chưa có lược đồ.', en: 'There is no schema.' },
};

export interface DocsProps {
  readonly known: KnownSchema;
  /** Where one has been, the latest last; none is the start. */
  readonly trail: readonly Place[];
  readonly onTrail: (trail: readonly Place[]) => void;
}

/** The documentation of the schema: its types and fields, told in the schema's own words. */
export function Docs({ known: { schema, state }, trail, onTrail }: DocsProps) {
  const { say } = useLanguage();
  const [words, setWords] = useState('');
  if (!schema) return <p class="status">{say(state === 'LOADING' ? WORDS.loading : WORDS.unknown)}</p>;
  const place = trail.at(-1) ?? { type: schema.getQueryType()?.name ?? 'Query' };
  const show = (next: Place) => {
    setWords('');
    onTrail([...trail, next]);
  };
  return (
    <>
      <div class="toolbar">
        <input
          type="search"
          class="doc-search"
          aria-label={say(WORDS.search)}
          placeholder={say(WORDS.search)}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        {trail.length > 0 && (
          <button type="button" class="button small" onClick={() => onTrail(trail.slice(0, -1))}>
            {say(WORDS.back)}
          </button>
        )}
        {trail.length > 1 && (
          <button type="button" class="button small" onClick={() => onTrail([])}>
            {say(WORDS.start)}
          </button>
        )}
      </div>
      {words.trim() === '' ? (
        <TypeDoc key={trail.length} schema={schema} place={place} onShow={show} />
      ) : (
        <Hits schema={schema} words={words} onShow={show} />
      )}
    </>
  );
}

const MOST = 60;

interface HitsProps {
  readonly schema: GraphQLSchema;
  readonly words: string;
  readonly onShow: (place: Place) => void;
}

function Hits({ schema, words, onShow }: HitsProps) {
  const { say } = useLanguage();
  const entries = useMemo(() => entriesOf(schema), [schema]);
  const hits = found(entries, words);
  return (
    <section class="scrolled" aria-label={say(WORDS.hits)}>
      <p class="small soft" role="status">
        {hits.length === 0 && say(WORDS.none)}
        {hits.length > MOST && say(WORDS.more).replace('{n}', String(hits.length - MOST))}
      </p>
      <ul class="entries">
        {hits.slice(0, MOST).map(({ type, field, description }) => (
          <li key={`${type}.${field}`}>
            <button type="button" class="code-name" onClick={() => onShow({ type, ...(field && { field }) })}>
              {field === undefined ? type : `${type}.${field}`}
            </button>
            <Description text={description} />
          </li>
        ))}
      </ul>
    </section>
  );
}
