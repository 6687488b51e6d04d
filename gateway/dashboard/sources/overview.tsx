import { ago, number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { type Department, lateText, reportsText } from './department.js';
import { SourceMark } from './source-mark.js';

const WORDS = {
  title: { vi: 'Tổng quan', en: 'Overview' },
  department: { vi: 'Cơ quan', en: 'Department' },
  state: { vi: 'Hệ thống', en: 'System' },
  good: { vi: 'Nhận số liệu', en: 'Last good answer' },
  reports: { vi: 'Báo cáo của kỳ', en: 'Reports of the period' },
  late: { vi: 'Thời hạn', en: 'Timeliness' },
  held: { vi: 'Đang giữ lại', en: 'Held back' },
  never: { vi: 'chưa lần nào', en: 'never' },
};

export interface OverviewProps {
  readonly departments: readonly Department[];
  readonly now: Date;
}

/** One line for each department: who is silent, who is late, and where something waits for a decision. */
export function Overview({ departments, now }: OverviewProps) {
  const { say } = useLanguage();
  const columns = [WORDS.department, WORDS.state, WORDS.good, WORDS.reports, WORDS.late];
  return (
    <section class="card wide" aria-labelledby="overview">
      <h2 id="overview">{say(WORDS.title)}</h2>
      <table class="cards">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name.en} scope="col">
                {say(name)}
              </th>
            ))}
            <th scope="col" class="number">
              {say(WORDS.held)}
            </th>
          </tr>
        </thead>
        <tbody>
          {departments.map((department) => (
            <Line key={department.code} department={department} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ department: { code, name, source }, now }: { readonly department: Department; readonly now: Date }) {
  const { language, say } = useLanguage();
  const reports = source && reportsText(source);
  const late = source && lateText(source);
  const held = source?.quarantined;
  return (
    <tr>
      <th scope="row">
        <a href={`#${code}`}>{name}</a>
      </th>
      <td data-label={say(WORDS.state)}>
        <SourceMark source={source} />
      </td>
      <td data-label={say(WORDS.good)}>{source?.lastGood ? ago(source.lastGood, now, language) : say(WORDS.never)}</td>
      <td data-label={say(WORDS.reports)}>{reports ? say(reports) : '–'}</td>
      <td data-label={say(WORDS.late)} class={source?.reported?.late ? 'late' : undefined}>
        {late ? say(late) : '–'}
      </td>
      <td data-label={say(WORDS.held)} class="number">
        {held == null ? '–' : number(held, language)}
      </td>
    </tr>
  );
}
