import { period as inWords } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { type Difference, differencesOf, endsWith, type Programme } from './board.js';
import { differenceText } from './declared.js';

type Standing = Programme['declared'][number];

const WORDS = {
  title: { vi: 'Báo cáo công bố', en: 'Declared by reports' },
  none: {
    vi: 'Chưa có báo cáo công bố nào về kỳ này.',
    en: 'No report speaks of this period.',
  },
  met: (met: number, total: number | null): Words => ({
    vi: `${total === null ? met : `${met}/${total}`} chỉ tiêu đạt`,
    en: `${total === null ? met : `${met}/${total}`} targets met`,
  }),
  exceeded: (n: number): Words => ({ vi: `${n} vượt`, en: `${n} exceeded` }),
  onSchedule: (n: number): Words => ({ vi: `${n} đúng tiến độ`, en: `${n} on schedule` }),
  about: (period: string): Words => ({ vi: `về ${period.toLowerCase()}`, en: `on ${period.toLowerCase()}` }),
  differences: { vi: 'Khác với kết quả tính toán', en: 'Other than computed' },
  agrees: {
    vi: 'Không có điểm nào khác với kết quả tính toán.',
    en: 'Nothing in them differs from what is computed.',
  },
};

/** What reports say of the period, apart from our judgement, and where the two differ. */
export function Reports({ programme, period }: { readonly programme: Programme; readonly period: string }) {
  const { say } = useLanguage();
  const declared = programme.declared.filter((one) => endsWith(one.period, period));
  const differences = differencesOf(programme, period);
  return (
    <section class="reports card">
      <h2>{say(WORDS.title)}</h2>
      {declared.length === 0 && <p class="soft">{say(WORDS.none)}</p>}
      <ul>
        {declared.map((one) => (
          <Declared key={one.report} standing={one} period={period} />
        ))}
      </ul>
      {differences.length > 0 && <Differences differences={differences} programme={programme} />}
      {declared.length > 0 && programme.differences !== null && differences.length === 0 && (
        <p class="soft">{say(WORDS.agrees)}</p>
      )}
    </section>
  );
}

function Declared({ standing, period }: { readonly standing: Standing; readonly period: string }) {
  const { say, language } = useLanguage();
  const { met, total, exceeded, onSchedule, report, note } = standing;
  const counts = [
    met !== null && WORDS.met(met, total),
    exceeded !== null && WORDS.exceeded(exceeded),
    onSchedule !== null && WORDS.onSchedule(onSchedule),
  ].filter((text) => text !== false);
  return (
    <li>
      <b>{counts.map(say).join(' · ')}</b>
      <span class="soft">
        {report}
        {standing.period !== period && `, ${say(WORDS.about(inWords(standing.period, language)))}`}
      </span>
      {note && <small class="soft">{note}</small>}
    </li>
  );
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly programme: Programme;
}

function Differences({ differences, programme }: DifferencesProps) {
  const { say } = useLanguage();
  const nameOf = (code: string) => programme.indicators.find((indicator) => indicator.code === code)?.name ?? code;
  return (
    <>
      <h3>{say(WORDS.differences)}</h3>
      <ul class="differences">
        {differences.map((one) => (
          <li key={`${one.report} ${one.kind} ${one.indicator?.code}`}>
            {one.indicator && <b>{nameOf(one.indicator.code)}: </b>}
            {say(differenceText(one))} <span class="soft">({one.report})</span>
          </li>
        ))}
      </ul>
    </>
  );
}
