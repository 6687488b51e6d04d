import { short } from './number.js';
import type { QuotaYear } from './quota.js';
import { step, type WorkingStep } from './step.js';
import { during, yearUpTo } from './wording.js';

/** The year's sum, its gaps, what was due by then, and the year before. */
export function quotaSteps({ year, sum, target, monthsGone, gaps, before, whole }: QuotaYear): WorkingStep[] {
  const up = yearUpTo(year, monthsGone);
  const goal = short(target.value);
  const steps = [step(`Cộng số liệu các kỳ, ${up.vi}`, `Sum of the periods ${up.en}`, sum)];
  for (const gap of gaps) {
    const name = during(gap);
    steps.push(step(`Không có số liệu ${name.vi}: không cộng vào`, `No figure ${name.en}: adds nothing`, null));
  }
  if (monthsGone < 12) {
    const due = (target.value * monthsGone) / 12;
    steps.push(
      step(`Mức cần có: ${goal.vi} × ${monthsGone} ÷ 12`, `Due by then: ${goal.en} × ${monthsGone} ÷ 12`, due),
    );
  }
  if (before) {
    const quota = short(before.target.value);
    const name = before.year.text;
    steps.push(
      step(`Cả năm ${name}, chỉ tiêu ${quota.vi}`, `The whole of ${name}, against a quota of ${quota.en}`, before.sum),
    );
  }
  if (!before && !whole) {
    const last = year.year - 1;
    steps.push(step(`Năm ${last} không đủ số liệu cả năm`, `The figures of ${last} are not complete`, null));
  }
  return steps;
}
