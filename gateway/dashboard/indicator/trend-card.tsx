import { useEffect, useRef, useState } from 'preact/hooks';
import { askCsv } from '../../pages/browser/ask.js';
import { DownloadCsv } from '../../pages/browser/download-csv.js';
import { day, period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { saveFile } from '../../pages/browser/save-file.js';
import { Choice } from '../chart/choice.js';
import { drawingOf, marksOf } from '../chart/drawing.js';
import { monthsOf } from '../chart/periods.js';
import { svgFile } from '../chart/save.js';
import { useWidth } from '../chart/size.js';
import { KeptTag } from '../kept-tag.js';
import { targetText } from '../target-text.js';
import { FiguresTable } from './figures-table.js';
import { IndicatorTrendTable } from './operations.js';
import { readingText } from './reading.js';
import { trendOf } from './trend.js';
import { TrendChart } from './trend-chart.js';
import { TrendLegend, TREND_WORDS as WORDS } from './trend-legend.js';
import type { Indicator } from './types.js';

type View = 'chart' | 'table';
type Steps = 'own' | 'years';

export interface TrendCardProps {
  readonly indicator: Indicator;
  /** The half-year that the page is about. */
  readonly period: string;
  /** When the figures came that stand in for those that did not; null where they are of now. */
  readonly keptFrom: Date | null;
}

/** The headline figures over time: drawn, in words, and as a table. */
export function TrendCard({ indicator, period, keptFrom }: TrendCardProps) {
  const { language, lang, say } = useLanguage();
  const [view, setView] = useState<View>('chart');
  const hasYears = indicator.timeRule === 'FLOW' && indicator.frequency !== 'A';
  const [steps, setSteps] = useState<Steps>(hasYears ? 'years' : 'own');
  const { series } = indicator;
  const figures = (steps === 'years' ? series?.years : series?.headline) ?? null;
  const sheet = useRef<HTMLElement>(null);
  const name = `${indicator.code}-trend`;
  const saveSvg = () => {
    const drawing = sheet.current?.querySelector<SVGSVGElement>('.plot svg');
    const rows = [...(sheet.current?.querySelectorAll('.legend li') ?? [])];
    const keys = rows.map((row) => ({ mark: marksOf(row.querySelector('svg')), text: row.textContent }));
    if (drawing) saveFile(`${name}.svg`, svgFile(drawingOf(drawing), { ...captionOf(indicator, language), keys }));
  };
  return (
    <section class="card trend" aria-labelledby="trend" ref={sheet}>
      <header class="card-heading">
        <h2 id="trend">
          {say(WORDS.title)} <KeptTag from={keptFrom} />
        </h2>
        {hasYears && (
          <Choice
            label={say(WORDS.steps)}
            value={steps}
            onChange={setSteps}
            options={[
              { value: 'years', name: say(WORDS.years) },
              { value: 'own', name: say(WORDS.own) },
            ]}
          />
        )}
        <Choice
          label={say(WORDS.view)}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', name: say(WORDS.chart) },
            { value: 'table', name: say(WORDS.table) },
          ]}
        />
      </header>
      {figures === null && <p class="empty">{say(WORDS.silent)}</p>}
      {figures?.length === 0 && <p class="empty">{say(WORDS.never)}</p>}
      {figures !== null && figures.length > 0 && view === 'chart' && (
        <Drawing indicator={indicator} judged={period} figures={figures} steps={steps} />
      )}
      {figures !== null && figures.length > 0 && view === 'table' && (
        <FiguresTable indicator={indicator} figures={figures} />
      )}
      <footer class="card-footing">
        {view === 'chart' && (
          <button type="button" class="button" onClick={saveSvg} disabled={!figures?.length}>
            {say(WORDS.svg)}
          </button>
        )}
        <DownloadCsv
          table={() => askCsv(IndicatorTrendTable, { code: indicator.code, lang })}
          name={name}
          of={say(WORDS.title)}
        />
      </footer>
    </section>
  );
}

function captionOf(indicator: Indicator, language: 'vi' | 'en') {
  const { name, unit, rule, target, series } = indicator;
  const sample = (series?.headline ?? []).some((figure) => figure.sample);
  const system = series?.headline?.at(-1)?.provenance?.system ?? series?.source?.name;
  const notes = [
    `${WORDS.unit[language]}: ${unit}${rule && target ? ` · ${WORDS.target[language]}: ${targetText(target, indicator, language)}` : ''}`,
    `${WORDS.source[language]}: ${system ?? '–'} · ${day(new Date(), language)}`,
    ...(sample ? [WORDS.sample[language]] : []),
  ];
  return { title: name, notes };
}

interface DrawingProps {
  readonly indicator: Indicator;
  /** The period of the judgement above: the reading begins at its figure, not at a later one. */
  readonly judged: string;
  readonly figures: NonNullable<NonNullable<Indicator['series']>['years' | 'headline']>;
  readonly steps: Steps;
}

/** The chart with its reading: the arrow keys go from point to point. */
function Drawing({ indicator, judged, figures, steps }: DrawingProps) {
  const { language, say } = useLanguage();
  const { box, width } = useWidth<HTMLDivElement>();
  const { rule, targets, projection, breaks, minimum, maximum, frequency } = indicator;
  // A quota is for the sum of a year: beside figures of months it would mislead.
  const quotaBesideParts = rule === 'YEARLY_QUOTA' && steps === 'own' && frequency !== 'A';
  const projected = steps === 'own' ? (projection?.points ?? []) : [];
  const trend = trendOf({ figures, projected, targets: quotaBesideParts ? [] : targets, breaks, minimum, maximum });
  const periods = [...figures, ...projected].map(({ period }) => period);
  const known = figures.filter(({ value }) => value !== null);
  const { to } = monthsOf(judged);
  const first = (known.findLast((one) => monthsOf(one.period).to <= to) ?? known.at(-1))?.period ?? periods[0] ?? '';
  const [period, setPeriod] = useState(first);
  useEffect(() => setPeriod(first), [first, steps]);
  const at = Math.max(periods.indexOf(period), 0);
  const move = (event: KeyboardEvent) => {
    const step = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      Home: -periods.length,
      End: periods.length,
    }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setPeriod(periods[Math.min(Math.max(at + step, 0), periods.length - 1)] ?? first);
  };
  const reading = readingText(figures, projected, periods[at] ?? first, indicator, language);
  if (!trend) return null;
  return (
    <>
      <p class="reading" aria-hidden="true">
        <strong>{periodText(periods[at] ?? first, language)}</strong> {reading}
      </p>
      <div
        ref={box}
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={say(WORDS.points)}
        aria-valuemin={1}
        aria-valuemax={periods.length}
        aria-valuenow={at + 1}
        aria-valuetext={`${periodText(periods[at] ?? first, language)}: ${reading}`}
        onKeyDown={move}
      >
        {width > 0 && (
          <TrendChart
            trend={trend}
            width={width}
            height={width < 560 ? 260 : 360}
            chosen={periods[at] ?? first}
            onChoose={setPeriod}
          />
        )}
      </div>
      <TrendLegend trend={trend} hasTarget={rule !== null && !quotaBesideParts} />
      {quotaBesideParts && <p class="small soft">{say(WORDS.quota)}</p>}
      <p class="small soft">{projectionText(indicator, steps, language)}</p>
    </>
  );
}

function projectionText({ projection, rule }: Indicator, steps: Steps, language: 'vi' | 'en'): string {
  if (!projection || rule === null || steps === 'years') return '';
  if (projection.method) return projection.method;
  return projection.reason ? WORDS.noProjection[projection.reason][language] : '';
}
