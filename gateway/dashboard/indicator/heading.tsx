import { number, period as periodText, shortPeriod, withUnit } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { useTitle } from '../../pages/browser/title.js';
import { amount, countText } from '../chart/words.js';
import { KeptTag } from '../kept-tag.js';
import { StateMark } from '../state.js';
import { targetText } from '../target-text.js';
import type { Assessment, Indicator } from './types.js';

const WORDS = {
  target: { vi: 'Chỉ tiêu', en: 'Target' },
  supporting: { vi: 'Số liệu theo dõi thêm, không có chỉ tiêu', en: 'Followed beside the targets, has no target' },
  hard: { vi: 'Chỉ tiêu khó', en: 'Hard target' },
  sample: { vi: 'Dựa trên số liệu mẫu', en: 'Rests on sample figures' },
  owner: { vi: 'Đơn vị cung cấp số liệu', en: 'Owner of the figures' },
  responsible: { vi: 'Cơ quan chịu trách nhiệm', en: 'Responsible agency' },
  latest: { vi: 'Số liệu gần nhất', en: 'Latest figure' },
  yearSum: (to: string): Words => ({ vi: `Cộng dồn đến hết ${to}`, en: `The year's sum to ${to}` }),
  inForce: { vi: 'Mục tiêu trong kỳ', en: 'Target in the period' },
  missing: { vi: 'Còn thiếu', en: 'Still missing' },
  perYear: { vi: 'Cần tăng thêm mỗi năm', en: 'Needed each year' },
  working: { vi: 'Cách tính, từng bước', en: 'The working, step by step' },
  noJudgement: { vi: 'Chưa đánh giá được: không nhận được số liệu.', en: 'Not judged: the figures could not be had.' },
};

export interface HeadingProps {
  readonly indicator: Indicator;
  readonly period: string;
  /** When the judgement came that stands in for one that did not; null where it is of now. */
  readonly keptFrom: Date | null;
}

/** What the indicator is, how it stands, and whose it is. */
export function Heading({ indicator, period, keptFrom }: HeadingProps) {
  const { language, say } = useLanguage();
  const { number: place, name, hard, rule, assessment } = indicator;
  useTitle(name);
  return (
    <header class="indicator-heading">
      <p class="soft">
        {place === null ? say(WORDS.supporting) : `${say(WORDS.target)} ${place}`}
        {hard && <span class="tag hard">{say(WORDS.hard)}</span>}
        {assessment?.sample && <span class="tag">{say(WORDS.sample)}</span>}
      </p>
      <h1>{name}</h1>
      {rule !== null && (
        <div class="judgement">
          <StateMark state={assessment && !keptFrom ? assessment.state : 'UNAVAILABLE'} />
          <span class="soft">{periodText(assessment?.period ?? period, language)}</span>
          <KeptTag from={keptFrom} />
          <p>{assessment ? assessment.sentence : say(WORDS.noJudgement)}</p>
          {assessment && assessment.working.length > 0 && <Working assessment={assessment} />}
        </div>
      )}
      <Facts indicator={indicator} />
    </header>
  );
}

function Facts({ indicator }: { readonly indicator: Indicator }) {
  const { language, say } = useLanguage();
  const { owner, responsible, assessment, target, rule } = indicator;
  const { latest, yearSum, missing, neededPerYear } = assessment ?? {};
  return (
    <dl class="facts">
      {latest && yearSum != null && (
        <Fact
          name={say(WORDS.yearSum(shortPeriod(latest.period, language)))}
          value={amount(yearSum, indicator, language)}
        />
      )}
      {latest?.value != null && (
        <Fact
          name={say(WORDS.latest)}
          value={amount(latest.value, indicator, language)}
          more={periodText(latest.period, language)}
        />
      )}
      {rule !== null && <Fact name={say(WORDS.inForce)} value={targetText(target, indicator, language)} />}
      {missing && <Fact name={say(WORDS.missing)} value={quantity(missing, language)} />}
      {neededPerYear && <Fact name={say(WORDS.perYear)} value={quantity(neededPerYear, language)} />}
      <Fact name={say(WORDS.owner)} value={owner.name} />
      <Fact name={say(WORDS.responsible)} value={responsible.name} more={responsible.note} />
    </dl>
  );
}

function quantity({ value, unit }: { readonly value: number; readonly unit: string }, language: 'vi' | 'en'): string {
  return withUnit(countText(value, language), unit);
}

function Fact({ name, value, more }: { readonly name: string; readonly value: string; readonly more?: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {more && <small>{more}</small>}
      </dd>
    </div>
  );
}

/** The steps of a judgement, each with what came out. */
function Working({ assessment: { working } }: { readonly assessment: Assessment }) {
  const { language, say } = useLanguage();
  return (
    <details class="working">
      <summary>{say(WORDS.working)}</summary>
      <ol>
        {working.map(({ step, value }) => (
          <li key={step}>
            <span>{step}</span>
            {value !== null && <output>{plain(value, language)}</output>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** A number as exact as it is of use: shares and rates to four digits after the point, counts whole. */
function plain(value: number, language: 'vi' | 'en'): string {
  const useful = Number(value.toFixed(Math.abs(value) < 1000 ? 4 : 0));
  return number(useful, language, String(useful).split('.')[1]?.length ?? 0);
}
