import { ago, number, shortPeriod } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { type Department, itemName, type Source } from './department.js';

const WORDS = {
  title: { vi: 'Số liệu đang giữ lại', en: 'Figures held back' },
  none: { vi: 'Không có số liệu nào đang giữ lại.', en: 'Nothing is held back.' },
  unheard: { vi: 'Không nhận được thông tin.', en: 'Nothing could be heard of it.' },
  first: (shown: number, all: string): Words => ({
    vi: `${shown} số liệu mới nhất trong ${all}.`,
    en: `The newest ${shown} of ${all}.`,
  }),
  number: { vi: 'Số', en: 'No.' },
  why: { vi: 'Lý do', en: 'Why' },
  about: { vi: 'Chỉ tiêu', en: 'Indicator' },
  area: { vi: 'Địa bàn', en: 'Area' },
  period: { vi: 'Kỳ', en: 'Period' },
  came: { vi: 'Nhận', en: 'Came' },
  unknown: { vi: 'không rõ', en: 'not known' },
};

export interface HeldBackProps {
  readonly department: Department;
  readonly source: Source;
  readonly now: Date;
}

/** What arrived and was not accepted, and why. The values are on the operator's command line only: they may be withheld ones. */
export function HeldBack({ department, source, now }: HeldBackProps) {
  const { language, say } = useLanguage();
  const { quarantine, quarantined } = source;
  if (quarantined === 0 || quarantine?.length === 0 || !quarantine || quarantined === null) {
    return (
      <section>
        <h3>{say(WORDS.title)}</h3>
        <p class="soft">{say(quarantined === 0 ? WORDS.none : WORDS.unheard)}</p>
      </section>
    );
  }
  const columns = [WORDS.number, WORDS.why, WORDS.about, WORDS.area, WORDS.period, WORDS.came];
  return (
    <section class="wide">
      <h3>{say(WORDS.title)}</h3>
      {quarantine.length < quarantined && (
        <p class="soft">{say(WORDS.first(quarantine.length, number(quarantined, language)))}</p>
      )}
      <table class="small">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name.en} scope="col">
                {say(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {quarantine.map((held) => (
            <tr key={held.number}>
              <td>{held.number}</td>
              <td>{held.reason}</td>
              <td>
                {held.indicator?.name ?? say(WORDS.unknown)}{' '}
                {held.item && <span class="soft">{itemName(department, held.indicator?.code, held.item)}</span>}
              </td>
              <td>{held.area?.name ?? say(WORDS.unknown)}</td>
              <td>{shortPeriod(held.period, language)}</td>
              <td>{ago(held.receivedAt, now, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
