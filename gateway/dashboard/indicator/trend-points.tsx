import { useLanguage } from '../../pages/browser/language.js';
import { monthsOf } from '../chart/periods.js';
import { lineOf, MARGIN, type Place } from './place.js';
import type { Figure, Trend } from './trend.js';

const WORDS = { projected: { vi: 'dự báo', en: 'projection' } };

/** What may come, with its interval: dashed and pale, so that nobody takes it for a figure. */
export function Projection({ trend: { figures, projected }, place }: { readonly trend: Trend; readonly place: Place }) {
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
export function Points({ figures, place: { x, y } }: { readonly figures: readonly Figure[]; readonly place: Place }) {
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

export function Chosen({
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
