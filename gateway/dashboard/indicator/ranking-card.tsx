import { useAddress } from '../../pages/browser/address.js';
import { period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { Choice } from '../chart/choice.js';
import { DownloadCsv } from '../chart/download.js';
import { type AreaGround, boundariesOf, type Divide, levelAt, levelName } from '../chart/grounds.js';
import { Notices, Waiting } from '../chart/notices.js';
import { areaPeriodOf } from '../chart/periods.js';
import { IndicatorAreas, IndicatorAreasTable } from './operations.js';
import { rankingOf } from './ranking.js';
import { RankingTable } from './ranking-table.js';
import type { Indicator } from './types.js';

const WORDS = {
  title: { vi: 'Xếp hạng địa bàn', en: 'Areas compared' },
  level: { vi: 'Địa bàn', en: 'Areas' },
  map: { vi: 'Xem trên bản đồ', en: 'See on the map' },
  silent: { vi: 'Hệ thống của đơn vị cung cấp số liệu không trả lời.', en: 'The system of the owner does not answer.' },
  noArea: { vi: 'Không có số liệu theo địa bàn', en: 'There are no figures of areas' },
  moved: {
    vi: 'Số liệu được quy đổi từ ranh giới khác là ước tính.',
    en: 'Figures that were brought here from other boundaries are estimates.',
  },
};

const LEVELS: readonly AreaGround[] = ['DISTRICT', 'COMMUNE'];

/** The areas by their figures in a period, on the boundaries that are chosen. */
export function RankingCard({
  indicator,
  period,
  divide,
}: {
  readonly indicator: Indicator;
  readonly period: string;
  readonly divide: Divide;
}) {
  const { language, lang, say } = useLanguage();
  const { query, to, go } = useAddress();
  const asked = areaPeriodOf(period, indicator.frequency);
  const level = LEVELS.find((one) => one === query.get('level')) ?? levelAt(asked, divide);
  const variables = { code: indicator.code, level, boundaries: boundariesOf(level, divide), period: asked, lang };
  const question = useQuestion(IndicatorAreas, variables);
  const areas = question.answer?.data.indicator;
  // While another period is awaited the figures are still those of the last one, and have to be called so.
  const shown = areas?.series?.observations?.[0]?.period ?? asked;
  const ranking = areas && rankingOf(areas, indicator);
  return (
    <section class="card ranking" aria-labelledby="ranking" aria-busy={question.loading}>
      <header class="card-heading">
        <h2 id="ranking">
          {say(WORDS.title)} <span class="soft">{periodText(shown, language)}</span>
        </h2>
        <Choice
          label={say(WORDS.level)}
          value={level}
          onChange={(value) => go({ query: { level: value } }, { replace: true })}
          options={LEVELS.map((value) => ({ value, name: levelName(value, divide, language) }))}
        />
      </header>
      <Notices asked={question} />
      {!areas && question.loading && <Waiting height="20rem" />}
      {areas && !ranking && <p class="empty">{say(WORDS.silent)}</p>}
      {ranking?.reason && (
        <p class="empty">
          {say(WORDS.noArea)}: {ranking.reason}
        </p>
      )}
      {ranking && !ranking.reason && <RankingTable ranking={ranking} indicator={indicator} />}
      {ranking?.ranked.some(({ figure }) => figure.movedBy) && <p class="small soft">{say(WORDS.moved)}</p>}
      <footer class="card-footing">
        <a class="button" href={to({ path: '/map', query: { indicator: indicator.code, period, level } })}>
          {say(WORDS.map)}
        </a>
        <DownloadCsv
          operation={IndicatorAreasTable}
          variables={variables}
          name={`${indicator.code}-${level}-${asked}`}
          of={say(WORDS.title)}
        />
      </footer>
    </section>
  );
}
