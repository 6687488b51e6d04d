import type { Words } from '../../pages/browser/language.js';
import type { introspection } from '../../pages/browser/schema-types.js';

type Reason = introspection['types']['NoDataReason']['enumValues'];

/** Why there is nothing to judge by. */
export const REASON_WORDS: Readonly<Record<Reason, Words>> = {
  NO_FIGURE: { vi: 'chưa có số liệu đến hết kỳ', en: 'no figure up to the period' },
  TOO_OLD: { vi: 'số liệu mới nhất cũ hơn 18 tháng', en: 'the latest figure is older than 18 months' },
  NO_BASE: { vi: 'chưa có số liệu gốc để so', en: 'no figure of the base period' },
  NO_TARGET: { vi: 'chưa có mục tiêu có hiệu lực', en: 'no target in force' },
  NO_AREA_TARGET: { vi: 'địa bàn không có mục tiêu riêng', en: 'no target of the area' },
  LOW_RELIABILITY: { vi: 'số liệu có độ tin cậy thấp', en: 'figure of low reliability' },
  AREA_NOT_STANDING: { vi: 'địa bàn không tồn tại vào cuối kỳ', en: 'the area did not stand' },
  WITHHELD: { vi: 'số liệu được giữ kín', en: 'the figure is withheld' },
  DOES_NOT_APPLY: { vi: 'không áp dụng', en: 'does not apply' },
};
