import type { Figure } from './figures.js';
import type { Judgement } from './judgement.js';
import { round, short } from './number.js';
import { step, type WorkingStep } from './step.js';
import { daysBetween, PROGRAMME_END } from './way.js';
import { lastDayOf, when } from './wording.js';

/** The year before, the base, the share of the way and the share of the time, as far as there are any. */
export function waySteps(judgement: Judgement): WorkingStep[] {
  const { indicator, base, latest, yearBefore } = judgement;
  const steps = yearBefore ? [yearBeforeStep(judgement, yearBefore)] : [];
  if (!base || !latest) return steps;
  const from = when(indicator, base.period);
  steps.push(step(`Số liệu gốc: ${from.vi}`, `Base figure: ${from.en}`, base.value));
  return [...steps, ...shareStep(judgement, base, latest), timeStep(judgement, base, latest)];
}

function yearBeforeStep({ indicator }: Judgement, yearBefore: Figure): WorkingStep {
  const at = when(indicator, yearBefore.period);
  const decimals = indicator.decimals;
  return step(
    `Cùng kỳ năm trước: ${at.vi}, so sánh sau khi làm tròn đến ${decimals} chữ số thập phân`,
    `Same period a year before: ${at.en}, compared after rounding (decimals: ${decimals})`,
    round(yearBefore.value, decimals),
  );
}

function shareStep({ indicator, target, shareOfWay }: Judgement, base: Figure, latest: Figure): WorkingStep[] {
  if (shareOfWay === null || target === null || target.value === null) return [];
  const decimals = indicator.decimals + 3;
  const [now, from, to] = [short(latest.value, decimals), short(base.value, decimals), short(target.value, decimals)];
  return [
    step(
      `Phần chặng đường đã đi: (${now.vi} − ${from.vi}) ÷ (${to.vi} − ${from.vi})`,
      `Share of the way: (${now.en} − ${from.en}) ÷ (${to.en} − ${from.en})`,
      shareOfWay,
    ),
  ];
}

function timeStep({ shareOfTime }: Judgement, base: Figure, latest: Figure): WorkingStep {
  const gone = short(daysBetween(base.period, latest.period));
  const whole = short(daysBetween(base.period, PROGRAMME_END));
  const [from, now, end] = [lastDayOf(base.period), lastDayOf(latest.period), lastDayOf(PROGRAMME_END)];
  return step(
    `Phần thời gian đã qua: ${gone.vi} ngày (từ ${from.vi} đến ${now.vi}) ÷ ${whole.vi} ngày (đến ${end.vi})`,
    `Share of the time: ${gone.en} days (${from.en} to ${now.en}) ÷ ${whole.en} days (to ${end.en})`,
    shareOfTime,
  );
}
