import type { Text } from '../core/catalogue.js';
import { lastDay, type Period } from '../core/period.js';
import { fixed, short } from './number.js';
import type { Indicator, Target } from './representation.js';
import { withUnit } from './unit.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const QUARTERS = ['I', 'II', 'III', 'IV'];
const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** When a figure was counted: a stock on its last day, everything else over its period. */
export function when({ timeRule }: Indicator, period: Period): Text {
  return timeRule === 'STOCK' ? endOf(period) : during(period);
}

/** đến hết tháng 6/2023, at the end of June 2023; a period that ends with the year is named by the year. */
function endOf(period: Period): Text {
  const { year, month } = monthOf(period.lastMonth);
  if (month === 12) return { vi: `đến hết năm ${year}`, en: `at the end of ${year}` };
  return { vi: `đến hết tháng ${month}/${year}`, en: `at the end of ${MONTHS[month - 1]} ${year}` };
}

/** 6 tháng đầu năm 2023, in the first half of 2023. */
export function during({ frequency, year, part }: Period): Text {
  const ordinal = ORDINALS[part - 1];
  if (frequency === 'S') {
    return { vi: `6 tháng ${part === 1 ? 'đầu' : 'cuối'} năm ${year}`, en: `in the ${ordinal} half of ${year}` };
  }
  if (frequency === 'Q') return { vi: `quý ${QUARTERS[part - 1]}/${year}`, en: `in the ${ordinal} quarter of ${year}` };
  if (frequency === 'M') return { vi: `tháng ${part}/${year}`, en: `in ${MONTHS[part - 1]} ${year}` };
  return { vi: `năm ${year}`, en: `in ${year}` };
}

/** The year up to a month: 6 tháng đầu năm 2023, in the first 6 months of 2023; after December the whole year. */
export function yearUpTo(year: Period, months: number): Text {
  if (months === 12) return { vi: `cả năm ${year.text}`, en: `in the whole of ${year.text}` };
  if (months === 1) return { vi: `tháng 1/${year.text}`, en: `in January ${year.text}` };
  return { vi: `${months} tháng đầu năm ${year.text}`, en: `in the first ${months} months of ${year.text}` };
}

/** A period's last day: 30/6/2023, 30 June 2023. */
export function lastDayOf(period: Period): Text {
  const { year, month } = monthOf(period.lastMonth);
  const day = Number(lastDay(period).slice(8));
  return { vi: `${day}/${month}/${year}`, en: `${day} ${MONTHS[month - 1]} ${year}` };
}

/** The month of a target's `from` (2025-01): tháng 1/2025, January 2025. */
export function monthText(from: string): Text {
  const month = Number(from.slice(5));
  return { vi: `tháng ${month}/${from.slice(0, 4)}`, en: `${MONTHS[month - 1]} ${from.slice(0, 4)}` };
}

/** A value in the indicator's unit, with its printed decimals or as many as given; none at all is written 0. */
export function valueText(indicator: Indicator, value: number, decimals = indicator.decimals): Text {
  return withUnit(fixed(value, value === 0 ? 0 : decimals), indicator.unitCode);
}

/** A target with what it asks for: từ 15 trên 1 vạn dân trở lên, at least 15 per 10,000 people. */
export function targetText(indicator: Indicator, target: Target & { readonly value: number }): Text {
  const number = short(target.value);
  const { vi, en } = withUnit(number, indicator.unitCode);
  if (indicator.rule === 'AT_MOST') return { vi: `không quá ${vi}`, en: `at most ${en}` };
  if (indicator.rule === 'BELOW') return { vi: `dưới ${vi}`, en: `below ${en}` };
  if (indicator.rule === 'YEARLY_QUOTA') return { vi, en };
  if (indicator.rule === 'YEARLY_CHANGE') return { vi: `từ ${vi} trở lên mỗi năm`, en: `at least ${en} a year` };
  if (target.upper !== null) return rangeText(indicator, target.value, target.upper);
  if (indicator.unitCode === 'PERCENT' && target.value === 100) return { vi, en };
  return { vi: `từ ${vi} trở lên`, en: `at least ${en}` };
}

function rangeText({ unitCode }: Indicator, value: number, upper: number): Text {
  const low = unitCode === 'PERCENT' ? withUnit(short(value), unitCode) : short(value);
  const high = withUnit(short(upper), unitCode);
  return { vi: `từ ${low.vi} đến ${high.vi}`, en: `${low.en} to ${high.en}` };
}

function monthOf(month: number): { year: number; month: number } {
  return { year: Math.floor(month / 12), month: (month % 12) + 1 };
}
