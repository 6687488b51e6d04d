import { useLanguage } from '../../pages/browser/language.js';
import { linear } from '../chart/scale.js';
import { classText, countText, figureText, partsText, STATUS_WORDS, targetText, WEIGHT_WORDS } from '../chart/words.js';
import { StateMark } from '../state.js';
import type { Ranked, Ranking } from './ranking.js';
import type { AreaFigure, Indicator } from './types.js';

const WORDS = {
  caption: { vi: 'Địa bàn theo giá trị, tốt nhất ở trên', en: 'Areas by value, the best first' },
  place: { vi: 'Hạng', en: 'Place' },
  area: { vi: 'Địa bàn', en: 'Area' },
  value: { vi: 'Giá trị', en: 'Value' },
  parts: { vi: 'Tử số / mẫu số', en: 'Numerator / denominator' },
  distance: { vi: 'Còn thiếu', en: 'Still missing' },
  state: { vi: 'Đánh giá', en: 'Judgement' },
  target: { vi: 'Vạch đứng: chỉ tiêu toàn thành phố', en: 'Upright line: the target of the city' },
  low: { vi: 'Độ tin cậy thấp, không xếp hạng', en: 'Of low reliability, not ranked' },
  missing: { vi: 'Không có giá trị', en: 'Without a value' },
};

/** The ranked areas, then those that cannot be, with the reason. */
export function RankingTable({ ranking, indicator }: { readonly ranking: Ranking; readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  const { ranked, classed, missing, unjudged } = ranking;
  const { rule, target, unit } = indicator;
  const judged = rule !== null && unjudged === null;
  const goal = judged && target && !target.withdrawn ? target.value : null;
  const values = [0, ...ranked.map(({ figure }) => figure.value ?? 0), ...(goal === null ? [] : [goal])];
  // The unit is the same in every row: what is counted, or the indicator's own.
  const counted = ranked.find(({ judgement }) => judgement?.missing)?.judgement?.missing?.unit;
  const share = linear([Math.min(...values), Math.max(...values)], [0, 100]);
  return (
    <>
      {goal !== null && target && rule && (
        <p class="small soft">
          {say(WORDS.target)} ({targetText(target, rule, unit, language)})
        </p>
      )}
      {unjudged && <p class="small soft">{unjudged}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by the keyboard */}
      <section class="wide tall" tabIndex={0} aria-label={say(WORDS.caption)}>
        <table class="ranking-table">
          <caption class="for-readers">{say(WORDS.caption)}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                {say(WORDS.place)}
              </th>
              <th scope="col">{say(WORDS.area)}</th>
              <th scope="col" class="number part">
                {say(WORDS.value)}
                <small>{unit}</small>
              </th>
              <td class="share" aria-hidden="true" />
              {indicator.denominatorNames && (
                <th scope="col" class="number">
                  {say(WORDS.parts)}
                </th>
              )}
              {judged && (
                <th scope="col" class="number part">
                  {say(WORDS.distance)}
                  {counted && <small>{counted}</small>}
                </th>
              )}
              {judged && <th scope="col">{say(WORDS.state)}</th>}
            </tr>
          </thead>
          <tbody>
            {ranked.map((one) => (
              <RankedRow
                key={one.figure.area.id}
                ranked={one}
                indicator={indicator}
                judged={judged}
                share={share}
                goal={goal}
              />
            ))}
          </tbody>
        </table>
      </section>
      <Unranked title={say(WORDS.low)} figures={classed} />
      <Unranked title={say(WORDS.missing)} figures={missing} />
    </>
  );
}

interface RankedRowProps {
  readonly ranked: Ranked;
  readonly indicator: Indicator;
  readonly judged: boolean;
  readonly share: (value: number) => number;
  readonly goal: number | null;
}

function RankedRow({ ranked: { figure, judgement, place }, indicator, judged, share, goal }: RankedRowProps) {
  const { language, say } = useLanguage();
  const { area, value, status, movedBy } = figure;
  const missing = judgement?.missing;
  return (
    <tr>
      <td class="number">{place}</td>
      <th scope="row">
        {area.name}
        {status !== 'A' && <small>{say(movedBy ? WEIGHT_WORDS[movedBy] : STATUS_WORDS[status])}</small>}
      </th>
      <td class="number">{figureText(figure, indicator.decimals, language)}</td>
      <td class="share" aria-hidden="true">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect
            x={Math.min(share(0), share(value ?? 0))}
            width={Math.abs(share(value ?? 0) - share(0))}
            y="1"
            height="8"
          />
          {goal !== null && <path d={`M${share(goal)} 0V10`} />}
        </svg>
      </td>
      {indicator.denominatorNames && <td class="number">{partsText(figure, language)}</td>}
      {judged && <td class="number">{missing ? countText(missing.value, language) : '–'}</td>}
      {judged && (
        <td>
          <StateMark state={judgement?.state ?? 'UNAVAILABLE'} />
          {judgement?.state === 'NO_DATA' && <small>{judgement.sentence}</small>}
        </td>
      )}
    </tr>
  );
}

function Unranked({ title, figures }: { readonly title: string; readonly figures: readonly AreaFigure[] }) {
  const { language } = useLanguage();
  if (figures.length === 0) return null;
  const told = (figure: AreaFigure) =>
    figure.class ? classText(figure.class, language) : STATUS_WORDS[figure.status][language];
  const groups = groupsOf(figures, (figure) => `${told(figure)}${figure.reason ? ` – ${figure.reason}` : ''}`);
  return (
    <div class="unranked">
      <h3>
        {title} ({figures.length})
      </h3>
      <dl>
        {[...groups].map(([words, group]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>{group.map(({ area }) => area.name).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function groupsOf(figures: readonly AreaFigure[], words: (figure: AreaFigure) => string): Map<string, AreaFigure[]> {
  const groups = new Map<string, AreaFigure[]>();
  for (const figure of figures) groups.set(words(figure), [...(groups.get(words(figure)) ?? []), figure]);
  return groups;
}
