import type { Judgement } from './judgement.js';
import { missingSteps } from './missing-working.js';
import { partsSteps } from './parts.js';
import { quotaSteps } from './quota-working.js';
import { step, type WorkingStep } from './step.js';
import { waySteps } from './way-working.js';
import { monthText, targetText, when } from './wording.js';

/** The steps in the order of the rule. Every number of the judgement is in them, unrounded, with what it is made of. */
export function workingOf(judgement: Judgement): WorkingStep[] {
  const { quota } = judgement;
  const deciding = quota ? quotaSteps(quota) : waySteps(judgement);
  const known = [...targetSteps(judgement), ...latestSteps(judgement), ...partsSteps(judgement)];
  return [...known, ...deciding, ...missingSteps(judgement)];
}

function targetSteps({ indicator, target }: Judgement): WorkingStep[] {
  if (!target) return [];
  const month = monthText(target.from);
  if (target.value === null) {
    return [step(`Chỉ tiêu đã rút từ ${month.vi}`, `Target withdrawn from ${month.en} on`, null)];
  }
  const goal = targetText(indicator, { ...target, value: target.value });
  return [
    step(
      `Chỉ tiêu có hiệu lực từ ${month.vi}: ${goal.vi}`,
      `Target in force since ${month.en}: ${goal.en}`,
      target.value,
    ),
  ];
}

function latestSteps({ indicator, latest }: Judgement): WorkingStep[] {
  if (!latest) return [];
  const at = when(indicator, latest.period);
  return [step(`Số liệu gần nhất: ${at.vi}`, `Latest figure: ${at.en}`, latest.value)];
}
