import { useAddress } from '../../pages/browser/address.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { ProgrammeYears } from '../indicator/operations.js';
import { type Divide, divideOf } from './grounds.js';
import { halfYears, todayInHanoi } from './periods.js';

/** The half-years that can be chosen, and the one that is. */
export interface Halves {
  readonly periods: readonly string[];
  /** The one of the address, else the last one of the programme that has ended. */
  readonly period: string;
  readonly startYear: number;
  readonly endYear: number;
  readonly divide: Divide;
}

/** The half-years of the programme that have ended; null while the graph has not said when the programme is. */
export function useHalves(): { readonly halves: Halves | null; readonly asked: ReturnType<typeof useQuestion> } {
  const { query } = useAddress();
  const asked = useQuestion(ProgrammeYears, {});
  const { programme, areas } = asked.answer?.data ?? {};
  if (!programme || !areas) return { halves: null, asked };
  const { startYear, endYear } = programme;
  const periods = halfYears(startYear, endYear, todayInHanoi(new Date()));
  const named = query.get('period');
  const period = named !== null && periods.includes(named) ? named : (periods.at(-1) ?? `${startYear}-S1`);
  return { halves: { periods, period, startYear, endYear, divide: divideOf(areas) }, asked };
}
