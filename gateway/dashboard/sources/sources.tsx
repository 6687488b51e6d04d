import './sources.css';
import { useMemo } from 'preact/hooks';
import { useAddress } from '../../pages/browser/address.js';
import { FailureText } from '../../pages/browser/failure.js';
import { period as inWords } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useTitle } from '../../pages/browser/title.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { UnknownPeriod } from '../unknown-period.js';
import { Waiting } from '../waiting.js';
import { Card } from './card.js';
import { Sources, SourcesPeriods } from './operations.js';
import { Overview } from './overview.js';

const DAY = 86_400_000;

const WORDS = {
  title: { vi: 'Nguồn số liệu', en: 'Sources' },
  about: {
    vi: 'Hệ thống của từng cơ quan: có trả lời không, số liệu mới đến đâu, báo cáo của kỳ đã đủ chưa, số liệu nào đang được giữ lại.',
    en: 'The system of each department: whether it answers, how fresh its figures are, who has reported, what is held back.',
  },
  period: { vi: 'Báo cáo của kỳ', en: 'Reports of' },
  tooEarly: { vi: 'Chưa có kỳ nào đến hạn báo cáo.', en: 'No report is due yet.' },
  missing: { vi: 'Một phần không nhận được', en: 'A part could not be had' },
};

/** The departments' systems, for whoever has to see to it that the figures come. */
export function SourcesPage() {
  const { say } = useLanguage();
  const { query } = useAddress();
  const asked = useQuestion(SourcesPeriods, {});
  const halfYears = asked.answer?.data.programme?.halfYears;
  if (!halfYears) return <Waiting title={say(WORDS.title)} asked={asked} />;
  const period = halfYears.find((one) => one === query.get('period')) ?? halfYears.at(-1);
  if (period === undefined) return <Waiting title={say(WORDS.title)} text={say(WORDS.tooEarly)} asked={asked} />;
  return <Departments period={period} periods={halfYears} />;
}

interface DepartmentsProps {
  readonly period: string;
  readonly periods: readonly string[];
}

function Departments({ period, periods }: DepartmentsProps) {
  const { lang, say } = useLanguage();
  // By the day: another instant at each drawing would be another question.
  const since = useMemo(() => new Date(Math.floor(Date.now() / DAY - 365) * DAY).toISOString(), []);
  const asked = useQuestion(Sources, { period, since, lang }, ({ departments }) =>
    departments ? departments.some(({ source }) => source?.state !== 'ANSWERING') : true,
  );
  useTitle(say(WORDS.title));
  const { answer } = asked;
  if (!answer?.data.departments) return <Waiting title={say(WORDS.title)} asked={asked} />;
  const { departments } = answer.data;
  return (
    <div class="sources">
      <header>
        <div>
          <h1>{say(WORDS.title)}</h1>
          <p class="soft">{say(WORDS.about)}</p>
        </div>
        <PeriodChoice period={period} periods={periods} />
      </header>
      <UnknownPeriod periods={periods} shown={period} />
      {answer.errors.length > 0 && (
        <section class="card trouble" aria-label={say(WORDS.missing)}>
          <FailureText failure={null} errors={answer.errors} />
        </section>
      )}
      <Overview departments={departments} now={answer.at} />
      {departments.map((department) => (
        <Card key={department.code} department={department} now={answer.at} />
      ))}
    </div>
  );
}

function PeriodChoice({ period, periods }: DepartmentsProps) {
  const { language, say } = useLanguage();
  const { go } = useAddress();
  return (
    <label>
      <span>{say(WORDS.period)}</span>
      <select value={period} onChange={(event) => go({ query: { period: event.currentTarget.value } })}>
        {[...periods].reverse().map((one) => (
          <option key={one} value={one}>
            {inWords(one, language)}
          </option>
        ))}
      </select>
    </label>
  );
}
