import { day, number, period as periodText } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Rule } from '../chart/types.js';
import type { Indicator } from './types.js';

const WORDS = {
  title: { vi: 'Định nghĩa và nguồn', en: 'Definition and source' },
  definition: { vi: 'Định nghĩa', en: 'Definition' },
  numerator: { vi: 'Tử số', en: 'Numerator' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  direction: { vi: 'Chiều tốt lên', en: 'Better is' },
  rule: { vi: 'Cách đánh giá', en: 'Rule' },
  frequency: { vi: 'Tần suất', en: 'Frequency' },
  baseline: { vi: 'Kỳ gốc', en: 'Base period' },
  breaks: { vi: 'Đổi cách tính từ', en: 'New definition from' },
  seasonal: { vi: 'Tính mùa vụ', en: 'Season' },
  seasonalYes: { vi: 'Có: chỉ so được cùng kỳ của các năm', en: 'Yes: only the same part of each year compares' },
  note: { vi: 'Lưu ý', en: 'Note' },
  system: { vi: 'Hệ thống nguồn', en: 'Source system' },
  document: { vi: 'Tài liệu của số liệu mới nhất', en: 'Document of the latest figure' },
  published: { vi: 'Công bố', en: 'Published' },
  retrieved: { vi: 'Lấy về', en: 'Retrieved' },
  sample: { vi: 'Số liệu mẫu, không phải số đã công bố', en: 'Sample figures, never published' },
};

const DIRECTIONS: Readonly<Record<Indicator['direction'], Words>> = {
  INCREASE: { vi: 'càng cao càng tốt', en: 'more' },
  DECREASE: { vi: 'càng thấp càng tốt', en: 'less' },
};

const RULES: Readonly<Record<Rule, Words>> = {
  AT_LEAST: { vi: 'Đạt khi giá trị từ mức chỉ tiêu trở lên', en: 'Met when the value is at least the target' },
  AT_MOST: { vi: 'Đạt khi giá trị không quá mức chỉ tiêu', en: 'Met when the value is at most the target' },
  BELOW: {
    vi: 'Đạt khi giá trị thấp hơn mức chỉ tiêu; đúng bằng thì chưa đạt',
    en: 'Met when the value is below the target; the target itself does not count',
  },
  RANGE: { vi: 'Đạt từ mức dưới của khoảng trở lên', en: 'Met from the lower end of the range on' },
  YEARLY_CHANGE: {
    vi: 'Đạt khi mức thay đổi của năm trọn vẹn gần nhất từ chỉ tiêu trở lên',
    en: 'Met when the change of the last whole year is at least the target',
  },
  YEARLY_QUOTA: {
    vi: 'Đạt khi tổng của năm từ mức chỉ tiêu của năm đó trở lên',
    en: 'Met when the sum of the year is at least its quota',
  },
};

const FREQUENCIES: Readonly<Record<Indicator['frequency'], Words>> = {
  A: { vi: 'hằng năm', en: 'yearly' },
  S: { vi: '6 tháng', en: 'half-yearly' },
  Q: { vi: 'hằng quý', en: 'quarterly' },
  M: { vi: 'hằng tháng', en: 'monthly' },
};

/** What is counted, how it is judged, and where the figures come from. */
export function Definition({ indicator }: { readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  const { numeratorNames, denominatorNames, rule, baseline, breaks, minimum, maximum } = indicator;
  const latest = indicator.series?.headline?.findLast(({ value }) => value !== null);
  const from = latest?.provenance;
  const bounds = [minimum, maximum].map((bound) => (bound === null ? '…' : number(bound, language))).join(' – ');
  const facts: readonly (readonly [Words, string | null | undefined])[] = [
    [WORDS.definition, indicator.definition],
    [WORDS.numerator, numeratorNames?.[language]],
    [WORDS.denominator, denominatorNames?.[language]],
    [WORDS.unit, minimum === null && maximum === null ? indicator.unit : `${indicator.unit} (${bounds})`],
    [WORDS.direction, say(DIRECTIONS[indicator.direction])],
    [WORDS.rule, rule && say(RULES[rule])],
    [WORDS.frequency, say(FREQUENCIES[indicator.frequency])],
    [WORDS.baseline, baseline && periodText(baseline, language)],
    [WORDS.breaks, breaks.length > 0 ? breaks.map((month) => periodText(month, language)).join(', ') : null],
    [WORDS.seasonal, indicator.seasonal ? say(WORDS.seasonalYes) : null],
    [WORDS.note, indicator.note],
    [WORDS.system, indicator.series?.source?.name],
    [
      WORDS.document,
      latest && from && [periodText(latest.period, language), from.document, from.place].filter(Boolean).join(' · '),
    ],
    [WORDS.published, from?.publishedAt && day(from.publishedAt, language)],
    [WORDS.retrieved, from && day(from.retrievedAt, language)],
  ];
  return (
    <section class="card" aria-labelledby="definition">
      <h2 id="definition">{say(WORDS.title)}</h2>
      {latest?.sample && <p class="tag">{say(WORDS.sample)}</p>}
      <dl class="definition">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name.en}>
                <dt>{say(name)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
