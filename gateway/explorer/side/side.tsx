import './side.css';
import { useLanguage } from '../../pages/browser/language.js';
import { TabList, TabPanel } from '../layout/tab-list.js';
import type { Question } from '../questions/question.js';
import { Shelf } from './shelf.js';

const WORDS = {
  side: { vi: 'Cột bên', en: 'Side panel' },
  shelf: { vi: 'Câu hỏi mẫu', en: 'Worked questions' },
};

export type SideView = 'shelf';

export interface SideProps {
  readonly view: SideView;
  readonly onView: (view: SideView) => void;
  readonly onOpen: (question: Question) => void;
}

/** What helps with writing questions: one of worked questions, documentation and history. */
export function Side({ view, onView, onOpen }: SideProps) {
  const { say } = useLanguage();
  const tabs = (['shelf'] as const).map((id) => ({ id, name: say(WORDS[id]) }));
  return (
    <>
      <div class="toolbar">
        <TabList label={say(WORDS.side)} tabs={tabs} active={view} controls="side" onSelect={onView} />
      </div>
      <TabPanel id="side" active={view}>
        {view === 'shelf' && <Shelf onOpen={onOpen} />}
      </TabPanel>
    </>
  );
}
