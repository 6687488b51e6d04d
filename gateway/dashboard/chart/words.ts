import { number } from '../../pages/browser/format.js';
import type { Language, Words } from '../../pages/browser/language.js';
import type { Rule, Status, TargetValue, Weight } from './types.js';

/** What a status says (SDMX CL_OBS_STATUS). */
export const STATUS_WORDS: Readonly<Record<Status, Words>> = {
  A: { vi: 'Chính thức', en: 'Normal' },
  B: { vi: 'Đầu chuỗi mới, không so được với số trước', en: 'First after a break, not comparable with the one before' },
  E: { vi: 'Ước tính', en: 'Estimated' },
  F: { vi: 'Dự báo', en: 'Forecast' },
  I: { vi: 'Gán bổ sung', en: 'Imputed' },
  L: { vi: 'Không thu thập', en: 'Not collected' },
  M: { vi: 'Không có số liệu loại này', en: 'Cannot exist' },
  O: { vi: 'Chưa báo cáo', en: 'Not reported' },
  P: { vi: 'Sơ bộ', en: 'Provisional' },
  Q: { vi: 'Giữ kín', en: 'Withheld' },
  U: { vi: 'Độ tin cậy thấp', en: 'Low reliability' },
};

export const WEIGHT_WORDS: Readonly<Record<Weight, Words>> = {
  AREA: { vi: 'quy đổi theo diện tích (kém tin cậy nhất)', en: 'moved by area in square kilometres (least reliable)' },
  HOUSEHOLDS: { vi: 'quy đổi theo số hộ', en: 'moved by households' },
  PLACE: { vi: 'tính theo vị trí từng trường', en: 'counted by the place of each school' },
  POPULATION: { vi: 'quy đổi theo dân số', en: 'moved by population' },
  WHOLE: { vi: 'cộng từ các địa bàn trọn vẹn', en: 'sum of whole areas' },
};

/** How numbers of an indicator are written. */
export interface Measure {
  readonly unit: string;
  readonly decimals: number;
}

/** A value with its unit: 95,27% and 15,2 trên 1 vạn dân. */
export function amount(value: number, { unit, decimals }: Measure, language: Language): string {
  return `${number(value, language, decimals)}${unit === '%' ? '%' : ` ${unit}`}`;
}

/** A count: whole, or with two decimals where it is counted in ten thousands. */
export function countText(value: number | null, language: Language): string {
  return value === null ? '–' : number(value, language, Number.isInteger(value) ? 0 : 2);
}

/** A figure's counts, as far as they may be told. */
export interface Counted {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly class?: { readonly from: number } | null;
}

/**
 * What a rate is made of: 13.270 / 869,1. A dash where it is not made of counts, or where only a class is known: exact
 * counts beside it would say more than there is.
 */
export function partsText({ numerator, denominator, class: values }: Counted, language: Language): string {
  if (numerator === null || values) return '–';
  const below = denominator === null ? '' : ` / ${countText(denominator, language)}`;
  return `${countText(numerator, language)}${below}`;
}

/** What can be said of a figure: its value, else its class, else what kind of missing it is. */
export interface Told {
  readonly value: number | null;
  readonly status: Status;
  readonly class?: { readonly from: number; readonly to: number } | null;
}

/** A figure in a few words, without its unit. Never 0 for what is missing. */
export function figureText(figure: Told, decimals: number, language: Language): string {
  if (figure.class) return classText(figure.class, language);
  return figure.value === null ? STATUS_WORDS[figure.status][language] : number(figure.value, language, decimals);
}

/** A class of values: từ 1.000 đến dưới 2.000. */
export function classText({ from, to }: { readonly from: number; readonly to: number }, language: Language): string {
  const text = (value: number) => number(value, language, value % 1 === 0 ? 0 : 2);
  return language === 'vi' ? `${text(from)} đến dưới ${text(to)}` : `${text(from)} to under ${text(to)}`;
}

const SIGNS: Readonly<Record<Rule, string>> = {
  AT_LEAST: '≥ ',
  AT_MOST: '≤ ',
  BELOW: '< ',
  RANGE: '≥ ',
  YEARLY_CHANGE: '≥ ',
  YEARLY_QUOTA: '≥ ',
};
const WITHDRAWN: Words = { vi: 'đã rút', en: 'withdrawn' };
const A_YEAR: Words = { vi: ' mỗi năm', en: ' a year' };

/** A target as it is written: ≥ 95%, 30–35 trên 1 vạn dân, ≥ 160.000 người mỗi năm. */
export function targetText(target: TargetValue, rule: Rule, unit: string, language: Language): string {
  if (target.withdrawn || target.value === null) return WITHDRAWN[language];
  const text = (value: number) => number(value, language, plainDecimals(value));
  const range = target.upper === null ? '' : `–${text(target.upper)}`;
  const each = rule.startsWith('YEARLY') ? A_YEAR[language] : '';
  const sign = target.upper === null ? SIGNS[rule] : '';
  return `${sign}${text(target.value)}${range}${unit === '%' ? '%' : ` ${unit}`}${each}`;
}

/** As many decimals as a target is written with. */
function plainDecimals(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}
