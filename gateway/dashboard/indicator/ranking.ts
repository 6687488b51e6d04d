import type { AreaFigure, AreaJudgement, Areas } from './types.js';

/** An area with its figure and how it stands. */
export interface Ranked {
  readonly figure: AreaFigure;
  readonly judgement: AreaJudgement | null;
  /** Areas with the same printed value share a place. */
  readonly place: number;
}

export interface Ranking {
  readonly ranked: readonly Ranked[];
  /** Of low reliability: known by their class alone, and given no place. */
  readonly classed: readonly AreaFigure[];
  /** Missing and withheld. */
  readonly missing: readonly AreaFigure[];
  /** The one reason for which no area has a figure; null when some have, or when reasons differ. */
  readonly reason: string | null;
  /** The one reason for which no area is judged. */
  readonly unjudged: string | null;
}

/** Areas by their figures, the best first. Null when the owner did not answer. */
export function rankingOf(
  { assessments, series }: Areas,
  { direction, decimals }: { readonly direction: 'INCREASE' | 'DECREASE'; readonly decimals: number },
): Ranking | null {
  const figures = series?.observations;
  if (!figures) return null;
  const judgements = new Map((assessments ?? []).map((judgement) => [judgement.area.id, judgement]));
  const known = figures.filter((figure) => figure.value !== null && figure.class === null);
  const sign = direction === 'INCREASE' ? -1 : 1;
  const sorted = known.toSorted((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)));
  const printed = sorted.map(({ value }) => (value ?? 0).toFixed(decimals));
  const ranked = sorted.map((figure, index) => ({
    figure,
    judgement: judgements.get(figure.area.id) ?? null,
    place: printed.indexOf(printed[index] ?? '') + 1,
  }));
  const classed = figures.filter((figure) => figure.class !== null);
  const missing = figures.filter((figure) => figure.value === null && figure.class === null);
  const reason = ranked.length + classed.length === 0 ? onlyOne(missing.map((figure) => figure.reason)) : null;
  const unjudged = [...judgements.values()].every(({ reason }) => reason === 'NO_AREA_TARGET')
    ? onlyOne([...judgements.values()].map(({ sentence }) => sentence))
    : null;
  return { ranked, classed, missing, reason, unjudged };
}

function onlyOne(texts: readonly (string | null)[]): string | null {
  const [first] = texts;
  return first && texts.every((text) => text === first) ? first : null;
}
