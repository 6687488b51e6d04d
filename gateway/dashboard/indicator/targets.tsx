import { period as periodText } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Evidence } from '../chart/types.js';
import { targetText } from '../chart/words.js';
import { StateMark } from '../state.js';
import type { Indicator } from './types.js';

const WORDS = {
  title: { vi: 'Chỉ tiêu và các lần nêu lại', en: 'The target and its restatements' },
  from: { vi: 'có hiệu lực từ', en: 'in force from' },
  value: { vi: 'Mức', en: 'Value' },
  evidence: { vi: 'Căn cứ', en: 'Rests on' },
  source: { vi: 'Nguồn', en: 'Source' },
  present: { vi: 'áp dụng trong kỳ đang xem', en: 'applies in the period shown' },
  others: { vi: 'Nếu đánh giá theo mức khác', en: 'Judged by the other versions' },
  declared: { vi: 'Báo cáo đã nêu', en: 'What reports declared' },
  none: { vi: 'không nêu', en: 'nothing is said' },
};

export const EVIDENCE_WORDS: Readonly<Record<Evidence, Words>> = {
  ASSUMED: { vi: 'Giả định: không tìm thấy trong tài liệu in', en: 'Assumed: no printed source gives it' },
  OTHER_PLAN: { vi: 'Lấy từ kế hoạch khác của Thành phố', en: 'Of a different plan of the city' },
  PUBLISHED: { vi: 'Đã công bố là của chương trình', en: "Published as the programme's own" },
};

const DECLARED: Readonly<Record<Indicator['declared'][number]['state'], Words>> = {
  GOOD_RESULT: { vi: 'nêu là kết quả tốt', en: 'named among the good results' },
  HARD: { vi: 'nêu là chỉ tiêu khó', en: 'named as a hard target' },
  MET: { vi: 'công bố đạt', en: 'declared met' },
  ON_SCHEDULE: { vi: 'công bố đúng tiến độ', en: 'declared on schedule' },
};

/** All versions of the target with what they rest on, and the judgements beside the one that counts. */
export function Targets({ indicator }: { readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  const { targets, target, rule, unit } = indicator;
  if (rule === null) return null;
  return (
    <section class="card" aria-labelledby="targets">
      <h2 id="targets">{say(WORDS.title)}</h2>
      <ol class="versions">
        {targets.map((version) => (
          <li key={version.from}>
            <strong>{targetText(version, rule, unit, language)}</strong> {since(version.from, language)}
            {version.from === target?.from && <span class="tag">{say(WORDS.present)}</span>}
            <small>
              {say(EVIDENCE_WORDS[version.evidence])}. {say(WORDS.source)}: <Source text={version.source} />
            </small>
          </li>
        ))}
      </ol>
      <OtherVersions indicator={indicator} />
      <Declared indicator={indicator} />
    </section>
  );
}

/** Within a sentence: Vietnamese writes the word for month small there, English the name of a month never. */
function since(month: string, language: 'vi' | 'en'): string {
  const text = periodText(month, language);
  return `${WORDS.from[language]} ${language === 'vi' ? text.toLowerCase() : text}`;
}

/** A source as it is told; an address in it can be followed. */
function Source({ text }: { readonly text: string | null }) {
  const { say } = useLanguage();
  if (!text) return <>{say(WORDS.none)}</>;
  return (
    <>
      {text.split(/(https?:\/\/[^\s;]+)/).map((part) =>
        part.startsWith('http') ? (
          <a key={part} href={part} rel="noreferrer">
            {new URL(part).hostname}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

function OtherVersions({ indicator: { assessment, rule, unit } }: { readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  if (!assessment || rule === null || assessment.otherVersions.length === 0) return null;
  return (
    <>
      <h3>{say(WORDS.others)}</h3>
      <ul class="versions">
        {assessment.otherVersions.map(({ target, state, sentence }) => (
          <li key={target?.from}>
            {target && <strong>{targetText(target, rule, unit, language)}</strong>} <StateMark state={state} />
            <small>{sentence}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Declared({ indicator: { declared } }: { readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  if (declared.length === 0) return null;
  return (
    <>
      <h3>{say(WORDS.declared)}</h3>
      <ul class="versions">
        {declared.map(({ period, state, report }) => (
          <li key={period + report}>
            <strong>{periodText(period, language)}</strong>: {say(DECLARED[state])}
            <small>{report}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
