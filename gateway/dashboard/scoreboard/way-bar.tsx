import { percent } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { State } from '../state.js';
import type { Assessment } from './board.js';

const WORDS = {
  way: { vi: 'Đã đi', en: 'Way' },
  time: { vi: 'Thời gian', en: 'Time' },
  none: { vi: 'Không tính theo chặng đường', en: 'Not measured by the way' },
};

/** The part of a bar of 100 that a share fills: what lies beyond either end is told by the number alone. */
function filled(share: number): number {
  return Math.min(Math.max(share, 0), 1) * 100;
}

/** Share of the way from base to target as a bar, the share of the time as a tick across it, both as numbers beside it. */
export function WayBar({ assessment, state }: { readonly assessment: Assessment | null; readonly state: State }) {
  const { language, say } = useLanguage();
  const { shareOfWay: way, shareOfTime: time } = assessment ?? { shareOfWay: null, shareOfTime: null };
  if (way === null) {
    return (
      <span class="soft">
        <span aria-hidden="true">–</span>
        <span class="for-readers">{say(WORDS.none)}</span>
      </span>
    );
  }
  return (
    <div class="way" data-state={state}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" x="0" y="2" width="100" height="6" rx="1" />
        <rect class="done" x="0" y="2" width={filled(way)} height="6" rx="1" />
        {time !== null && <rect class="time" x={Math.min(filled(time), 98.5)} y="0" width="1.5" height="10" />}
      </svg>
      <span>
        {say(WORDS.way)} <b>{percent(way, language)}</b>
      </span>
      {time !== null && (
        <span class="soft">
          {say(WORDS.time)} {percent(time, language)}
        </span>
      )}
    </div>
  );
}
