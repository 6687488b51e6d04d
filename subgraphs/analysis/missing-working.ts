import type { Judgement } from './judgement.js';
import { countNeeded } from './missing.js';
import { short } from './number.js';
import { step, type WorkingStep } from './step.js';
import { yearsLeft } from './way.js';

/** The counts behind what is missing, what is missing, and what that makes for each year left. */
export function missingSteps(judgement: Judgement): WorkingStep[] {
  const { latest, missing, neededPerYear } = judgement;
  const steps = countSteps(judgement);
  if (missing) steps.push(step(`Còn thiếu (${missing.unit.vi})`, `Still missing (${missing.unit.en})`, missing.value));
  if (neededPerYear && latest) {
    const years = short(yearsLeft(latest.period), 2);
    const { unit, value } = neededPerYear;
    steps.push(
      step(
        `Mức cần cải thiện mỗi năm trong ${years.vi} năm còn lại (${unit.vi})`,
        `To be gained in each of the ${years.en} years left (${unit.en})`,
        value,
      ),
    );
  }
  return steps;
}

function countSteps({ indicator, target, latest, missing }: Judgement): WorkingStep[] {
  const denominator = missing?.denominator ?? null;
  const numerator = latest?.numerator ?? null;
  const goal = target?.value ?? null;
  if (denominator === null || numerator === null || goal === null) return [];
  const [d, t] = [short(denominator), short(goal)];
  const hundredth = indicator.unitCode === 'PERCENT' ? ' ÷ 100' : '';
  const whose = missing?.planned
    ? { vi: 'dự kiến của kế hoạch', en: 'that the plan foresees' }
    : { vi: 'của số liệu gần nhất', en: 'of the latest figure' };
  const name = indicator.denominatorNames;
  return [
    step(
      `Mẫu số ${whose.vi}${name ? ` (${name.vi})` : ''}`,
      `Denominator ${whose.en}${name ? ` (${name.en})` : ''}`,
      denominator,
    ),
    step(
      `Số lượng ứng với chỉ tiêu: ${t.vi} × ${d.vi}${hundredth}`,
      `Count at the target: ${t.en} × ${d.en}${hundredth}`,
      countNeeded(indicator, goal, denominator),
    ),
    step('Số lượng của số liệu gần nhất', 'Count of the latest figure', numerator),
  ];
}
