import type { Text } from '../catalogue.js';
import type { CheckReason } from './contract.js';

/** Why a figure that arrived is held back, as people read it. */
export const CHECK_TEXTS: Readonly<Record<CheckReason, Text>> = {
  UNKNOWN_INDICATOR: {
    vi: 'Nguồn gửi số liệu của một chỉ tiêu không có trong danh mục hoặc thuộc đơn vị khác.',
    en: 'The source sent a figure of an indicator that is not in the catalogue or belongs to another department.',
  },
  UNKNOWN_AREA: {
    vi: 'Đơn vị hành chính không có trong danh mục hoặc không tồn tại vào ngày cuối của kỳ báo cáo.',
    en: 'The area is not in the code list, or it did not stand on the last day of the period.',
  },
  UNREADABLE: {
    vi: 'Ô số liệu tại nguồn có nội dung nhưng không đọc được thành số.',
    en: 'The cell at the source holds something that cannot be read as a figure.',
  },
  UNIT: {
    vi: 'Giá trị không khớp với đơn vị tính hoặc với tử số và mẫu số của chỉ tiêu.',
    en: "The value does not agree with the indicator's unit or with its numerator and denominator.",
  },
  RANGE: {
    vi: 'Giá trị nằm ngoài khoảng cho phép của chỉ tiêu.',
    en: 'The value lies outside the range that the indicator allows.',
  },
  NUMERATOR_ABOVE_DENOMINATOR: {
    vi: 'Tử số lớn hơn mẫu số, trong khi tử số là một phần của mẫu số.',
    en: 'The numerator is larger than the denominator that it is a part of.',
  },
  SUM_OF_DISTRICTS: {
    vi: 'Số liệu của các quận, huyện, thị xã cộng lại không bằng số liệu toàn thành phố.',
    en: 'The figures of the districts do not add up to that of the city.',
  },
  DUPLICATE: {
    vi: 'Nguồn gửi nhiều số liệu khác nhau cho cùng một đơn vị và kỳ báo cáo.',
    en: 'The source sent several different figures for the same area and period.',
  },
  JUMP: {
    vi: 'Giá trị thay đổi so với các kỳ liền kề nhiều hơn mức hợp lý.',
    en: 'The value differs more from those of the neighbouring periods than is plausible.',
  },
  FUTURE_PERIOD: {
    vi: 'Kỳ báo cáo chưa kết thúc khi nhận được số liệu.',
    en: 'The period had not ended when the figure arrived.',
  },
  PUBLISHED_IN_FUTURE: {
    vi: 'Thời điểm công bố ghi trong số liệu còn ở tương lai.',
    en: 'The time of publication that the figure gives lies in the future.',
  },
  FEWER_AREAS: {
    vi: 'Số liệu đã có trước đây nay bị thiếu trong câu trả lời của nguồn.',
    en: "A figure that was there before is missing from the source's answer.",
  },
};
