import { useAddress } from '../../pages/browser/address.js';
import { period as inWords } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Summary } from './board.js';

const WORDS = {
  label: { vi: 'Kỳ đánh giá', en: 'Period' },
  met: (met: number, total: number): Words => ({
    vi: `${met} trên ${total} chỉ tiêu đạt`,
    en: `${met} of ${total} targets met`,
  }),
};

export interface PeriodSliderProps {
  readonly periods: readonly string[];
  readonly period: string;
  /** Null where nothing could be counted. */
  readonly summaries: readonly Summary[] | null;
}

/** Moves over the periods, each with how many targets are met in it. All of them are there already: nothing is asked. */
export function PeriodSlider({ periods, period, summaries }: PeriodSliderProps) {
  const { language, say } = useLanguage();
  const { go } = useAddress();
  const choose = (index: number) => go({ query: { period: periods[index] ?? null } }, { replace: true });
  const index = periods.indexOf(period);
  const counted = summaries?.find((one) => one.period === period);
  const spoken = [inWords(period, language), ...(counted ? [say(WORDS.met(counted.met, counted.total))] : [])];
  return (
    <section class="slider card no-print" aria-label={say(WORDS.label)}>
      <div class="columns" aria-hidden="true" style={{ '--periods': periods.length }}>
        {periods.map((one, i) => (
          <Column key={one} summary={summaries?.find((s) => s.period === one)} chosen={i === index} name={one} />
        ))}
      </div>
      <input
        type="range"
        min="0"
        max={periods.length - 1}
        step="1"
        value={index}
        style={{ '--periods': periods.length }}
        aria-label={say(WORDS.label)}
        aria-valuetext={spoken.join(', ')}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
    </section>
  );
}

function Column({ summary, chosen, name }: { summary: Summary | undefined; chosen: boolean; name: string }) {
  const [year, half] = name.split('-S');
  const share = summary && summary.total > 0 ? summary.met / summary.total : 0;
  return (
    <div class={chosen ? 'column chosen' : 'column'}>
      <span>{summary?.met ?? '–'}</span>
      <span class="bar-of-met" style={{ height: `${(share * 3).toFixed(2)}rem` }} />
      <span class="tick">
        {half === '1' ? 'I' : 'II'}
        <small>{year}</small>
      </span>
    </div>
  );
}
