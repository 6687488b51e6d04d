import type { AskFailure, GraphError } from '../../pages/browser/ask.js';
import { time } from '../../pages/browser/format.js';
import { type Language, useLanguage } from '../../pages/browser/language.js';

const WORDS = {
  missing: { vi: 'Một phần số liệu chưa nhận được', en: 'A part of the figures could not be had' },
  unreachable: { vi: 'Không kết nối được với hệ thống.', en: 'The graph cannot be reached.' },
  busy: { vi: 'Hệ thống đang quá tải, sẽ tự hỏi lại.', en: 'The graph is too busy; it is asked again by itself.' },
  refused: { vi: 'Hệ thống từ chối câu hỏi.', en: 'The graph refused the question.' },
  kept: { vi: 'Số liệu dưới đây là của lúc', en: 'The figures below are those of' },
  again: { vi: 'Hỏi lại', en: 'Ask again' },
  waiting: { vi: 'Đang lấy số liệu…', en: 'The figures are on their way…' },
};

/** An error in the language of the page. */
export function errorText({ message, extensions }: GraphError, language: Language): string {
  return language === 'vi' ? (extensions?.messageVi ?? message) : message;
}

/** What a question did not get, said once for each sentence. */
export function Notices({
  asked: { answer, failure, again },
}: {
  readonly asked: {
    readonly answer: { readonly errors: readonly GraphError[]; readonly at: Date } | null;
    readonly failure: AskFailure | null;
    readonly again: () => void;
  };
}) {
  const { language, say } = useLanguage();
  if (failure) {
    const word = { UNREACHABLE: WORDS.unreachable, BUSY: WORDS.busy, REFUSED: WORDS.refused }[failure.kind];
    return (
      <div class="notice" role="alert">
        <p>
          {say(word)} {answer && `${say(WORDS.kept)} ${time(answer.at, language)}.`}
        </p>
        {failure.kind === 'REFUSED' &&
          failure.errors.map((error) => <p key={error.message}>{errorText(error, language)}</p>)}
        <button type="button" class="button" onClick={again}>
          {say(WORDS.again)}
        </button>
      </div>
    );
  }
  const sentences = [...new Set((answer?.errors ?? []).map((error) => errorText(error, language)))];
  if (sentences.length === 0) return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>{say(WORDS.missing)}</strong>
      </p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** What stands where an answer is awaited. */
export function Waiting({ height }: { readonly height: string }) {
  const { say } = useLanguage();
  return (
    <div class="awaited pulse" style={{ height }}>
      <span class="for-readers" role="status">
        {say(WORDS.waiting)}
      </span>
    </div>
  );
}
