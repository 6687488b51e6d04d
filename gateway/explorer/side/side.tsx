import './side.css';
import { useLanguage } from '../../pages/browser/language.js';
import type { Place } from '../editor/question-editor.js';
import { TabList, TabPanel } from '../layout/tab-list.js';
import type { Question } from '../questions/question.js';
import type { History } from '../questions/use-history.js';
import type { KnownSchema } from '../schema.js';
import { Docs } from './docs.js';
import { PastQuestions } from './past-questions.js';
import { Shelf } from './shelf.js';

const WORDS = {
  side: { vi: 'Cột bên', en: 'Side panel' },
  shelf: { vi: 'Câu hỏi mẫu', en: 'Examples' },
  docs: { vi: 'Tài liệu', en: 'Docs' },
  history: { vi: 'Lịch sử', en: 'History' },
};

const VIEWS = ['shelf', 'docs', 'history'] as const;
export type SideView = (typeof VIEWS)[number];

export interface SideProps {
  readonly view: SideView;
  readonly onView: (view: SideView) => void;
  readonly known: KnownSchema;
  /** Where one has been in the documentation. */
  readonly trail: readonly Place[];
  readonly onTrail: (trail: readonly Place[]) => void;
  readonly history: History;
  /** Opens a worked question and runs it. */
  readonly onWorked: (question: Question) => void;
  /** Opens a question of the past. */
  readonly onPast: (question: Question) => void;
}

/** What helps with writing questions: one of worked questions, documentation and history. */
export function Side({ view, onView, known, trail, onTrail, history, onWorked, onPast }: SideProps) {
  const { say } = useLanguage();
  const tabs = VIEWS.map((id) => ({ id, name: say(WORDS[id]) }));
  return (
    <>
      <div class="toolbar">
        <TabList label={say(WORDS.side)} tabs={tabs} active={view} controls="side" onSelect={onView} />
      </div>
      <TabPanel id="side" active={view}>
        {view === 'shelf' && <Shelf onOpen={onWorked} />}
        {view === 'docs' && <Docs known={known} trail={trail} onTrail={onTrail} />}
        {view === 'history' && <PastQuestions history={history} onOpen={onPast} />}
      </TabPanel>
    </>
  );
}
