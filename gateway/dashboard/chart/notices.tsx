import { FailureText } from '../../pages/browser/failure.js';
import { time } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { Asked } from '../../pages/browser/use-question.js';

const WORDS = {
  missing: { vi: 'Một phần số liệu chưa nhận được', en: 'A part of the figures could not be had' },
  kept: { vi: 'Số liệu dưới đây là của lúc', en: 'The figures below are those of' },
  again: { vi: 'Hỏi lại', en: 'Ask again' },
  waiting: { vi: 'Đang lấy số liệu…', en: 'The figures are on their way…' },
};

/** What a question did not get, said once for each sentence. */
export function Notices({
  asked: { answer, failure, again },
}: {
  readonly asked: Pick<Asked<unknown>, 'answer' | 'failure' | 'again'>;
}) {
  const { language, say } = useLanguage();
  if (failure) {
    return (
      <div class="notice" role="alert">
        <FailureText failure={failure} errors={[]} />
        {answer && <p>{`${say(WORDS.kept)} ${time(answer.at, language)}.`}</p>}
        <button type="button" class="button" onClick={again}>
          {say(WORDS.again)}
        </button>
      </div>
    );
  }
  if (!answer || answer.errors.length === 0) return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>{say(WORDS.missing)}</strong>
      </p>
      <FailureText failure={null} errors={answer.errors} />
    </div>
  );
}

/** What stands where a part of a page is awaited. */
export function Awaited({ height }: { readonly height: string }) {
  const { say } = useLanguage();
  return (
    <div class="awaited pulse" style={{ height }}>
      <span class="for-readers" role="status">
        {say(WORDS.waiting)}
      </span>
    </div>
  );
}
