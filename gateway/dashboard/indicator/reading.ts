import { number } from '../../pages/browser/format.js';
import type { Language } from '../../pages/browser/language.js';
import { amount, classText, type Measure, partsText, STATUS_WORDS } from '../chart/words.js';
import type { Projected } from './trend.js';
import type { Headline, Year } from './types.js';

const WORDS = {
  sample: { vi: 'số liệu mẫu', en: 'sample figure' },
  projected: { vi: 'dự báo, khoảng 80%', en: 'projection, 80 % interval' },
  notJudged: { vi: 'không dùng để đánh giá', en: 'not used for judging' },
  stale: { vi: 'chưa xác nhận lại được', en: 'not confirmed in time' },
};

/** One point of the chart in words. */
export function readingText(
  figures: readonly (Headline | Year)[],
  projected: readonly Projected[],
  period: string,
  measure: Measure,
  language: Language,
): string {
  const figure = figures.find((one) => one.period === period);
  if (figure) return figureReading(figure, measure, language);
  const point = projected.find((one) => one.period === period);
  if (!point) return '';
  const [low, high] = [point.low, point.high].map((end) => number(end, language, measure.decimals));
  return `${amount(point.value, measure, language)} (${WORDS.projected[language]}: ${low} – ${high}; ${WORDS.notJudged[language]})`;
}

function figureReading(figure: Headline | Year, measure: Measure, language: Language): string {
  const { value, status, reason, numerator, denominator, sample, stale } = figure;
  if (value === null) {
    const values = figure.class ? `${classText(figure.class, language)} ${measure.unit} · ` : '';
    return `${values}${STATUS_WORDS[status][language]}${reason ? ` – ${reason}` : ''}`;
  }
  const parts = numerator !== null && denominator !== null ? ` (${partsText(figure, language)})` : '';
  const marks = [
    status === 'A' ? null : STATUS_WORDS[status][language],
    sample ? WORDS.sample[language] : null,
    stale ? WORDS.stale[language] : null,
  ].filter((mark) => mark !== null);
  return `${amount(value, measure, language)}${parts}${marks.length > 0 ? ` · ${marks.join(' · ')}` : ''}`;
}
