import { type Text, valueOfParts } from '../core/catalogue.js';
import type { Judgement } from './judgement.js';
import { decimalsUntil, round, short } from './number.js';
import { step, type WorkingStep } from './step.js';
import { isLive, isMet } from './target.js';
import { valueText } from './wording.js';

/** What the parts of the latest figure give, where that stands on the other side of the target than the figure itself. */
interface Contradiction {
  /** The value computed from the parts, in the indicator's unit. */
  readonly value: number;
  readonly met: boolean;
  /** The division, as it is written: 1.812 ÷ 2.272. */
  readonly division: Text;
}

/** Binary fractions only: a rate computed from its own parts must not contradict itself. */
const NOISE = 1e-9;

/**
 * A rate in print and its printed parts can stand on different sides of the target. The state follows the rate, but a
 * verdict that the parts would turn must not stand without a word about it. Null where they agree.
 */
function contradictionOf({ indicator, latest, target, quota }: Judgement): Contradiction | null {
  const counted = indicator.unitCode === 'PERCENT' || indicator.unitCode === 'PER_10000';
  if (!counted || quota || !latest || !isLive(target)) return null;
  const { numerator, denominator } = latest;
  if (numerator === null || denominator === null) return null;
  const value = valueOfParts(indicator.unitCode, numerator, denominator);
  if (value === null || Math.abs(value - latest.value) <= NOISE * Math.abs(latest.value)) return null;
  const met = isMet(indicator.rule, target.value, value);
  if (met === isMet(indicator.rule, target.value, latest.value)) return null;
  const [n, d] = [short(numerator), short(denominator)];
  return { value, met, division: { vi: `${n.vi} ÷ ${d.vi}`, en: `${n.en} ÷ ${d.en}` } };
}

/** The step that shows the contradiction; none where rate and parts agree. */
export function partsSteps(judgement: Judgement): WorkingStep[] {
  const found = contradictionOf(judgement);
  if (!found) return [];
  const { division, met, value } = found;
  return [
    step(
      `Tính từ tử số và mẫu số của số liệu gần nhất: ${division.vi}, theo đó ${met ? 'đã đạt' : 'chưa đạt'} chỉ tiêu; kết luận theo tỷ lệ được công bố`,
      `From the parts of the latest figure: ${division.en}, by which the target is ${met ? 'met' : 'not met'}; the rate as reported decides`,
      value,
    ),
  ];
}

/** "nhưng tử số và mẫu số (1.812 ÷ 2.272) cho 79,8%, chưa đạt chỉ tiêu"; null where rate and parts agree. */
export function partsPhrase(judgement: Judgement): Text | null {
  const { indicator, target } = judgement;
  const found = contradictionOf(judgement);
  if (!found || !isLive(target)) return null;
  const { division, met, value } = found;
  const honest = (more: number) => isMet(indicator.rule, target.value, round(value, more)) === met;
  const printed = valueText(indicator, value, decimalsUntil(indicator.decimals, honest));
  return {
    vi: `nhưng tử số và mẫu số (${division.vi}) cho ${printed.vi}, ${met ? 'đã đạt' : 'chưa đạt'} chỉ tiêu`,
    en: `but its parts (${division.en}) give ${printed.en}, which ${met ? 'meets' : 'does not meet'} it`,
  };
}
