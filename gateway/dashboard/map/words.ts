import type { Language } from '../../pages/browser/language.js';
import { amount, classText, type Measure, STATUS_WORDS } from '../chart/words.js';
import type { Drawn, MapFigure } from './types.js';

export const MAP_WORDS = {
  title: { vi: 'Bản đồ', en: 'Map' },
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  targets: { vi: 'Chỉ tiêu của chương trình', en: 'Targets of the programme' },
  supporting: { vi: 'Số liệu theo dõi thêm', en: 'Followed beside the targets' },
  period: { vi: 'Kỳ', en: 'Period' },
  boundaries: { vi: 'Ranh giới', en: 'Boundaries' },
  asReported: { vi: 'Như đã báo cáo', en: 'As reported' },
  method: { vi: 'Chia nhóm', en: 'Classes' },
  QUANTILES: { vi: 'Số địa bàn bằng nhau (phân vị)', en: 'As many areas each (quantiles)' },
  EQUAL_STEPS: { vi: 'Khoảng cách bằng nhau', en: 'Equal steps' },
  GIVEN: {
    vi: 'Các khoảng giá trị mà hệ thống cho biết: mọi số ở đây có độ tin cậy thấp',
    en: 'The classes that the graph tells: every figure here is of low reliability',
  },
  view: { vi: 'Cách xem', en: 'View' },
  tiles: { vi: 'Ô vuông', en: 'Tiles' },
  shapes: { vi: 'Ranh giới thật', en: 'Real boundaries' },
  table: { vi: 'Bảng', en: 'Table' },
  legend: { vi: 'Chú giải', en: 'Legend' },
  areas: { vi: 'Các địa bàn (dùng phím mũi tên)', en: 'Areas (use the arrow keys)' },
  class: { vi: 'nhóm', en: 'class' },
  WITHHELD: { vi: 'Giữ kín', en: 'Withheld' },
  MISSING: { vi: 'Không có số liệu', en: 'No figure' },
  withheldTile: { vi: 'giữ kín', en: 'withheld' },
  missingTile: { vi: 'không có', en: 'none' },
  LOW: { vi: 'Độ tin cậy thấp (≈): chỉ biết khoảng giá trị', en: 'Low reliability (≈): only the class is known' },
  pick: { vi: 'Chọn một địa bàn để xem chi tiết.', en: 'Choose an area to see more of it.' },
  none: { vi: 'Không có số liệu theo địa bàn', en: 'There are no figures of areas' },
  noAreas: {
    vi: 'Không có địa bàn nào ở cấp này trong kỳ đã chọn.',
    en: 'No areas of this level stood in the period chosen.',
  },
  silent: { vi: 'Hệ thống của đơn vị cung cấp số liệu không trả lời.', en: 'The system of the owner does not answer.' },
  unknown: {
    vi: 'Không có chỉ tiêu này; hãy chọn một chỉ tiêu khác.',
    en: 'There is no such indicator; choose another one.',
  },
  moved: {
    vi: 'Số liệu đã quy đổi từ ranh giới khác: là ước tính.',
    en: 'Figures brought here from other boundaries: estimates.',
  },
  schematic: {
    vi: 'Sơ đồ: mỗi ô là một địa bàn, đặt gần đúng vị trí; diện tích ô không nói lên điều gì.',
    en: 'A scheme: each tile is an area near its true place; the size of a tile means nothing.',
  },
  without: { vi: 'Tệp ranh giới không có', en: 'The file of boundaries does not have' },
  noShapes: {
    vi: 'Không tải được ranh giới thật; bản đồ được vẽ bằng ô vuông.',
    en: 'The real boundaries could not be loaded; the map is drawn with tiles.',
  },
  svg: { vi: 'Tải bản đồ (SVG)', en: 'Download map (SVG)' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  source: { vi: 'Nguồn', en: 'Source' },
  sample: { vi: 'Có số liệu mẫu, không phải số đã công bố.', en: 'Holds sample figures that were never published.' },
  page: { vi: 'Trang của chỉ tiêu', en: 'Page of the indicator' },
} as const;

/** What is written of an area: its value with its unit, its class, or why there is neither. */
export function toldText(figure: MapFigure, measure: Measure, language: Language): string {
  if (figure.class) return `≈ ${classText(figure.class, language)} ${measure.unit}`;
  return figure.value === null ? STATUS_WORDS[figure.status][language] : amount(figure.value, measure, language);
}

/** The name of an area on the drawing, for those who hear it. */
export function areaLabel({ figure, index }: Drawn, measure: Measure, language: Language): string {
  const told = toldText(figure, measure, language);
  const place = index === null ? '' : `, ${MAP_WORDS.class[language]} ${index + 1}`;
  return `${figure.area.name}: ${told}${place}${figure.reason ? `. ${figure.reason}` : ''}`;
}

/** A name without the kind of area, for where there is little room; the full name stands in the panel. */
export function shortName(name: string): string {
  return name
    .replace(/^(Quận|Huyện|Thị xã|Phường|Xã|Thị trấn) /, '')
    .replace(/ (Urban District|Rural District|District|Town|Ward|Commune|Township)$/, '');
}
