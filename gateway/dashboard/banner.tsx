import './banner.css';
import type { ResultOf } from 'gql.tada';
import { useAddress } from '../pages/browser/address.js';
import { day, time } from '../pages/browser/format.js';
import { type Language, useLanguage, type Words } from '../pages/browser/language.js';
import { useQuestion } from '../pages/browser/use-question.js';
import { Standing } from './sources/operations.js';

type Department = NonNullable<ResultOf<typeof Standing>['departments']>[number];

const WORDS = {
  title: { vi: 'Tình trạng số liệu', en: 'State of the figures' },
  gone: (at: string): Words => ({
    vi: `Không kết nối được với hệ thống; số liệu dưới đây là của lúc ${at}.`,
    en: `The system cannot be reached; the figures below are as of ${at}.`,
  }),
  goneAtFirst: { vi: 'Không kết nối được với hệ thống.', en: 'The system cannot be reached.' },
  silent: (name: string): Words => ({
    vi: `${name}: phần phục vụ số liệu không trả lời.`,
    en: `${name}: the part that serves its figures does not answer.`,
  }),
  since: (at: string): Words => ({
    vi: ` Số liệu tốt gần nhất nhận lúc ${at}.`,
    en: ` The last good figures came at ${at}.`,
  }),
  alone: (at: string): Words => ({ vi: ` Tạm ngừng hỏi từ ${at}.`, en: ` It is left alone since ${at}.` }),
  held: (name: string, n: number): Words => ({
    vi: `${name}: ${n} số liệu mới không qua kiểm tra, đang được giữ lại; số liệu tốt gần nhất vẫn được dùng.`,
    en: `${name}: ${n} new figures failed a check and are held back; the last good ones are used.`,
  }),
  samples: {
    vi: 'Bản mẫu: các số liệu chưa được công bố là số liệu dựng, không dùng để kết luận.',
    en: 'A sample: figures that were not published are made up and prove nothing.',
  },
  sampleOf: (names: string): Words => ({
    vi: `Số liệu mẫu, không dùng để kết luận: ${names}.`,
    en: `Sample figures that prove nothing: ${names}.`,
  }),
  more: { vi: 'Xem nguồn số liệu', en: 'See the sources' },
};

/** An instant as it is told: the time alone where it is of today. */
function moment(instant: string | Date, language: Language): string {
  const at = new Date(instant);
  const isToday = day(at, language) === day(new Date(), language);
  return isToday ? time(at, language) : `${time(at, language)}, ${day(at, language)}`;
}

/**
 * What has to be known on every page: which department is silent or failing and since when, what is held back, what is a
 * sample. The texts name instants, not ages, so that a reader is told anew only when something has changed.
 */
export function Banner() {
  const { lang, language, say } = useLanguage();
  const { to } = useAddress();
  const { answer, failure } = useQuestion(Standing, { lang }, isTroubled);
  const departments = answer?.data.departments ?? [];
  const gone = failure && (answer ? WORDS.gone(moment(answer.at, language)) : WORDS.goneAtFirst);
  const troubles = failure ? [] : departments.flatMap((department) => troublesOf(department, language));
  const samples = departments.filter(({ source }) => source?.sample);
  const isAllSample = samples.length > 0 && samples.length === departments.length;
  return (
    <section class="banner" aria-label={say(WORDS.title)}>
      <div role="alert">{gone && <p class="trouble">{say(gone)}</p>}</div>
      <div role="status">
        {troubles.map(({ vi, en }) => (
          <p class="trouble" key={en}>
            {say({ vi, en })} <a href={to({ path: '/sources' })}>{say(WORDS.more)}</a>
          </p>
        ))}
      </div>
      {samples.length > 0 && (
        <p class="sample">
          {say(isAllSample ? WORDS.samples : WORDS.sampleOf(samples.map(({ name }) => name).join('; ')))}
        </p>
      )}
    </section>
  );
}

function isTroubled({ departments }: ResultOf<typeof Standing>): boolean {
  return departments?.some((department) => troublesOf(department, 'en').length > 0) ?? true;
}

/** What is wrong with a department, one sentence each. */
function troublesOf({ name, source }: Department, language: Language): Words[] {
  if (!source || source.state === null) return [WORDS.silent(name)];
  const { lastError, lastGood, openSince, quarantined } = source;
  const failing = lastError && [
    { vi: lastError.message, en: lastError.message },
    ...(lastGood ? [WORDS.since(moment(lastGood, language))] : []),
    ...(openSince ? [WORDS.alone(moment(openSince, language))] : []),
  ];
  return [...(failing ? [joined(failing)] : []), ...(quarantined ? [WORDS.held(name, quarantined)] : [])];
}

function joined(texts: readonly Words[]): Words {
  return { vi: texts.map(({ vi }) => vi).join(''), en: texts.map(({ en }) => en).join('') };
}
