import { useEffect, useRef } from 'preact/hooks';
import { day, time } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Row } from './board.js';

const WORDS = {
  notes: { vi: 'Ghi chú', en: 'Notes' },
  sources: (names: string): Words => ({ vi: `Nguồn số liệu: ${names}.`, en: `Sources: ${names}.` }),
  asked: (at: string): Words => ({ vi: `Số liệu lấy lúc ${at}.`, en: `Figures as of ${at}.` }),
  printed: (on: string): Words => ({ vi: `In ngày ${on}.`, en: `Printed on ${on}.` }),
  assumed: (numbers: string): Words => ({
    vi: `Giá trị mục tiêu là giả định, chưa tìm thấy văn bản nào nêu: chỉ tiêu ${numbers}.`,
    en: `Target values that are assumed, no printed source gives them: targets ${numbers}.`,
  }),
  others: (numbers: string): Words => ({
    vi: `Giá trị mục tiêu lấy từ kế hoạch khác của Thành phố: chỉ tiêu ${numbers}.`,
    en: `Target values of another of the city's plans: targets ${numbers}.`,
  }),
  sample: {
    vi: 'Số liệu ghi “số liệu mẫu” được dựng cho bản mẫu, chưa từng công bố và không dùng để kết luận.',
    en: 'Figures marked “sample” were made up for the sample, were never published and prove nothing.',
  },
  way: {
    vi: 'Chặng đường: phần đã đi từ số liệu gốc đến mục tiêu; thời gian: phần thời gian đã qua (vạch đứng trên thanh).',
    en: 'Way: the part done from the base figure to the target; time: the part of the time gone (the tick across the bar).',
  },
};

export interface PrintNotesProps {
  readonly rows: readonly Row[];
  readonly note: string | null;
  /** When the figures came. */
  readonly at: Date;
}

/** What a sheet of paper has to say for itself: sources, what is assumed or a sample, and of when it is. */
export function PrintNotes({ rows, note, at }: PrintNotesProps) {
  const { language, say } = useLanguage();
  const names = [...new Set(rows.map(({ indicator }) => indicator.owner.name))];
  const owners = names.map((name) => `${name} (${numbersOf(rows, ({ indicator }) => indicator.owner.name === name)})`);
  const resting = (evidence: 'ASSUMED' | 'OTHER_PLAN') =>
    numbersOf(rows, ({ assessment }) => assessment?.target?.evidence === evidence);
  const [assumed, others] = [resting('ASSUMED'), resting('OTHER_PLAN')];
  const asked = `${time(at, language)}, ${day(at, language)}`;
  return (
    <aside class="notes" aria-label={say(WORDS.notes)}>
      <p>{say(WORDS.way)}</p>
      {assumed && <p>{say(WORDS.assumed(assumed))}</p>}
      {others && <p>{say(WORDS.others(others))}</p>}
      {rows.some(({ assessment }) => assessment?.sample) && <p>{say(WORDS.sample)}</p>}
      {note && <p>{note}</p>}
      <p>
        {owners.length > 0 && say(WORDS.sources(owners.join('; ')))} {say(WORDS.asked(asked))} <Printed />
      </p>
    </aside>
  );
}

function numbersOf(rows: readonly Row[], isMeant: (row: Row) => boolean): string {
  return rows
    .filter(isMeant)
    .map(({ indicator }) => indicator.number)
    .join(', ');
}

/** The day of printing, set when it is printed: the page may have been open for days. */
function Printed() {
  const { language, say } = useLanguage();
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const tell = () => {
      if (text.current) text.current.textContent = say(WORDS.printed(day(new Date(), language)));
    };
    addEventListener('beforeprint', tell);
    return () => removeEventListener('beforeprint', tell);
  }, [language]);
  return <span class="only-print" ref={text} />;
}
