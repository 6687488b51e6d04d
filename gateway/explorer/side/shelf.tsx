import { useLanguage } from '../../pages/browser/language.js';
import type { Question } from '../questions/question.js';
import { workedQuestion } from '../questions/worked.js';
import { SHELF } from '../shelf/index.js';

const WORDS = {
  hint: {
    vi: 'Chọn một câu hỏi để mở và chạy ngay; sau đó có thể sửa tùy ý.',
    en: 'Choose a question to open and run it at once; then change it as you like.',
  },
};

/** The worked questions. */
export function Shelf({ onOpen }: { readonly onOpen: (question: Question) => void }) {
  const { lang, say } = useLanguage();
  return (
    <div class="scrolled">
      <p class="small soft">{say(WORDS.hint)}</p>
      <ul class="entries">
        {SHELF.map((entry) => (
          <li key={entry.name}>
            <button
              type="button"
              onClick={() => onOpen(workedQuestion(entry, lang))}
              aria-describedby={`shelf-${entry.name}`}
            >
              {say(entry.title)}
            </button>
            <p id={`shelf-${entry.name}`} class="small soft">
              {say(entry.shows)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
