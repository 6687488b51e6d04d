import { useAddress } from '../../pages/browser/address.js';
import { day, period as periodText } from '../../pages/browser/format.js';
import { type Language, useLanguage } from '../../pages/browser/language.js';
import { DownloadCsv } from '../chart/download.js';
import { saveFile } from '../chart/save.js';
import { IndicatorAreasTable } from '../indicator/operations.js';
import type { AskedFor } from './details.js';
import { type MapCaption, mapFile } from './map-file.js';
import type { MapIndicator } from './types.js';
import { MAP_WORDS as WORDS } from './words.js';

interface FootingProps {
  readonly indicator: MapIndicator;
  readonly asked: AskedFor;
  readonly isDrawn: boolean;
}

/** Where it leads to, and what can be taken along. */
export function Footing({ indicator, asked, isDrawn }: FootingProps) {
  const { language, say } = useLanguage();
  const { query, to } = useAddress();
  const { code, name } = indicator;
  const file = `${code}-${asked.level}-${asked.period}`;
  const saveSvg = ({ currentTarget }: { readonly currentTarget: Element }) => {
    const page = currentTarget.closest('.map-page');
    const map = page && mapFile(page, captionOf(indicator, language));
    if (map) saveFile(`${file}.svg`, map);
  };
  return (
    <footer class="card-footing">
      <a
        class="button"
        href={to({ path: `/indicators/${code}`, query: { period: query.get('period'), level: query.get('level') } })}
      >
        {say(WORDS.page)}
      </a>
      {isDrawn && (
        <button type="button" class="button" onClick={saveSvg}>
          {say(WORDS.svg)}
        </button>
      )}
      <DownloadCsv operation={IndicatorAreasTable} variables={asked} name={file} of={name} />
    </footer>
  );
}

function captionOf({ name, unit, series }: MapIndicator, language: Language): MapCaption {
  const figures = series?.observations ?? [];
  const period = figures[0]?.period;
  const notes = [
    `${WORDS.unit[language]}: ${unit}`,
    `${WORDS.source[language]}: ${series?.source?.name ?? '–'} · ${day(new Date(), language)}`,
    ...(figures.some(({ sample }) => sample) ? [WORDS.sample[language]] : []),
    ...(figures.some(({ movedBy }) => movedBy) ? [WORDS.moved[language]] : []),
  ];
  return { title: period ? `${name}, ${periodText(period, language)}` : name, notes };
}
