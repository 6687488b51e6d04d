import type { Text } from './catalogue.js';
import type { MissingReason } from './figure.js';

/** Why a figure is missing, as people read it. */
export const REASONS: Readonly<Record<MissingReason, Text>> = {
  NOT_REPORTED: { vi: 'Chưa có đơn vị nào báo cáo số liệu này.', en: 'Nobody has reported this figure.' },
  BLANK_AT_SOURCE: { vi: 'Ô số liệu để trống tại nguồn.', en: 'The cell is blank at the source.' },
  NOT_AT_THIS_LEVEL: {
    vi: 'Chỉ tiêu này chỉ có số liệu chung của toàn thành phố.',
    en: 'This indicator has figures of the whole city only.',
  },
  NOT_AT_THIS_FREQUENCY: {
    vi: 'Chỉ tiêu này không có số liệu theo loại kỳ này.',
    en: 'This indicator has no figures at this frequency.',
  },
  DOES_NOT_APPLY: {
    vi: 'Không áp dụng: mẫu số bằng không.',
    en: 'Does not apply: there is nothing below the line of the rate.',
  },
  AREA_NOT_STANDING: {
    vi: 'Đơn vị hành chính này không còn hoặc chưa có vào ngày cuối của kỳ báo cáo.',
    en: 'The area did not stand on the last day of the period.',
  },
  NOT_ENDED: { vi: 'Kỳ báo cáo chưa kết thúc.', en: 'The period has not ended.' },
  WITHDRAWN: { vi: 'Nguồn đã rút số liệu này.', en: 'The source has withdrawn this figure.' },
  NOT_HEARD: {
    vi: 'Từ khi kỳ báo cáo kết thúc, hệ thống nguồn chưa trả lời.',
    en: 'The source has not been heard since the period ended.',
  },
  HELD_BACK: {
    vi: 'Số liệu nhận được không qua được kiểm tra nên đang được giữ lại chờ xem xét.',
    en: 'The figure that came failed a check and is held back until it has been looked at.',
  },
  UNREADABLE_AT_SOURCE: { vi: 'Số liệu tại nguồn không đọc được.', en: 'The figure at the source cannot be read.' },
};
