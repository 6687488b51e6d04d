import { numberUpTo, withUnit } from '../pages/browser/format.js';
import type { Language } from '../pages/browser/language.js';
import type { introspection } from '../pages/browser/schema-types.js';

type Enum<Name extends 'Rule' | 'Evidence'> = introspection['types'][Name]['enumValues'];

/** What is written of a target, as the graph gives it. */
interface Written {
  readonly value: number | null;
  readonly upper: number | null;
  readonly withdrawn: boolean;
}

/** What it is written with. */
interface Measure {
  readonly rule: Enum<'Rule'> | null;
  readonly unit: string;
  readonly decimals: number;
}

const SIGNS: Readonly<Record<Enum<'Rule'>, string>> = {
  AT_LEAST: '≥\u00a0',
  AT_MOST: '≤\u00a0',
  BELOW: '<\u00a0',
  RANGE: '',
  YEARLY_CHANGE: '≥\u00a0',
  YEARLY_QUOTA: '≥\u00a0',
};

/** A target as it is read: < 3 %, 30–35 per 10,000 people. Null where there is none, or it was withdrawn. */
export function targetText(
  target: Written | null,
  { rule, unit, decimals }: Measure,
  language: Language,
): string | null {
  if (!target || target.value === null || target.withdrawn) return null;
  const ends = [target.value, ...(target.upper === null ? [] : [target.upper])];
  const text = ends.map((value) => numberUpTo(value, language, decimals)).join('–');
  return withUnit(`${rule === null ? '' : SIGNS[rule]}${text}`, unit);
}

/** What a target rests on where it is not the programme's own published value. */
export const EVIDENCE_WORDS = {
  PUBLISHED: null,
  OTHER_PLAN: {
    short: { vi: 'kế hoạch khác', en: 'other plan' },
    long: {
      vi: 'Giá trị mục tiêu lấy từ kế hoạch khác của Thành phố',
      en: "The target value is that of another of the city's plans",
    },
  },
  ASSUMED: {
    short: { vi: 'giả định', en: 'assumed' },
    long: {
      vi: 'Giá trị mục tiêu là giả định: chưa tìm thấy văn bản nào nêu',
      en: 'The target value is an assumption: no printed source gives it',
    },
  },
} as const;
