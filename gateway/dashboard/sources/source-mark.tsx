import { useLanguage } from '../../pages/browser/language.js';
import { StateShape } from '../state.js';
import type { Source } from './department.js';

const MARKS = {
  ANSWERING: { like: 'MET', words: { vi: 'Đang trả lời', en: 'Answering' } },
  FAILING: { like: 'MOVING_AWAY', words: { vi: 'Không trả lời', en: 'Failing' } },
  UNKNOWN: { like: 'UNAVAILABLE', words: { vi: 'Không rõ tình trạng', en: 'Not known' } },
} as const;

/** Whether a system answers, by word, shape and colour; without a source the part that speaks for it is silent. */
export function SourceMark({ source }: { readonly source: Source | null }) {
  const { say } = useLanguage();
  const { like, words } = MARKS[source?.state ?? 'UNKNOWN'];
  return (
    <span class="state" data-state={like}>
      <StateShape state={like === 'MET' ? 'MET' : 'UNAVAILABLE'} />
      {say(words)}
    </span>
  );
}
