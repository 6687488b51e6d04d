import { edits } from '../core/edits.js';
import { fold } from '../core/fold.js';

/** The candidates that a misspelt code comes nearest to, nearest first; none when all are far from it. */
function nearest(typed: string, candidates: readonly string[], count = 3): string[] {
  const folded = fold(typed);
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(folded, fold(candidate)) }))
    .filter(({ distance }) => distance < 1)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Edits from one text to the other, as a share of what was typed; a text that begins or holds the other is near. */
function distanceTo(typed: string, candidate: string): number {
  if (typed !== '' && candidate.includes(typed)) return 0.1;
  return (2 * edits(typed.slice(0, 64), candidate)) / Math.max(typed.length, candidate.length, 1);
}

/** The end of a refusal: what is allowed, and what may have been meant. */
export function allowed(known: string, typed: string, candidates: readonly string[]): string {
  const near = nearest(typed, candidates);
  return near.length > 0 ? `${known}; the nearest are ${near.join(', ')}` : known;
}
