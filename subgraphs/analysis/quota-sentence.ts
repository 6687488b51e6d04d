import type { Text } from '../core/catalogue.js';
import type { Judgement } from './judgement.js';
import { percentage, short } from './number.js';
import { missingPhrase, sentence } from './phrase.js';
import type { QuotaYear } from './quota.js';
import { during, targetText, valueText, yearUpTo } from './wording.js';

/** The sentence of a yearly quota: the year's sum, what was due by then, and within a year what the year before says. */
export function quotaSentence(judgement: Judgement, quota: QuotaYear): Text {
  return sentence(openingOf(judgement, quota), [
    sumPhrase(judgement, quota),
    gapPhrase(quota),
    quota.whole ? null : beforePhrase(judgement, quota),
    missingPhrase(judgement),
  ]);
}

function openingOf({ state, exceeded }: Judgement, quota: QuotaYear): Text {
  if (exceeded) return { vi: 'Đã đạt và vượt', en: 'Met and exceeded' };
  if (state === 'MET') {
    return quota.whole
      ? { vi: 'Đã đạt', en: 'Met' }
      : { vi: 'Đã đạt theo tiến độ của năm', en: 'Met at the pace of the year' };
  }
  return state === 'ON_TRACK'
    ? { vi: 'Chưa đạt, đúng tiến độ', en: 'Not met, on track' }
    : { vi: 'Chưa đạt, chậm tiến độ', en: 'Not met, behind' };
}

function sumPhrase({ indicator, shareOfWay }: Judgement, quota: QuotaYear): Text {
  const up = yearUpTo(quota.year, quota.monthsGone);
  const sum = valueText(indicator, quota.sum);
  const goal = targetText(indicator, quota.target);
  const share = shareOfWay === null ? null : percentage(shareOfWay);
  const due = quota.monthsGone === 12 ? null : short((quota.target.value * quota.monthsGone) / 12, indicator.decimals);
  const dueText = due
    ? { vi: ` (mức cần có đến kỳ này là ${due.vi})`, en: ` (${due.en} were due by then)` }
    : { vi: '', en: '' };
  return {
    vi: `${up.vi} là ${sum.vi}, ${share ? `bằng ${share.vi} ` : ''}chỉ tiêu năm ${goal.vi}${dueText.vi}`,
    en: `${sum.en} ${up.en}, ${share ? `${share.en} of ` : ''}the year's quota of ${goal.en}${dueText.en}`,
  };
}

/** Months without a figure make the sum short: the reader has to know before anyone is called behind. */
function gapPhrase({ gaps }: QuotaYear): Text | null {
  if (gaps.length === 0) return null;
  const names = gaps.map(during);
  return {
    vi: `thiếu số liệu ${names.map((name) => name.vi).join(', ')}`,
    en: `no figure ${names.map((name) => name.en).join(', ')}`,
  };
}

function beforePhrase({ indicator }: Judgement, { before, year }: QuotaYear): Text {
  if (!before) {
    const last = year.year - 1;
    return { vi: `năm ${last} không đủ số liệu cả năm`, en: `the figures of ${last} are not complete` };
  }
  const sum = valueText(indicator, before.sum);
  return before.met
    ? { vi: `năm ${before.year.text} đã đạt chỉ tiêu (${sum.vi})`, en: `${before.year.text} met its quota (${sum.en})` }
    : {
        vi: `năm ${before.year.text} không đạt chỉ tiêu (${sum.vi})`,
        en: `${before.year.text} missed its quota (${sum.en})`,
      };
}
