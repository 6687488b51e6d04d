import { day, numberUpTo } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { lateText, reportsText, type Source } from './department.js';

type AreaReport = NonNullable<Source['reported']>['areas'][number];

const WORDS = {
  title: { vi: 'Báo cáo của kỳ', en: 'Reports of the period' },
  none: { vi: 'Không nhận được thông tin về báo cáo.', en: 'Nothing could be heard of its reports.' },
  due: (on: string): Words => ({ vi: `Hạn nộp ${on}`, en: `Due on ${on}` }),
  complete: (on: string): Words => ({ vi: `đủ báo cáo ngày ${on}`, en: `complete on ${on}` }),
  open: { vi: 'chưa đủ báo cáo', en: 'not complete yet' },
  share: (percent: string): Words => ({ vi: `${percent} % đã đến`, en: `${percent} % have come` }),
  missing: (n: number): Words => ({ vi: `Chưa nộp (${n})`, en: `Not handed in (${n})` }),
  late: (n: number): Words => ({ vi: `Nộp chậm (${n})`, en: `Handed in late (${n})` }),
};

/** Who has reported for the period and who has to be reminded. */
export function Reporting({ source }: { readonly source: Source }) {
  const { language, say } = useLanguage();
  const { reported, quality } = source;
  const [reports, late] = [reportsText(source), lateText(source)];
  const done = reported?.on;
  return (
    <section>
      <h3>{say(WORDS.title)}</h3>
      {!reported || !quality || !reports ? (
        <p class="soft">{say(WORDS.none)}</p>
      ) : (
        <>
          <p>
            <b>{say(reports)}</b>
            {' · '}
            {say(WORDS.share(numberUpTo(quality.completeness, language, 1)))}
            {late && ` · ${say(late)}`}
          </p>
          <p class="soft">
            {say(WORDS.due(day(reported.due, language)))},{' '}
            {say(done ? WORDS.complete(day(done, language)) : WORDS.open)}
          </p>
          <Areas title={WORDS.missing} areas={reported.areas.filter(({ on }) => on === null)} />
          <Areas title={WORDS.late} areas={reported.areas.filter(({ on, late: isLate }) => on !== null && isLate)} />
        </>
      )}
    </section>
  );
}

interface AreasProps {
  readonly title: (count: number) => Words;
  readonly areas: readonly AreaReport[];
}

/** Names of areas; a long list is opened by whoever wants it. */
function Areas({ title, areas }: AreasProps) {
  const { language, say } = useLanguage();
  if (areas.length === 0) return null;
  return (
    <details open={areas.length <= 10}>
      <summary>{say(title(areas.length))}</summary>
      <ul class="names">
        {areas.map(({ area, on }) => (
          <li key={area.id}>
            {area.name}
            {on && <span class="soft"> {day(on, language)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
