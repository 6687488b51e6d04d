import { useLanguage } from '../../pages/browser/language.js';
import type { Trend } from './trend.js';

export const TREND_WORDS = {
  title: { vi: 'Diễn biến toàn thành phố', en: 'The city over time' },
  view: { vi: 'Cách xem', en: 'View' },
  chart: { vi: 'Biểu đồ', en: 'Chart' },
  table: { vi: 'Bảng số liệu', en: 'Table' },
  steps: { vi: 'Loại kỳ', en: 'Periods' },
  years: { vi: 'Cả năm', en: 'Whole years' },
  own: { vi: 'Theo kỳ báo cáo', en: 'As reported' },
  points: { vi: 'Các điểm của biểu đồ (dùng phím mũi tên)', en: 'Points of the chart (use the arrow keys)' },
  svg: { vi: 'Tải biểu đồ (SVG)', en: 'Download chart (SVG)' },
  silent: {
    vi: 'Hệ thống của đơn vị cung cấp số liệu không trả lời.',
    en: 'The system of the owner does not answer.',
  },
  never: { vi: 'Chưa từng có số liệu nào được báo cáo.', en: 'No figure was ever reported.' },
  quota: {
    vi: 'Chỉ tiêu tính cho tổng của cả năm nên không vẽ cạnh số liệu từng kỳ; chọn “Cả năm” để so.',
    en: 'The target is for the sum of a year, so it is not drawn beside parts of one; choose “Whole years” to compare.',
  },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  target: { vi: 'Chỉ tiêu', en: 'Target' },
  source: { vi: 'Nguồn', en: 'Source' },
  sample: { vi: 'Có số liệu mẫu, không phải số đã công bố.', en: 'Holds sample figures that were never published.' },
  noProjection: {
    ENDED: {
      vi: 'Không có dự báo: chương trình không còn kỳ nào ở phía trước.',
      en: 'No projection: no period of the programme lies ahead.',
    },
    TOO_FEW_FIGURES: {
      vi: 'Không có dự báo: chưa đủ bốn số liệu so sánh được.',
      en: 'No projection: fewer than four comparable figures.',
    },
    WITHDRAWN: { vi: 'Không có dự báo: chỉ tiêu đã rút.', en: 'No projection: the target was withdrawn.' },
  },
};

const KEYS = {
  figure: { vi: 'Số liệu', en: 'Figure' },
  open: { vi: 'Sơ bộ, ước tính', en: 'Provisional, estimated' },
  target: { vi: 'Chỉ tiêu', en: 'Target' },
  range: { vi: 'Khoảng chỉ tiêu', en: 'Range of the target' },
  gap: { vi: 'Thiếu hoặc giữ kín', en: 'Missing or withheld' },
  brk: { vi: 'Đổi cách tính: không so được qua vạch này', en: 'New definition: not comparable across' },
  class: { vi: 'Độ tin cậy thấp: chỉ biết khoảng giá trị', en: 'Low reliability: only the class is known' },
  projected: {
    vi: 'Dự báo và khoảng 80%, không dùng để đánh giá',
    en: 'Projection and 80 % interval, not used for judging',
  },
};

/** What the marks of the chart mean: those alone that stand in it. */
export function TrendLegend({ trend, hasTarget }: { readonly trend: Trend; readonly hasTarget: boolean }) {
  const { say } = useLanguage();
  const { figures, steps, breaks, projected } = trend;
  const marks = [
    { key: KEYS.figure, mark: <path class="line" d="M2 8H26M14 8h.01" />, shown: true },
    {
      key: KEYS.open,
      mark: <circle class="point open" cx="14" cy="8" r="4" />,
      shown: figures.some(({ value, status }) => value !== null && !'AB'.includes(status)),
    },
    { key: KEYS.target, mark: <path class="target" d="M2 8H26" />, shown: hasTarget && steps.length > 0 },
    {
      key: KEYS.range,
      mark: <rect class="range" x="2" y="2" width="24" height="12" />,
      shown: hasTarget && steps.some(({ low, high }) => low !== high),
    },
    {
      key: KEYS.gap,
      mark: <path class="hatch" d="M2 14L12 2M9 14L19 2M16 14L26 2" />,
      shown: figures.some((figure) => figure.value === null && !figure.class),
    },
    {
      key: KEYS.class,
      mark: <path class="class" d="M14 2V14" />,
      shown: figures.some((figure) => figure.class !== null),
    },
    { key: KEYS.brk, mark: <path class="break" d="M14 0V16" />, shown: breaks.length > 0 },
    { key: KEYS.projected, mark: <path class="projected" d="M2 8H26" />, shown: projected.length > 0 },
  ];
  return (
    <ul class="legend">
      {marks
        .filter(({ shown }) => shown)
        .map(({ key, mark }) => (
          <li key={key.en}>
            <svg class="trend-chart" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
              {mark}
            </svg>
            {say(key)}
          </li>
        ))}
    </ul>
  );
}
