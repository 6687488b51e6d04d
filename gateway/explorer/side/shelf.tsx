import { useLanguage } from '../../pages/browser/language.js';
import type { Question } from '../questions/question.js';
import { SHELF, type ShelfEntry } from '../shelf/index.js';
import { SHELF_TEXTS } from '../shelf/texts.js';

const WORDS = {
  hint: {
    vi: 'Chọn một câu hỏi để mở và chạy ngay; sau đó có thể sửa tùy ý.',
    en: 'Choose a question to open and run it at once; then change it as you like.',
  },
};

/** The worked questions. */
export function Shelf({ onOpen }: { readonly onOpen: (question: Question) => void }) {
  const { say } = useLanguage();
  return (
    <div class="scrolled">
      <p class="small soft">{say(WORDS.hint)}</p>
      <ul class="entries">
        {SHELF.map((entry) => (
          <li key={entry.name}>
            <button type="button" onClick={() => onOpen(questionOf(entry))} aria-describedby={`shelf-${entry.name}`}>
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

function questionOf({ name, variables }: ShelfEntry): Question {
  const text = SHELF_TEXTS[name];
  if (text === undefined) throw new Error(`The shelf has no text of the question ${name}.`);
  return { text, variables: JSON.stringify(variables, null, 2), operation: null };
}
