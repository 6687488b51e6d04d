import { day, period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { Indicator } from './types.js';

const WORDS = {
  title: { vi: 'Nhiệm vụ và khó khăn đã nêu', en: 'Tasks and difficulties' },
  tasks: { vi: 'Nhiệm vụ được giao', en: 'Tasks given' },
  difficulties: { vi: 'Khó khăn', en: 'Difficulties' },
  lead: { vi: 'chủ trì', en: 'led by' },
  due: { vi: 'hạn', en: 'due' },
  DONE: { vi: 'đã xong', en: 'done' },
  OPEN: { vi: 'chưa rõ đã xong', en: 'not known to be done' },
  OVERDUE: { vi: 'quá hạn', en: 'overdue' },
};

export interface Difficulty {
  readonly text: string;
  readonly period: string;
  readonly indicators: readonly { readonly code: string }[];
}

/** What was asked for about the indicator, and what reports call difficult. Nothing where there is neither. */
export function Papers({
  indicator,
  difficulties,
}: {
  readonly indicator: Indicator;
  readonly difficulties: readonly Difficulty[];
}) {
  const { language, say } = useLanguage();
  const { tasks, code } = indicator;
  const hard = difficulties.filter(({ indicators }) => indicators.some((one) => one.code === code));
  if (tasks.length + hard.length === 0) return null;
  return (
    <section class="card" aria-labelledby="papers">
      <h2 id="papers">{say(WORDS.title)}</h2>
      {tasks.length > 0 && <h3>{say(WORDS.tasks)}</h3>}
      <ul class="versions">
        {tasks.map(({ text, period, lead, due, state }) => (
          <li key={text}>
            {text}
            <small>
              {[
                periodText(period, language),
                lead && `${say(WORDS.lead)}: ${lead.name}`,
                due && `${say(WORDS.due)} ${day(due, language)}`,
                state && say(WORDS[state]),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      {hard.length > 0 && <h3>{say(WORDS.difficulties)}</h3>}
      <ul class="versions">
        {hard.map(({ text, period }) => (
          <li key={text}>
            {text}
            <small>{periodText(period, language)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
