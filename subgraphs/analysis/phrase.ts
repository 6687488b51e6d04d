import type { Text } from '../core/catalogue.js';
import type { Figure } from './figures.js';
import type { Judgement } from './judgement.js';
import { decimalsUntil, percentage, round, short } from './number.js';
import { isDecrease, isMet, type LiveTarget } from './target.js';
import { targetText, valueText, when } from './wording.js';

/** "đến hết tháng 6/2023 là 82,5%, chỉ tiêu 100%": the latest figure beside the target. */
export function standingPhrase(judgement: Judgement, latest: Figure, target: LiveTarget): Text {
  const { indicator } = judgement;
  const at = when(indicator, latest.period);
  const value = valueText(indicator, latest.value, honestDecimals(judgement, latest, target));
  const goal = targetText(indicator, target);
  const change = indicator.rule === 'YEARLY_CHANGE';
  return {
    vi: `${at.vi} ${change ? 'mức cải thiện so với năm trước ' : ''}là ${value.vi}, chỉ tiêu ${goal.vi}`,
    en: `${change ? 'an improvement of ' : ''}${value.en} ${at.en}${change ? ' on the year before' : ''}, the target is ${goal.en}`,
  };
}

/** How far the way is covered, or why that cannot be said. */
export function wayPhrase(judgement: Judgement, latest: Figure, target: LiveTarget): Text {
  const { indicator, base, state, shareOfWay: way, shareOfTime: time } = judgement;
  if (!base) return { vi: 'không có số liệu gốc để so sánh', en: 'there is no base figure to measure from' };
  const value = valueText(indicator, base.value, honestDecimals(judgement, latest, target));
  const at = when(indicator, base.period);
  if (isMet(indicator.rule, target.value, base.value)) {
    return {
      vi: `mức gốc ${value.vi} (${at.vi}) đã đạt chỉ tiêu`,
      en: `the base of ${value.en} (${at.en}) had met it`,
    };
  }
  if (state === 'MOVING_AWAY') {
    return { vi: `kém hơn mức gốc ${value.vi} (${at.vi})`, en: `worse than the base of ${value.en} (${at.en})` };
  }
  if (way === null || time === null) {
    return { vi: `chưa thay đổi so với mức gốc (${at.vi})`, en: `unchanged from the base (${at.en})` };
  }
  const [share, gone] = sharesApart(way, time);
  return {
    vi: `đã đi được ${share.vi} chặng đường từ mức gốc ${value.vi} (${at.vi}) đến chỉ tiêu, trong khi đã qua ${gone.vi} thời gian`,
    en: `${share.en} of the way from the base of ${value.en} (${at.en}) is covered, with ${gone.en} of the time gone`,
  };
}

/** "còn thiếu 1.555 bác sĩ"; under AT_MOST and BELOW what has to go down. Null when nothing is missing. */
export function missingPhrase({ indicator, missing }: Judgement): Text | null {
  if (!missing) return null;
  // What is missing is never printed as 0.
  const decimals = decimalsUntil(indicator.decimals, (more) => round(missing.value, more) > 0);
  const number = short(missing.value, decimals);
  const plan = missing.planned
    ? { vi: ' (tính theo quy mô dự kiến của kế hoạch)', en: ' (at the size that the plan foresees)' }
    : { vi: '', en: '' };
  return isDecrease(indicator.rule)
    ? {
        vi: `còn phải giảm ${number.vi} ${missing.unit.vi}${plan.vi}`,
        en: `still to go down by ${number.en} ${missing.unit.en}${plan.en}`,
      }
    : {
        vi: `còn thiếu ${number.vi} ${missing.unit.vi}${plan.vi}`,
        en: `still missing: ${number.en} ${missing.unit.en}${plan.en}`,
      };
}

/** Two shares as percentages, with as many decimals as it takes to show which is the larger. */
function sharesApart(way: number, time: number): [Text, Text] {
  const order = Math.sign(way - time);
  const decimals = decimalsUntil(1, (more) => Math.sign(round(100 * way, more) - round(100 * time, more)) === order);
  return [percentage(way, decimals), percentage(time, decimals)];
}

/** One sentence of an opening and its phrases. */
export function sentence(opening: Text, phrases: readonly (Text | null)[]): Text {
  const said = phrases.filter((phrase): phrase is Text => phrase !== null);
  return {
    vi: `${opening.vi}: ${said.map((phrase) => phrase.vi).join('; ')}.`,
    en: `${opening.en}: ${said.map((phrase) => phrase.en).join('; ')}.`,
  };
}

/**
 * Decimals to print the latest figure and its base with: the indicator's own, or as many more as it takes that the
 * printed numbers stand to the target and to each other as the numbers do. "95,0 %, target 95 %, not met" looks like a mistake.
 */
function honestDecimals({ indicator, base }: Judgement, latest: Figure, target: LiveTarget): number {
  const { rule, decimals } = indicator;
  const met = isMet(rule, target.value, latest.value);
  const from = base && !met ? base.value : null;
  return decimalsUntil(decimals, (more) => {
    const printed = round(latest.value, more);
    if (isMet(rule, target.value, printed) !== met) return false;
    return from === null || Math.sign(printed - round(from, more)) === Math.sign(latest.value - from);
  });
}
