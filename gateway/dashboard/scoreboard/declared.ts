import type { Words } from '../../pages/browser/language.js';
import { STATE_WORDS } from '../state.js';
import type { Difference, Indicator } from './board.js';

type DeclaredCode = Indicator['declared'][number]['state'];

/** What a report says of an indicator. */
export const DECLARED_WORDS: Readonly<Record<DeclaredCode, Words>> = {
  MET: { vi: 'công bố là đạt', en: 'declared met' },
  ON_SCHEDULE: { vi: 'công bố là đúng tiến độ', en: 'declared on schedule' },
  HARD: { vi: 'được nêu là chỉ tiêu khó', en: 'named as a hard target' },
  GOOD_RESULT: { vi: 'được nêu trong các kết quả tốt', en: 'named among the good results' },
};

const COUNTED: Readonly<Record<Exclude<Difference['kind'], 'STATE'>, Words>> = {
  MET: { vi: 'chỉ tiêu đạt', en: 'targets met' },
  EXCEEDED: { vi: 'chỉ tiêu vượt', en: 'targets exceeded' },
  ON_SCHEDULE: { vi: 'chỉ tiêu đúng tiến độ', en: 'targets on schedule' },
  TOTAL: { vi: 'chỉ tiêu tất cả', en: 'targets in all' },
};

/** Where a report and our judgement differ, in one sentence. */
export function differenceText(difference: Difference): Words {
  const { kind, declaredCount, computedCount, declaredState, computedState } = difference;
  if (kind !== 'STATE') {
    const { vi, en } = COUNTED[kind];
    return {
      vi: `công bố ${declaredCount} ${vi}, ${computedCount === null ? 'chưa tính được' : `tính được ${computedCount}`}`,
      en: `declared ${declaredCount} ${en}, ${computedCount === null ? 'not computed' : `computed ${computedCount}`}`,
    };
  }
  const said = declaredState && DECLARED_WORDS[declaredState];
  const ours = STATE_WORDS[computedState ?? 'UNAVAILABLE'];
  return { vi: `${said?.vi}, tính toán: ${ours.vi}`, en: `${said?.en}, computed: ${ours.en}` };
}
