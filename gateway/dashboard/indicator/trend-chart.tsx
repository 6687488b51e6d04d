import { useId } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { monthsOf } from '../chart/periods.js';
import { decimalsOf, linear, type Scale } from '../chart/scale.js';
import { type Figure, runsOf, type TargetStep, type Trend } from './trend.js';

const WORDS = {
  brk: { vi: 'đổi cách tính', en: 'new definition' },
  withdrawn: { vi: 'rút chỉ tiêu', en: 'withdrawn' },
  projected: { vi: 'dự báo', en: 'projection' },
};

export interface TrendChartProps {
  readonly trend: Trend;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The period that is read at present. */
  readonly chosen: string;
  readonly onChoose: (period: string) => void;
}

interface Place {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { top: 18, right: 14, bottom: 30, left: 62 };

/** The headline figures over time. Told in words and by keys by what stands around it. */
export function TrendChart({ trend, width, height, chosen, onChoose }: TrendChartProps) {
  const hatch = useId();
  const { ticks, time } = trend;
  const place: Place = {
    x: linear([time.from, time.to], [MARGIN.left, width - MARGIN.right]),
    y: linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [height - MARGIN.bottom, MARGIN.top]),
    width,
    height,
  };
  const periods = [...trend.figures, ...trend.projected].map(({ period }) => period);
  const choose = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const nearest = nearestOf(periods, event.clientX - left, place.x);
    if (nearest !== undefined) onChoose(nearest);
  };
  return (
    <svg
      class="trend-chart"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
      onPointerMove={choose}
      onPointerDown={choose}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatch" d="M0 0V6" />
        </pattern>
      </defs>
      <Axes ticks={ticks} time={time} place={place} />
      <Gaps figures={trend.figures} place={place} fill={`url(#${hatch})`} />
      <Targets steps={trend.steps} place={place} />
      <Breaks breaks={trend.breaks} place={place} />
      <Projection trend={trend} place={place} />
      {runsOf(trend).map((run) => (
        <path key={run[0]?.period} class="line" d={lineOf(run, place)} />
      ))}
      <Points figures={trend.figures} place={place} />
      <Chosen trend={trend} period={chosen} place={place} />
    </svg>
  );
}

function nearestOf(periods: readonly string[], at: number, x: Scale): string | undefined {
  const away = (period: string) => Math.abs(x(monthsOf(period).to) - at);
  return periods.reduce<string | undefined>(
    (best, period) => (best === undefined || away(period) < away(best) ? period : best),
    undefined,
  );
}

function lineOf(
  points: readonly { readonly period: string; readonly value: number | null }[],
  { x, y }: Place,
): string {
  const steps = points.map(({ period, value }) => `${x(monthsOf(period).to).toFixed(1)} ${y(value ?? 0).toFixed(1)}`);
  return `M${steps.join('L')}`;
}

