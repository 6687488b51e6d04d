import { day, time } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { nameOf, type Question } from '../questions/question.js';
import type { History } from '../questions/use-history.js';

const WORDS = {
  none: {
    vi: 'Chưa có câu hỏi nào được chạy. 50 câu hỏi gần nhất được lưu trong trình duyệt này, không gửi đi đâu.',
    en: 'No question was run as yet. The latest 50 are kept in this browser and sent nowhere.',
  },
  kept: { vi: 'Chỉ lưu trong trình duyệt này.', en: 'Kept in this browser alone.' },
  clear: { vi: 'Xóa lịch sử', en: 'Clear the history' },
  nameless: { vi: 'Câu hỏi không tên', en: 'Nameless question' },
};

interface PastQuestionsProps {
  readonly history: History;
  readonly onOpen: (question: Question) => void;
}

/** The questions that were run in this browser. */
export function PastQuestions({ history: { past, clear }, onOpen }: PastQuestionsProps) {
  const { say, language } = useLanguage();
  if (past.length === 0) return <p class="status">{say(WORDS.none)}</p>;
  return (
    <>
      <div class="toolbar">
        <span class="small soft">{say(WORDS.kept)}</span>
        <button type="button" class="button small" onClick={clear}>
          {say(WORDS.clear)}
        </button>
      </div>
      <div class="scrolled">
        <ul class="entries">
          {past.map(({ at, ...question }) => (
            <li key={at}>
              <button type="button" onClick={() => onOpen(question)}>
                {nameOf(question) ?? say(WORDS.nameless)}
              </button>
              <p class="small soft">
                <time dateTime={at}>{`${time(new Date(at), language)} · ${day(at, language)}`}</time>
              </p>
              <p class="small soft text">
                {question.variables.replace(/\s+/g, ' ') || question.text.replace(/\s+/g, ' ')}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
