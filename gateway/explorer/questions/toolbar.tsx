import { useLanguage } from '../../pages/browser/language.js';
import type { Question } from './question.js';
import { CopyLink } from './share.js';

const WORDS = {
  run: { vi: 'Chạy', en: 'Run' },
  cancel: { vi: 'Dừng', en: 'Cancel' },
  format: { vi: 'Định dạng', en: 'Format' },
  operation: { vi: 'Câu hỏi được chạy', en: 'Question to run' },
  keys: { vi: 'Phím tắt', en: 'Keys' },
};

const KEYS = [
  { keys: 'Ctrl+Enter', does: { vi: 'chạy', en: 'run' } },
  { keys: 'Ctrl+Space', does: { vi: 'gợi ý', en: 'suggestions' } },
  { keys: 'Ctrl+Shift+F', does: { vi: 'định dạng', en: 'format' } },
  { keys: 'Ctrl+/', does: { vi: 'chú thích', en: 'comment' } },
  { keys: 'Ctrl+F', does: { vi: 'tìm', en: 'search' } },
  { keys: 'F8', does: { vi: 'đến lỗi tiếp theo', en: 'next error' } },
  {
    keys: 'F1',
    does: { vi: 'mở tài liệu của trường (hoặc Ctrl+nhấp chuột)', en: 'documentation of the field (or Ctrl+click)' },
  },
  { keys: 'Tab', does: { vi: 'rời ô soạn thảo', en: 'leave the editor' } },
];

export interface ToolbarProps {
  readonly question: Question;
  readonly running: boolean;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onFormat: () => void;
  /** The names of the document's operations; there is something to choose from two on. */
  readonly operations: readonly string[];
  readonly operation: string | null;
  readonly onOperation: (name: string) => void;
}

/** What can be done with a question. */
export function Toolbar(props: ToolbarProps) {
  const { say } = useLanguage();
  const { question, running, onRun, onCancel, onFormat, operations, operation, onOperation } = props;
  return (
    <div class="toolbar">
      <button type="button" class={running ? 'button' : 'button primary'} onClick={running ? onCancel : onRun}>
        {say(running ? WORDS.cancel : WORDS.run)}
      </button>
      {operations.length > 1 && (
        <select
          aria-label={say(WORDS.operation)}
          value={operation ?? operations[0]}
          onChange={(event) => onOperation(event.currentTarget.value)}
        >
          {operations.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="button" class="button" onClick={onFormat}>
        {say(WORDS.format)}
      </button>
      <CopyLink question={question} />
      <Keys />
    </div>
  );
}

function Keys() {
  const { say } = useLanguage();
  return (
    <details class="keys small">
      <summary class="button">{say(WORDS.keys)}</summary>
      <p id="editor-keys">
        {KEYS.map(({ keys, does }) => (
          <span key={keys}>
            <kbd>{keys}</kbd> {say(does)}
            <span class="for-readers">; </span>
          </span>
        ))}
      </p>
    </details>
  );
}
