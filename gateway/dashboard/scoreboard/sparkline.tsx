import { lastMonth, number, shortPeriod, withUnit } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Assessment, Figure, Indicator } from './board.js';

const [WIDTH, HEIGHT, EDGE] = [120, 36, 4];

const WORDS = {
  none: { vi: 'Chưa có số liệu', en: 'No figures' },
  trend: (from: string, to: string, count: number): Words => ({
    vi: `Xu hướng qua ${count} kỳ: từ ${from} đến ${to}`,
    en: `Trend over ${count} figures: from ${from} to ${to}`,
  }),
};

interface Point {
  readonly month: number;
  readonly value: number;
}

export interface SparklineProps {
  readonly indicator: Indicator;
  readonly assessment: Assessment | null;
  readonly period: string;
}

/**
 * The city's figures as a line, with gaps where the series breaks or a figure is missing, and the target as a dashed
 * one. What comes after the chosen period is drawn faintly, so that nothing moves with the slider but the point.
 */
export function Sparkline({ indicator, assessment, period }: SparklineProps) {
  const { language, say } = useLanguage();
  const figures = indicator.series?.headline ?? [];
  const lines = pieces(figures, indicator.breaks);
  const points = lines.flat();
  const [first, last] = [points[0], points.filter(({ month }) => month <= lastMonth(period)).at(-1)];
  if (!first) return <span class="soft small">{say(WORDS.none)}</span>;
  const ends = targetEnds(indicator, assessment);
  const at = scale(points, ends);
  const told = (point: Point) => {
    const about = figures.find((figure) => lastMonth(figure.period) === point.month)?.period ?? '';
    return `${withUnit(number(point.value, language, indicator.decimals), indicator.unit)} (${shortPeriod(about, language)})`;
  };
  const label = say(WORDS.trend(told(first), told(last ?? first), points.length));
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {ends.map((end) => (
        <line key={end} class="target" x1="0" x2={WIDTH} y1={at.y(end)} y2={at.y(end)} />
      ))}
      {lines.map((line) => (
        <path key={line[0]?.month} class="later" d={pathOf(line, at)} />
      ))}
      {lines.map((line) => (
        <path
          key={line[0]?.month}
          d={pathOf(
            line.filter(({ month }) => month <= lastMonth(period)),
            at,
          )}
        />
      ))}
      {last && <circle cx={at.x(last.month)} cy={at.y(last.value)} r="3" />}
    </svg>
  );
}

/** The runs of figures that can be compared with each other: a break of the series or a missing figure ends one. */
function pieces(figures: readonly Figure[], breaks: readonly string[]): Point[][] {
  const starts = breaks.map(lastMonth);
  const lines: Point[][] = [[]];
  let before = Number.NEGATIVE_INFINITY;
  for (const { period, value, status } of figures) {
    const month = lastMonth(period);
    const breaksHere = status === 'B' || starts.some((start) => start > before && start <= month);
    if (breaksHere || value === null) lines.push([]);
    if (value !== null) lines.at(-1)?.push({ month, value });
    before = month;
  }
  return lines.filter((line) => line.length > 0);
}

/** Where the target is drawn. A quota is that of a year, and the figures are those of its parts: it cannot stand among them. */
function targetEnds({ rule }: Indicator, assessment: Assessment | null): number[] {
  const target = assessment?.target;
  if (!target || rule === 'YEARLY_QUOTA' || target.value === null) return [];
  return target.upper === null ? [target.value] : [target.value, target.upper];
}

interface Scale {
  readonly x: (month: number) => number;
  readonly y: (value: number) => number;
}

function scale(points: readonly Point[], ends: readonly number[]): Scale {
  const values = [...points.map(({ value }) => value), ...ends];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const months = points.map(({ month }) => month);
  const [from, to] = [Math.min(...months), Math.max(...months)];
  const inside = (share: number, length: number) => EDGE + share * (length - 2 * EDGE);
  return {
    x: (month) => inside(to === from ? 0.5 : (month - from) / (to - from), WIDTH),
    y: (value) => inside(high === low ? 0.5 : (high - value) / (high - low), HEIGHT),
  };
}

/** A single figure between two gaps is a short stroke: a path of one point is not drawn. */
function pathOf(line: readonly Point[], { x, y }: Scale): string {
  const [first] = line;
  if (!first) return '';
  if (line.length === 1) return `M${x(first.month) - 1} ${y(first.value)}h2`;
  return line.map(({ month, value }, i) => `${i ? 'L' : 'M'}${x(month).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}
