import { breakBetween } from '../core/break.js';
import type { Text } from '../core/catalogue.js';
import { inForce, type Period, periodsBetween } from '../core/period.js';
import { type Figure, figuresUpTo } from './figures.js';
import type { Indicator } from './representation.js';
import { studentWithin } from './student.js';
import { PROGRAMME_END } from './way.js';

type NoProjectionReason = 'TOO_FEW_FIGURES' | 'ENDED' | 'WITHDRAWN';

interface ProjectedPoint {
  readonly period: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly status: 'F';
}

/** As in schema/analysis.graphql. */
export interface Projection {
  readonly period: string;
  readonly method: Text | null;
  readonly points: readonly ProjectedPoint[];
  readonly reason: NoProjectionReason | null;
  readonly sample: boolean;
}

/** Fewer comparable figures make no line. */
const FEWEST = 4;
/** The share of figures to come that the interval holds. */
const WITHIN = 0.8;

/**
 * Projects an indicator from its figures up to a period to the end of the programme: a line by least squares, with a
 * prediction interval (Draper and Smith, Applied Regression Analysis, 1.4). Null when the owner of the figures did not
 * answer and for a supporting indicator (null).
 */
export function project(indicator: Indicator | null, period: Period): Projection | null {
  if (!indicator?.series?.headline) return null;
  const none = (reason: NoProjectionReason): Projection => ({
    ...{ period: period.text, method: null, points: [], reason, sample: false },
  });
  if (inForce(indicator.targets, period)?.withdrawn) return none('WITHDRAWN');
  const figures = comparable(indicator, figuresUpTo(indicator, period));
  const latest = figures.at(-1);
  if (!latest || figures.length < FEWEST) return none('TOO_FEW_FIGURES');
  const coming = periodsBetween(latest.period.frequency, latest.period, PROGRAMME_END).filter(
    (p) => p.firstMonth > latest.period.lastMonth && (!indicator.seasonal || p.part === latest.period.part),
  );
  if (coming.length === 0) return none('ENDED');
  const line = lineThrough(figures);
  const within = (value: number) =>
    Math.min(indicator.maximum ?? Infinity, Math.max(indicator.minimum ?? -Infinity, value));
  const points = coming.map((p): ProjectedPoint => {
    const { value, half } = line(p.lastMonth);
    const [low, high] = [within(value - half), within(value + half)];
    return { period: p.text, value: within(value), low, high, status: 'F' };
  });
  const sample = figures.some((figure) => figure.sample);
  return { period: period.text, method: methodOf(figures), points, reason: null, sample };
}

/** Figures of the latest one's definition and frequency, and of its part of the year where the season moves them. */
function comparable(indicator: Indicator, figures: readonly Figure[]): Figure[] {
  const latest = figures.at(-1)?.period;
  if (!latest) return [];
  return figures.filter(
    ({ period: p }) =>
      p.frequency === latest.frequency &&
      !breakBetween(p, latest, indicator) &&
      (!indicator.seasonal || p.part === latest.part),
  );
}

/** The line through figures by the last months of their periods, and half of the interval around it. */
function lineThrough(figures: readonly Figure[]): (month: number) => { value: number; half: number } {
  const n = figures.length;
  const mean = (of: (figure: Figure) => number) => figures.reduce((sum, figure) => sum + of(figure), 0) / n;
  const [x, y] = [mean((f) => f.period.lastMonth), mean((f) => f.value)];
  const spread = n * mean((f) => (f.period.lastMonth - x) ** 2);
  const slope = (n * mean((f) => (f.period.lastMonth - x) * (f.value - y))) / spread;
  const left = n * mean((f) => (f.value - y - slope * (f.period.lastMonth - x)) ** 2);
  const error = Math.sqrt(left / (n - 2));
  const t = studentWithin(WITHIN, n - 2);
  return (month) => ({
    value: y + slope * (month - x),
    half: t * error * Math.sqrt(1 + 1 / n + (month - x) ** 2 / spread),
  });
}

function methodOf(figures: readonly Figure[]): Text {
  const n = figures.length;
  const [first, last] = [figures[0], figures.at(-1)].map((figure) => figure?.period.text);
  const share = 100 * WITHIN;
  return {
    vi: `Đường thẳng bình phương tối thiểu qua ${n} số liệu so sánh được, từ ${first} đến ${last}; khoảng dự báo ${share}% theo phân phối t với ${n - 2} bậc tự do. Chỉ để tham khảo, không dùng để đánh giá.`,
    en: `Straight line by least squares through ${n} comparable figures from ${first} to ${last}; ${share}% prediction interval by Student's t with ${n - 2} degrees of freedom. For orientation only, never used for a judgement.`,
  };
}
