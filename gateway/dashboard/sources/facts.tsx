import { ago, day, number, time } from '../../pages/browser/format.js';
import { type Language, useLanguage, type Words } from '../../pages/browser/language.js';
import { KIND_WORDS, type Source } from './department.js';

const WORDS = {
  system: { vi: 'Hệ thống', en: 'System' },
  kind: { vi: 'Kết nối', en: 'Reached by' },
  good: { vi: 'Nhận số liệu gần nhất', en: 'Last good answer' },
  answer: { vi: 'Trả lời gần nhất', en: 'Last answer' },
  age: { vi: 'Số liệu được coi là mới trong', en: 'A figure counts as fresh for' },
  minutes: (n: string): Words => ({ vi: `${n} phút`, en: `${n} minutes` }),
  budget: { vi: 'Còn được hỏi trong phút này', en: 'Questions left within this minute' },
  times: (n: string): Words => ({ vi: `${n} lần`, en: n }),
  open: { vi: 'Tạm ngừng hỏi từ', en: 'Left alone since' },
  never: { vi: 'chưa lần nào', en: 'never' },
  neverSinceStart: { vi: 'chưa lần nào từ khi khởi động', en: 'never since the start' },
};

/** What is known of a system, each with its name. */
export function Facts({ source, now }: { readonly source: Source; readonly now: Date }) {
  const { language, say } = useLanguage();
  const { lastGood, lastAnswer, maxAge, budgetLeft, openSince } = source;
  const at = (instant: string) => `${ago(instant, now, language)} (${moment(instant, language)})`;
  const facts: readonly (readonly [Words, string | null])[] = [
    [WORDS.system, source.name],
    [WORDS.kind, say(KIND_WORDS[source.kind])],
    [WORDS.good, lastGood ? at(lastGood) : say(WORDS.never)],
    [WORDS.answer, lastAnswer ? at(lastAnswer) : say(WORDS.neverSinceStart)],
    [WORDS.age, maxAge === null ? null : say(WORDS.minutes(number(maxAge / 60, language)))],
    [WORDS.budget, budgetLeft === null ? null : say(WORDS.times(number(budgetLeft, language)))],
    [WORDS.open, openSince && moment(openSince, language)],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name.en}>
              <dt>{say(name)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function moment(instant: string, language: Language): string {
  return `${time(new Date(instant), language)}, ${day(instant, language)}`;
}
