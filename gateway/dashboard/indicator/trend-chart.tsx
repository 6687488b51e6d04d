import { useId } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { monthsOf } from '../chart/periods.js';
import { decimalsOf, linear, type Scale } from '../chart/scale.js';
import { lineOf, MARGIN, type Place } from './place.js';
import { type Figure, runsOf, type TargetStep, type Trend } from './trend.js';
import { Chosen, Points, Projection } from './trend-points.js';

const WORDS = {
  brk: { vi: 'đổi cách tính', en: 'new definition' },
  withdrawn: { vi: 'rút chỉ tiêu', en: 'withdrawn' },
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

/** The width of a digit of the axis, and what stands around its numbers. */
const DIGIT = 8;
const AROUND = 14;

/** The headline figures over time. Told in words and by keys by what stands around it. */
export function TrendChart({ trend, width, height, chosen, onChoose }: TrendChartProps) {
  const hatch = useId();
  const { ticks, time } = trend;
  const { language } = useLanguage();
  const decimals = decimalsOf((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const labels = ticks.map((tick) => ({ tick, text: number(tick, language, decimals) }));
  const left = AROUND + DIGIT * Math.max(...labels.map(({ text }) => text.length));
  const place: Place = {
    left,
    x: linear([time.from, time.to], [left, width - MARGIN.right]),
    y: linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [height - MARGIN.bottom, MARGIN.top]),
    width,
    height,
  };
  const periods = [...trend.figures, ...trend.projected].map(({ period }) => period);
  const choose = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const nearest = nearestOf(periods, event.clientX - box.left, place.x);
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
      <Axes labels={labels} time={time} place={place} />
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

interface AxesProps {
  readonly labels: readonly { readonly tick: number; readonly text: string }[];
  readonly time: Trend['time'];
  readonly place: Place;
}

function Axes({ labels, time, place }: AxesProps) {
  const { x, y, left, width, height } = place;
  const years = Array.from({ length: Math.ceil((time.to - time.from) / 12) }, (_, n) => Math.floor(time.from / 12) + n);
  return (
    <g class="axes">
      {labels.map(({ tick, text }) => (
        <g key={tick}>
          <path class="grid" d={`M${left} ${y(tick)}H${width - MARGIN.right}`} />
          <text x={left - 8} y={y(tick)} dy="0.35em" text-anchor="end">
            {text}
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
