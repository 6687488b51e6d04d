import type { Text } from '../core/catalogue.js';

/** One step of a judgement: what was computed or compared, and the number that came out (unrounded). */
export interface WorkingStep {
  readonly step: Text;
  readonly value: number | null;
}

export function step(vi: string, en: string, value: number | null): WorkingStep {
  return { step: { vi, en }, value };
}
