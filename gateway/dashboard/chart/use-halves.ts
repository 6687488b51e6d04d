import { useAddress } from '../../pages/browser/address.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { useWhole } from '../use-kept.js';
import { type Divide, divideOf } from './grounds.js';
import { ProgrammeYears } from './operations.js';

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
  const { data } = useWhole(asked, ({ programme, areas }) => programme !== null && areas !== null);
  const { programme, areas } = data ?? {};
  if (!programme || !areas) return { halves: null, asked };
  const { startYear, endYear, halfYears: periods } = programme;
  const period = periods.find((one) => one === query.get('period')) ?? periods.at(-1) ?? `${startYear}-S1`;
  return { halves: { periods, period, startYear, endYear, divide: divideOf(areas) }, asked };
}
