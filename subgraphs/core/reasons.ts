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
  SUPPRESSED: {
    vi: 'Số liệu được giữ kín để không ai nhận ra được người hay hộ nào: số đếm quá nhỏ, hoặc từ đó suy ra được một số quá nhỏ.',
    en: 'The figure is withheld so that nobody can be recognised: the count is too small, or one that is could be worked out from it.',
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
  NOT_MOVABLE: {
    vi: 'Số liệu này không quy đổi được sang ranh giới khác: đây là chỉ số, số điều tra, số bình quân hoặc số đếm chính các đơn vị hành chính.',
    en: 'This figure cannot be brought to other boundaries: it is an index, a survey estimate, a mean, or counts areas themselves.',
  },
  NO_WEIGHT: {
    vi: 'Không có tỷ trọng để quy đổi số liệu của kỳ này sang ranh giới được hỏi.',
    en: 'There is no weight by which the figures of the period could be brought to these boundaries.',
  },
  TOO_LITTLE_KNOWN: {
    vi: 'Phần địa bàn có số liệu chưa đủ để quy đổi sang ranh giới được hỏi.',
    en: 'Too small a share of the area has figures that could be brought to these boundaries.',
  },
  NOT_ADDABLE: {
    vi: 'Số liệu này không cộng được từ các địa bàn: đây là chỉ số, số điều tra hoặc số bình quân không kèm quyền số.',
    en: 'This figure cannot be added up from areas: it is an index, a survey estimate, or a mean without its weight.',
  },
  MEMBER_MISSING: {
    vi: 'Có địa bàn trong nhóm chưa có số liệu, nên không cộng được cho cả nhóm.',
    en: 'An area of the group has no figure, so that there is none of the whole group.',
  },
  UNREADABLE_AT_SOURCE: { vi: 'Số liệu tại nguồn không đọc được.', en: 'The figure at the source cannot be read.' },
};