function Axes({ ticks, time, place }: { readonly place: Place } & Pick<Trend, 'ticks' | 'time'>) {
  const { language } = useLanguage();
  const { x, y, width, height } = place;
  const decimals = decimalsOf((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const years = Array.from({ length: Math.ceil((time.to - time.from) / 12) }, (_, n) => Math.floor(time.from / 12) + n);
  return (
    <g class="axes">
      {ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${MARGIN.left} ${y(tick)}H${width - MARGIN.right}`} />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.35em" text-anchor="end">
            {number(tick, language, decimals)}
          </text>
        </g>
      ))}
      {years.map((year) => (
        <g key={year}>
          <path class="grid" d={`M${x(year * 12)} ${height - MARGIN.bottom}v6`} />
          <text x={(x(year * 12) + x(year * 12 + 12)) / 2} y={height - 10} text-anchor="middle">
            {year}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Periods without a figure: hatched, never a value. */
function Gaps({
  figures,
  place: { x, height },
  fill,
}: {
  readonly figures: readonly Figure[];
  readonly place: Place;
  readonly fill: string;
}) {
  return (
    <g>
      {figures
        .filter((figure) => figure.value === null && figure.class === null)
        .map(({ period }) => {
          const { from, to } = monthsOf(period);
          return (
            <rect
              key={period}
              x={x(from)}
              y={MARGIN.top}
              width={x(to) - x(from)}
              height={height - MARGIN.top - MARGIN.bottom}
              fill={fill}
            />
          );
        })}
    </g>
  );
}

function Targets({ steps, place: { x, y } }: { readonly steps: readonly TargetStep[]; readonly place: Place }) {
  const { say } = useLanguage();
  return (
    <g class="targets">
      {steps.map(({ from, to, low, high, withdrawnAfter }, index) => {
        const next = steps[index + 1];
        return (
          <g key={from}>
            {high !== low && (
              <rect class="range" x={x(from)} y={y(high)} width={x(to) - x(from)} height={y(low) - y(high)} />
            )}
            <path class="target" d={`M${x(from)} ${y(low)}H${x(to)}${next?.from === to ? `V${y(next.low)}` : ''}`} />
            {withdrawnAfter && <path class="target-end" d={`M${x(to)} ${y(low)}m-5 -5l10 10m0 -10l-10 10`} />}
            {withdrawnAfter && (
              <text class="target-text" x={x(to) - 8} y={y(low) - 8} text-anchor="end">
                {say(WORDS.withdrawn)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function Breaks({ breaks, place: { x, height } }: { readonly breaks: readonly number[]; readonly place: Place }) {
  const { say } = useLanguage();
  return (
    <g class="breaks">
      {breaks.map((month) => (
        <g key={month}>
          <path d={`M${x(month)} ${MARGIN.top - 6}V${height - MARGIN.bottom}`} />
          <text x={x(month) + 5} y={MARGIN.top + 2}>
            {say(WORDS.brk)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** What may come, with its interval: dashed and pale, so that nobody takes it for a figure. */
function Projection({ trend: { figures, projected }, place }: { readonly trend: Trend; readonly place: Place }) {
  const { say } = useLanguage();
  const [first] = projected;
  if (!first) return null;
  const { x, y } = place;
  const before = figures.findLast(
    (figure) => figure.value !== null && monthsOf(figure.period).to <= monthsOf(first.period).from,
  );
  const edge = (end: 'low' | 'high') => projected.map((point) => `${x(monthsOf(point.period).to)} ${y(point[end])}`);
  const one = x(monthsOf(first.period).to);
  return (
    <g class="projection">
      {projected.length > 1 && (
        <path class="interval" d={`M${[...edge('low'), ...edge('high').reverse()].join('L')}Z`} />
      )}
      {projected.length === 1 && <path class="interval-line" d={`M${one} ${y(first.low)}V${y(first.high)}`} />}
      <path class="projected" d={lineOf(before ? [before, ...projected] : projected, place)} />
      {projected.map(({ period, value }) => (
        <path key={period} class="projected-point" d={`M${x(monthsOf(period).to)} ${y(value)}m-4 0l4 -4l4 4l-4 4Z`} />
      ))}
      <text
        x={x(monthsOf(projected.at(-1)?.period ?? first.period).to)}
        y={y(projected.at(-1)?.high ?? first.high) - 8}
        text-anchor="end"
      >
        {say(WORDS.projected)}
      </text>
    </g>
  );
}

/** Full for a normal figure, hollow for a provisional or estimated one, a bar for a class of values. */
function Points({ figures, place: { x, y } }: { readonly figures: readonly Figure[]; readonly place: Place }) {
  const radius = figures.length > 30 ? 2.2 : 4;
  return (
    <g class="points">
      {figures.map(({ period, value, status, class: values }) => {
        const at = x(monthsOf(period).to);
        if (values) return <path key={period} class="class" d={`M${at} ${y(values.from)}V${y(values.to)}`} />;
        if (value === null) return null;
        const firm = status === 'A' || status === 'B';
        return <circle key={period} class={firm ? 'point' : 'point open'} cx={at} cy={y(value)} r={radius} />;
      })}
    </g>
  );
}

function Chosen({
  trend,
  period,
  place: { x, y, height },
}: {
  readonly trend: Trend;
  readonly period: string;
  readonly place: Place;
}) {
  const point = [...trend.figures, ...trend.projected].find((one) => one.period === period);
  if (!point) return null;
  const at = x(monthsOf(period).to);
  return (
    <g class="chosen">
      <path d={`M${at} ${MARGIN.top}V${height - MARGIN.bottom}`} />
      {point.value !== null && <circle cx={at} cy={y(point.value)} r="7" />}
    </g>
  );
}
