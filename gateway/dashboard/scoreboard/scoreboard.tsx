import { useLanguage } from '../../pages/browser/language.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { Scoreboard } from './operations.js';

/** The 27 targets and how each stands. */
export function ScoreboardPage() {
  const { lang } = useLanguage();
  const { answer } = useQuestion(Scoreboard, { periods: ['2023-S1'], lang });
  return <h1>{answer?.data.programme?.name}</h1>;
}
