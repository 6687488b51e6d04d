import { useAddress } from '../pages/browser/address.js';
import { period as inWords } from '../pages/browser/format.js';
import { useLanguage, type Words } from '../pages/browser/language.js';

const WORDS = {
  unknown: (asked: string, shown: string): Words => ({
    vi: `Địa chỉ nêu kỳ “${asked}”, không phải kỳ nào đã kết thúc của Chương trình. Đang xem: ${shown}.`,
    en: `The address names the period “${asked}”, which is no half-year of the programme that has ended. Shown: ${shown}.`,
  }),
};

export interface UnknownPeriodProps {
  readonly periods: readonly string[];
  /** The one that stands in for it. */
  readonly shown: string;
}

/** Says so where the address names a period that cannot be shown: figures of another one never stand for it unnoticed. */
export function UnknownPeriod({ periods, shown }: UnknownPeriodProps) {
  const { language, say } = useLanguage();
  const asked = useAddress().query.get('period');
  if (asked === null || periods.includes(asked)) return null;
  return (
    <p class="notice" role="status">
      {say(WORDS.unknown(asked, inWords(shown, language)))}
    </p>
  );
}
