import { numberUpTo, withUnit } from '../pages/browser/format.js';
import type { Language, Words } from '../pages/browser/words.js';
import type { Evidence, Rule, TargetValue } from './chart/types.js';

/** What a target is written with. */
interface Measure {
  readonly rule: Rule | null;
  readonly unit: string;
}

const SIGNS: Readonly<Record<Rule, string>> = {
  AT_LEAST: '≥\u00a0',
  AT_MOST: '≤\u00a0',
  BELOW: '<\u00a0',
  RANGE: '≥\u00a0',
  YEARLY_CHANGE: '≥\u00a0',
  YEARLY_QUOTA: '≥\u00a0',
};

const WORDS = {
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  none: { vi: 'không có', en: 'none' },
  eachYear: { vi: ' mỗi năm', en: ' a year' },
};

/** More than any target is written with: a target is never rounded. */
const MOST_DECIMALS = 10;

/** A target as it is read: < 3%, 30–35 per 10,000 people, ≥ 160,000 people a year; in a word where it has no value. */
export function targetText(target: TargetValue | null, { rule, unit }: Measure, language: Language): string {
  if (!target) return WORDS.none[language];
  if (target.withdrawn || target.value === null) return WORDS.withdrawn[language];
  const isRange = target.upper !== null;
  const ends = [target.value, ...(isRange ? [target.upper] : [])];
  const text = ends.map((value) => numberUpTo(value, language, MOST_DECIMALS)).join('–');
  const sign = rule === null || isRange ? '' : SIGNS[rule];
  const each = rule?.startsWith('YEARLY') ? WORDS.eachYear[language] : '';
  return `${withUnit(`${sign}${text}`, unit)}${each}`;
}

/** What a target rests on; `mark` stands beside one that is not the programme's own published value. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence, { readonly mark: Words | null; readonly long: Words }>> = {
  PUBLISHED: {
    mark: null,
    long: {
      vi: 'Giá trị mục tiêu đã được công bố là của chương trình',
      en: "The target value was published as the programme's own",
    },
  },
  OTHER_PLAN: {
    mark: { vi: 'kế hoạch khác', en: 'other plan' },
    long: {
      vi: 'Giá trị mục tiêu lấy từ kế hoạch khác của Thành phố',
      en: "The target value is that of another of the city's plans",
    },
  },
  ASSUMED: {
    mark: { vi: 'giả định', en: 'assumed' },
    long: {
      vi: 'Giá trị mục tiêu là giả định: chưa tìm thấy văn bản nào nêu',
      en: 'The target value is an assumption: no printed source gives it',
    },
  },
};
