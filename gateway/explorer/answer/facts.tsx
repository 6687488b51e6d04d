import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { Reply } from './sending.js';

const WORDS = {
  facts: { vi: 'Về câu trả lời', en: 'About the answer' },
  time: { vi: 'Thời gian', en: 'Time' },
  size: { vi: 'Dung lượng', en: 'Size' },
  rows: { vi: 'Số dòng', en: 'Rows' },
  price: { vi: 'Chi phí', en: 'Cost' },
  request: { vi: 'Mã yêu cầu', en: 'Request id' },
};

/** What is to be known about an answer besides what it says. `rows` is null where it is no table. */
export function Facts({ reply, rows }: { readonly reply: Reply; readonly rows: number | null }) {
  const { say, language } = useLanguage();
  const facts = [
    [WORDS.time, `${number(reply.milliseconds, language)} ms`],
    [WORDS.size, `${number(reply.bytes / 1000, language, 1)} KB`],
    [WORDS.rows, rows === null ? null : number(rows, language)],
    [WORDS.price, reply.price],
    [WORDS.request, reply.requestId],
  ] as const;
  return (
    <dl class="facts small" aria-label={say(WORDS.facts)}>
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
