import { useLanguage } from '../../pages/browser/language.js';
import { TabList } from '../layout/tab-list.js';
import { nameOf, type Question } from './question.js';
import type { Tabs } from './use-tabs.js';

const WORDS = {
  tabs: { vi: 'Các câu hỏi đang mở', en: 'Open questions' },
  question: { vi: 'Câu hỏi', en: 'Question' },
  add: { vi: 'Thêm câu hỏi', en: 'New question' },
  close: { vi: 'Đóng câu hỏi này', en: 'Close this question' },
};

const EMPTY: Question = { text: '', variables: '', operation: null };

/** The questions that are open; the Delete key closes one, like the button. */
export function TabBar({ tabs: { tabs, active, select, open, close } }: { readonly tabs: Tabs }) {
  const { say } = useLanguage();
  const named = tabs.map((tab, index) => ({
    id: tab.id,
    name: nameOf(tab) ?? `${say(WORDS.question)} ${index + 1}`,
  }));
  return (
    <div class="tab-bar">
      <TabList
        label={say(WORDS.tabs)}
        tabs={named}
        active={active.id}
        controls="question"
        onSelect={select}
        onDelete={close}
      />
      <button
        type="button"
        class="button small"
        aria-label={say(WORDS.add)}
        title={say(WORDS.add)}
        onClick={() => open(EMPTY)}
      >
        +
      </button>
      <button
        type="button"
        class="button small"
        aria-label={say(WORDS.close)}
        title={say(WORDS.close)}
        onClick={() => close(active.id)}
      >
        ×
      </button>
    </div>
  );
}
