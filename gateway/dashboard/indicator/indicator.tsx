import '../chart/chart.css';
import './indicator.css';
import { useAddress } from '../../pages/browser/address.js';
import type { GraphError } from '../../pages/browser/ask.js';
import { period as periodText } from '../../pages/browser/format.js';
import { textOf } from '../../pages/browser/graphql.js';
import { useLanguage } from '../../pages/browser/language.js';
import { type Asked, useQuestion } from '../../pages/browser/use-question.js';
import { Select } from '../chart/choice.js';
import { Notices } from '../chart/notices.js';
import { type Halves, useHalves } from '../chart/use-halves.js';
import { UnknownPeriod } from '../unknown-period.js';
import { Waiting } from '../waiting.js';
import { Definition } from './definition.js';
import { Heading } from './heading.js';
import { isTroubled, useKnown } from './known.js';
import { IndicatorPage as Question } from './operations.js';
import { Papers } from './papers.js';
import { Parts } from './parts.js';
import { RankingCard } from './ranking-card.js';
import { Targets } from './targets.js';
import { TrendCard } from './trend-card.js';
import { Unknown } from './unknown.js';

const WORDS = {
  title: { vi: 'Chỉ tiêu', en: 'Indicator' },
  period: { vi: 'Kỳ đánh giá', en: 'Period judged' },
  explorer: { vi: 'Mở câu hỏi này trong trang truy vấn', en: 'Open this question in the explorer' },
  back: { vi: 'Về bảng chỉ tiêu', en: 'Back to the scoreboard' },
};

/** Everything about one indicator. */
export function IndicatorPage({ code }: { readonly code: string }) {
  const { say } = useLanguage();
  const { halves, asked } = useHalves();
  if (!halves) return <Waiting title={say(WORDS.title)} asked={asked} />;
  return <OneIndicator key={code} code={code} halves={halves} />;
}

function OneIndicator({ code, halves }: { readonly code: string; readonly halves: Halves }) {
  const { lang, say } = useLanguage();
  const { period, startYear, endYear, divide } = halves;
  const variables = { code, period, firstYear: String(startYear - 1), lastYear: String(endYear), lang };
  const asked = useQuestion(Question, variables, isTroubled);
  const known = useKnown(asked);
  const { answer } = asked;
  if (isUnknown(answer)) return <Unknown code={code} />;
  if (!known) return <Waiting title={say(WORDS.title)} asked={asked} />;
  const { indicator, figuresFrom, judgementFrom } = known;
  return (
    <article class="indicator-page" aria-busy={asked.loading}>
      <Bar halves={halves} variables={variables} />
      <UnknownPeriod periods={halves.periods} shown={period} />
      <Notices asked={asked} />
      <Heading indicator={indicator} period={period} keptFrom={judgementFrom} />
      <TrendCard indicator={indicator} period={period} keptFrom={figuresFrom} />
      <RankingCard indicator={indicator} period={period} divide={divide} />
      <div class="columns">
        <Definition indicator={indicator} />
        <div class="column">
          <Targets indicator={indicator} />
          <Parts indicator={indicator} period={period} />
          <Papers indicator={indicator} difficulties={answer?.data.programme?.difficulties ?? []} />
        </div>
      </div>
    </article>
  );
}

/** Whether the catalogue has no such code: then the field of the indicator itself is refused. */
function isUnknown(answer: Asked<unknown>['answer']): boolean {
  const isRefused = ({ path, extensions }: GraphError) => path?.length === 1 && extensions?.code === 'BAD_USER_INPUT';
  return answer?.errors.some(isRefused) ?? false;
}

/** The way back, the period, and the way to the question itself. */
function Bar({ halves, variables }: { readonly halves: Halves; readonly variables: Record<string, unknown> }) {
  const { language, say } = useLanguage();
  const { to, go, query } = useAddress();
  const question = new URLSearchParams({
    query: textOf(Question).trim(),
    variables: JSON.stringify(variables, null, 2),
  });
  if (language === 'en') question.set('lang', 'en');
  return (
    <div class="page-bar">
      <a href={to({ path: '/', query: { period: query.get('period') } })}>← {say(WORDS.back)}</a>
      <a href={`/explorer?${question}`}>{say(WORDS.explorer)}</a>
      <Select
        label={say(WORDS.period)}
        value={halves.period}
        onChange={(period) => go({ query: { period } })}
        options={halves.periods.toReversed().map((value) => ({ value, name: periodText(value, language) }))}
      />
    </div>
  );
}
