import { day, period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { countText, figureText, partsText, STATUS_WORDS } from '../chart/words.js';
import type { Headline, Indicator, Year } from './types.js';

const WORDS = {
  caption: { vi: 'Số liệu toàn thành phố theo kỳ, mới nhất ở trên', en: 'Figures of the city by period, newest first' },
  period: { vi: 'Kỳ', en: 'Period' },
  value: { vi: 'Giá trị', en: 'Value' },
  numerator: { vi: 'Tử số', en: 'Numerator' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  status: { vi: 'Tình trạng', en: 'Status' },
  source: { vi: 'Nguồn', en: 'Source' },
  sample: { vi: 'số liệu mẫu', en: 'sample' },
  revised: { vi: 'Đã sửa đổi: xem các lần ghi nhận', en: 'Revised: see what was recorded' },
  published: { vi: 'công bố', en: 'published' },
  retrieved: { vi: 'lấy về', en: 'retrieved' },
  released: { vi: 'cho phép sau kiểm tra', en: 'released after a check' },
};

/** The figures of the chart, with what they are made of and where they are from. */
export function FiguresTable({
  indicator,
  figures,
}: {
  readonly indicator: Indicator;
  readonly figures: readonly (Headline | Year)[];
}) {
  const { language, say } = useLanguage();
  const { numeratorNames, denominatorNames, unit } = indicator;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by the keyboard
    <section class="wide tall" tabIndex={0} aria-label={say(WORDS.caption)}>
      <table>
        <caption class="for-readers">{say(WORDS.caption)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(WORDS.period)}</th>
            <th scope="col" class="number">{`${say(WORDS.value)} (${unit})`}</th>
            {numeratorNames && (
              <th scope="col" class="number part">
                {say(WORDS.numerator)}
                <small>{numeratorNames[language]}</small>
              </th>
            )}
            {denominatorNames && (
              <th scope="col" class="number part">
                {say(WORDS.denominator)}
                <small>{denominatorNames[language]}</small>
              </th>
            )}
            <th scope="col">{say(WORDS.status)}</th>
            <th scope="col">{say(WORDS.source)}</th>
          </tr>
        </thead>
        <tbody>
          {figures.toReversed().map((figure) => (
            <Row key={figure.period} indicator={indicator} figure={figure} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ indicator, figure }: { readonly indicator: Indicator; readonly figure: Headline | Year }) {
  const { language, say } = useLanguage();
  const { numeratorNames, denominatorNames, decimals } = indicator;
  const { period, numerator, denominator, status, reason, sample, staleReason, note } = figure;
  const remarks = [sample ? say(WORDS.sample) : null, reason, staleReason, note].filter((remark) => remark !== null);
  return (
    <tr>
      <th scope="row">{periodText(period, language)}</th>
      <td class="number">{figureText(figure, decimals, language)}</td>
      {numeratorNames && <td class="number">{countText(numerator, language)}</td>}
      {denominatorNames && <td class="number">{countText(denominator, language)}</td>}
      <td>
        {STATUS_WORDS[status][language]}
        {remarks.map((remark) => (
          <small key={remark}>{remark}</small>
        ))}
        <Vintages figure={figure} decimals={decimals} />
      </td>
      <td class="source">
        <Source figure={figure} />
      </td>
    </tr>
  );
}

function Source({ figure: { provenance } }: { readonly figure: Headline | Year }) {
  const { language, say } = useLanguage();
  if (!provenance) return <>–</>;
  const { system, document, place, publishedAt, retrievedAt } = provenance;
  const dates = [
    publishedAt && `${say(WORDS.published)} ${day(publishedAt, language)}`,
    `${say(WORDS.retrieved)} ${day(retrievedAt, language)}`,
  ];
  return (
    <>
      {document ?? system}
      <small>{[document ? system : null, place, ...dates].filter(Boolean).join(' · ')}</small>
    </>
  );
}

/** All that was recorded of a figure that was revised. */
function Vintages({ figure, decimals }: { readonly figure: Headline | Year; readonly decimals: number }) {
  const { language, say } = useLanguage();
  const vintages = 'vintages' in figure ? (figure.vintages ?? []) : [];
  if (vintages.length < 2) return null;
  return (
    <details>
      <summary>{say(WORDS.revised)}</summary>
      <ol class="vintages">
        {vintages.map((vintage) => (
          <li key={vintage.recordedAt}>
            {day(vintage.recordedAt, language)}: <strong>{figureText(vintage, decimals, language)}</strong>
            {vintage.numerator !== null && vintage.denominator !== null && (
              <small>{partsText(vintage, language)}</small>
            )}
            {vintage.released && <small>{say(WORDS.released)}</small>}
          </li>
        ))}
      </ol>
    </details>
  );
}
