import { useState } from 'preact/hooks';
import { period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { Choice } from '../chart/choice.js';
import { Notices, Waiting } from '../chart/notices.js';
import { areaPeriodOf } from '../chart/periods.js';
import { figureText, partsText } from '../chart/words.js';
import { IndicatorParts } from './operations.js';
import type { Indicator } from './types.js';

const WORDS = {
  title: { vi: 'Chia theo nhóm', en: 'By group' },
  by: { vi: 'Chia theo', en: 'Divided by' },
  item: { vi: 'Nhóm', en: 'Group' },
  value: { vi: 'Giá trị', en: 'Value' },
  parts: { vi: 'Tử số / mẫu số', en: 'Numerator / denominator' },
};

/** The figure of the city by the items of its breakdowns. Nothing where it has none. */
export function Parts({ indicator, period }: { readonly indicator: Indicator; readonly period: string }) {
  const { language, say } = useLanguage();
  const breakdowns = indicator.series?.breakdowns ?? [];
  const [chosen, setChosen] = useState(breakdowns[0]?.code ?? '');
  const asked = areaPeriodOf(period, indicator.frequency);
  if (breakdowns.length === 0) return null;
  return (
    <section class="card" aria-labelledby="parts">
      <header class="card-heading">
        <h2 id="parts">
          {say(WORDS.title)} <span class="soft">{periodText(asked, language)}</span>
        </h2>
        {breakdowns.length > 1 && (
          <Choice
            label={say(WORDS.by)}
            value={chosen}
            onChange={setChosen}
            options={breakdowns.map(({ code, name }) => ({ value: code, name }))}
          />
        )}
      </header>
      <PartsTable key={chosen} indicator={indicator} breakdown={chosen} period={asked} />
    </section>
  );
}

function PartsTable({
  indicator,
  breakdown,
  period,
}: {
  readonly indicator: Indicator;
  readonly breakdown: string;
  readonly period: string;
}) {
  const { language, lang, say } = useLanguage();
  const asked = useQuestion(IndicatorParts, { code: indicator.code, breakdown, period, lang });
  const rows = asked.answer?.data.indicator?.series?.observations ?? [];
  const most = Math.max(...rows.map(({ value }) => value ?? 0), 0);
  const differ = rows.find(({ partsDiffer }) => partsDiffer)?.partsDiffer;
  return (
    <>
      <Notices asked={asked} />
      {!asked.answer && <Waiting height="6rem" />}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by the keyboard
        <section class="wide" tabIndex={0} aria-label={say(WORDS.title)}>
          <table class="ranking-table">
            <thead>
              <tr>
                <th scope="col">{say(WORDS.item)}</th>
                <th scope="col" class="number">{`${say(WORDS.value)} (${indicator.unit})`}</th>
                <td class="share" aria-hidden="true" />
                {indicator.denominatorNames && (
                  <th scope="col" class="number">
                    {say(WORDS.parts)}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.breakdown?.item.code}>
                  <th scope="row">{row.breakdown?.item.name}</th>
                  <td class="number">
                    {figureText(row, indicator.decimals, language)}
                    {row.reason && <small>{row.reason}</small>}
                  </td>
                  <td class="share" aria-hidden="true">
                    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={most > 0 ? (100 * (row.value ?? 0)) / most : 0} y="1" height="8" />
                    </svg>
                  </td>
                  {indicator.denominatorNames && <td class="number">{partsText(row, language)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {differ && <p class="small soft">{differ}</p>}
    </>
  );
}
