import type { SourceFigure } from '../figure.js';

/** As much of one text as is kept, in UTF-16 units. */
const LONGEST = 2000;

/** Control characters but tab and line feed: no database keeps NUL, and nobody reads the others. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;
/** Halves of surrogate pairs: a database keeps something else in their place. */
const HALVES = /\p{Surrogate}/gu;
const UNKEPT = /[^\P{Cc}\t\n]|\p{Surrogate}/u;

/**
 * The figure with texts that can be kept: without control characters but tab and line feed, with U+FFFD for halves of
 * surrogate pairs, and no longer than 2,000 characters. The same object when its texts are so already.
 */
export function legible(figure: SourceFigure): SourceFigure {
  const { indicator, area, period, note, document, place } = figure;
  if (isLegible(indicator) && isLegible(area) && isLegible(period)) {
    if (isLegible(note) && isLegible(document) && isLegible(place)) return figure;
  }
  return {
    ...figure,
    indicator: legibleText(indicator),
    area: legibleText(area),
    period: legibleText(period),
    note: note === null ? null : legibleText(note),
    document: document === null ? null : legibleText(document),
    place: place === null ? null : legibleText(place),
  };
}

function isLegible(text: string | null): boolean {
  return text === null || (text.length <= LONGEST && !UNKEPT.test(text));
}

function legibleText(text: string): string {
  const whole = text.replace(CONTROLS, '').replace(HALVES, '\ufffd');
  if (whole.length <= LONGEST) return whole;
  // A pair is not cut in two.
  return whole.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
}
