import { useRef } from 'preact/hooks';
import type { Answer } from '../../pages/browser/ask.js';
import type { Kept, Programme } from './board.js';

/** What was last told whole: the programme, and each indicator. */
export interface LastKnown {
  readonly programme: Programme | null;
  readonly indicators: ReadonlyMap<string, Kept>;
}

/**
 * Keeps what was told before: while a department is silent its part of an answer is null, and the figures that were shown
 * a moment ago are still the last ones known.
 */
export function useKept(answer: Answer<{ readonly programme: Programme | null }> | null): LastKnown {
  const programme = useRef<Programme | null>(null);
  const indicators = useRef(new Map<string, Kept>());
  if (answer?.data.programme && programme.current !== answer.data.programme) {
    programme.current = answer.data.programme;
    for (const indicator of answer.data.programme.indicators) {
      if (indicator.assessments !== null) indicators.current.set(indicator.code, { indicator, at: answer.at });
    }
  }
  return { programme: programme.current, indicators: indicators.current };
}
