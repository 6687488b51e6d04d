import { day, number, period as periodText } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { figureText, partsText, STATUS_WORDS, WEIGHT_WORDS } from '../chart/words.js';
import { StateMark } from '../state.js';
import { MapArea } from './operations.js';
import type { MapFigure, MapIndicator } from './types.js';
import { toldText } from './words.js';

const WORDS = {
  period: { vi: 'Kỳ', en: 'Period' },
  parts: { vi: 'Tử số / mẫu số', en: 'Numerator / denominator' },
  status: { vi: 'Tình trạng', en: 'Status' },
  reason: { vi: 'Lý do', en: 'Reason' },
  note: { vi: 'Ghi chú của nguồn', en: 'Remark of the source' },
  moved: { vi: 'Quy đổi', en: 'Moved' },
  judgement: { vi: 'Đánh giá', en: 'Judgement' },
  source: { vi: 'Nguồn', en: 'Source' },
  madeOf: { vi: 'Gộp từ', en: 'Made of' },
  share: { vi: 'phần lấy', en: 'share taken' },
  sample: { vi: 'Số liệu mẫu', en: 'Sample figure' },
};

export interface AskedFor {
  readonly [key: string]: string;
  readonly code: string;
  readonly level: 'DISTRICT' | 'COMMUNE';
  readonly boundaries: string;
  readonly period: string;
  readonly lang: 'VI' | 'EN';
}

/** All that is known of one area's figure. */
export function Details({
  indicator,
  figure,
  asked,
}: {
  readonly indicator: MapIndicator;
  readonly figure: MapFigure;
  readonly asked: AskedFor;
}) {
  const { language, say } = useLanguage();
  const { area, period, status, reason, note, movedBy, sample } = figure;
  const judgement = indicator.assessments?.find((one) => one.area.id === area.id);
  const facts: readonly (readonly [Words, string | null])[] = [
    [WORDS.period, periodText(period, language)],
    [WORDS.parts, figure.denominator === null || figure.class ? null : partsText(figure, language)],
    [WORDS.status, say(STATUS_WORDS[status])],
    [WORDS.reason, reason],
    [WORDS.note, note],
    [WORDS.moved, movedBy && say(WEIGHT_WORDS[movedBy])],
  ];
  return (
    <>
      <h2>{area.name}</h2>
      <p class="big">{toldText(figure, indicator, language)}</p>
      {sample && <p class="tag">{say(WORDS.sample)}</p>}
      <dl>
        {facts.map(([name, value]) => value !== null && <Fact key={name.en} name={say(name)} value={value} />)}
        {indicator.rule !== null && (
          <div>
            <dt>{say(WORDS.judgement)}</dt>
            <dd>
              <StateMark state={judgement?.state ?? 'UNAVAILABLE'} />
              {judgement && <small>{judgement.sentence}</small>}
            </dd>
          </div>
        )}
        <Origin indicator={indicator} asked={{ ...asked, area: area.id }} />
      </dl>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Asked when an area is chosen: for all areas at once it would be thousands of rows. */
function Origin({
  indicator,
  asked,
}: {
  readonly indicator: MapIndicator;
  readonly asked: AskedFor & { readonly area: string };
}) {
  const { language, say } = useLanguage();
  const { answer } = useQuestion(MapArea, asked);
  const [found] = answer?.data.indicator?.series?.observations ?? [];
  const from = found?.provenance;
  return (
    <>
      {from && (
        <Fact
          name={say(WORDS.source)}
          value={[from.system, from.document, from.place, day(from.publishedAt ?? from.retrievedAt, language)]
            .filter(Boolean)
            .join(' · ')}
        />
      )}
      {found && found.madeOf.length > 0 && (
        <div>
          <dt>{say(WORDS.madeOf)}</dt>
          <dd>
            <ul>
              {found.madeOf.map((part) => (
                <li key={part.area.name + part.period}>
                  {part.area.name}: {figureText(part, indicator.decimals, language)}
                  <small>{`${say(WORDS.share)} ${number(part.weight * 100, language, 1)}%`}</small>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </>
  );
}
