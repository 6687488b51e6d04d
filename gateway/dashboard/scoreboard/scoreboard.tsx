import './scoreboard.css';
import './board.css';
import './print.css';
import { useAddress } from '../../pages/browser/address.js';
import { askCsv } from '../../pages/browser/ask.js';
import { DownloadCsv } from '../../pages/browser/download-csv.js';
import { period as inWords } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useTitle } from '../../pages/browser/title.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { UnknownPeriod } from '../unknown-period.js';
import { useKept, useWhole } from '../use-kept.js';
import { Waiting } from '../waiting.js';
import { filterOf, isTroubled, passes, rowsOf, wholeIndicators } from './board.js';
import { Counts } from './counts.js';
import { Filters } from './filters.js';
import { Scoreboard, ScoreboardPeriods, ScoreboardTable } from './operations.js';
import { PeriodSlider } from './period-slider.js';
import { PrintNotes } from './print-notes.js';
import { Reports } from './reports.js';
import { Tables } from './table.js';

const WORDS = {
  title: { vi: 'Bảng chỉ tiêu', en: 'Scoreboard' },
  tooEarly: {
    vi: 'Chương trình chưa có kỳ nào kết thúc nên chưa có gì để đánh giá.',
    en: 'No period of the programme has ended yet: there is nothing to judge.',
  },
};

/** The 27 targets and how each stands, in the period that the address names or the last one that has ended. */
export function ScoreboardPage() {
  const { lang, say } = useLanguage();
  const { query } = useAddress();
  const asked = useQuestion(ScoreboardPeriods, { lang });
  const programme = asked.answer?.data.programme;
  if (!programme) return <Waiting title={say(WORDS.title)} asked={asked} />;
  const { halfYears } = programme;
  const period = halfYears.find((one) => one === query.get('period')) ?? halfYears.at(-1);
  if (period === undefined) return <Waiting title={programme.name} text={say(WORDS.tooEarly)} asked={asked} />;
  return <Board name={programme.name} periods={halfYears} period={period} />;
}

interface BoardProps {
  readonly name: string;
  readonly periods: readonly string[];
  readonly period: string;
}

function Board({ name, periods, period }: BoardProps) {
  const { lang, language, say } = useLanguage();
  useTitle(`${say(WORDS.title)}, ${inWords(period, language)}`);
  const filter = filterOf(useAddress().query);
  const asked = useQuestion(Scoreboard, { periods: [...periods], lang }, isTroubled);
  const { programme } = useWhole(asked, (data) => data.programme !== null).data ?? {};
  const indicators = useKept(asked, wholeIndicators);
  if (!programme || !asked.answer) return <Waiting title={name} asked={asked} />;
  const rows = rowsOf(programme, period, indicators);
  const shown = rows.filter((row) => passes(filter, row));
  const codes = shown.map(({ indicator }) => indicator.code);
  return (
    <div class="scoreboard">
      <header>
        <div>
          <p class="soft">{name}</p>
          <h1>{inWords(period, language)}</h1>
        </div>
        <div class="no-print">
          <DownloadCsv
            table={() => askCsv(ScoreboardTable, { codes, period, lang })}
            name={`08-CTr-TU ${period}`}
            of={say(WORDS.title)}
          />
        </div>
      </header>
      <UnknownPeriod periods={periods} shown={period} />
      <PeriodSlider periods={periods} period={period} summaries={programme.summaries} />
      <div class="standing">
        <Counts summary={programme.summaries?.find((one) => one.period === period) ?? null} />
        <Reports programme={programme} period={period} />
      </div>
      <Filters filter={filter} rows={rows} shown={shown.length} />
      <Tables rows={shown} period={period} now={asked.answer.at} />
      <PrintNotes rows={shown} note={programme.note} at={asked.answer.at} />
    </div>
  );
}
