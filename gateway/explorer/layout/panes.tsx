import type { ComponentChildren } from 'preact';
import { useLanguage } from '../../pages/browser/language.js';
import { useKept } from '../questions/kept.js';
import { Separator } from './separator.js';

const WORDS = {
  side: { vi: 'Câu hỏi mẫu, tài liệu và lịch sử', en: 'Examples, documentation and history' },
  question: { vi: 'Câu hỏi', en: 'Question' },
  variables: { vi: 'Biến số', en: 'Variables' },
  answer: { vi: 'Câu trả lời', en: 'Answer' },
  sideWidth: { vi: 'Bề rộng của cột bên', en: 'Width of the side panel' },
  answerWidth: { vi: 'Bề rộng của câu trả lời', en: 'Width of the answer' },
  variablesHeight: { vi: 'Chiều cao của phần biến số', en: 'Height of the variables' },
};

/** In percent of the whole. */
interface Sizes {
  readonly side: number;
  readonly answer: number;
  readonly variables: number;
}

const FIRST: Sizes = { side: 22, answer: 40, variables: 24 };

export interface PanesProps {
  readonly side: ComponentChildren;
  readonly tabs: ComponentChildren;
  readonly editor: ComponentChildren;
  readonly variables: ComponentChildren;
  readonly answer: ComponentChildren;
}

/** The panes of the explorer, side by side; on a narrow screen one below the other, where nothing is to be resized. */
export function Panes({ side, tabs, editor, variables, answer }: PanesProps) {
  const { say } = useLanguage();
  const [sizes, setSizes] = useKept('explorer.sizes', isSizes, () => FIRST);
  const size = (name: keyof Sizes) => ({
    value: sizes[name],
    onChange: (value: number) => setSizes((before) => held({ ...before, [name]: value }, name)),
  });
  const style = { '--side': `${sizes.side}%`, '--answer': `${sizes.answer}%`, '--variables': `${sizes.variables}%` };
  return (
    <div class="panes" style={style}>
      <aside id="pane-side" class="pane" aria-label={say(WORDS.side)}>
        {side}
      </aside>
      <Separator {...size('side')} label={say(WORDS.sideWidth)} controls="pane-side" orientation="vertical" />
      <div class="writing">
        <section id="pane-question" class="pane" aria-label={say(WORDS.question)}>
          {tabs}
          {editor}
        </section>
        <Separator
          {...size('variables')}
          label={say(WORDS.variablesHeight)}
          controls="pane-variables"
          orientation="horizontal"
          behind
        />
        <section id="pane-variables" class="pane" aria-labelledby="pane-variables-name">
          <h2 id="pane-variables-name">{say(WORDS.variables)}</h2>
          {variables}
        </section>
      </div>
      <Separator
        {...size('answer')}
        label={say(WORDS.answerWidth)}
        controls="pane-answer"
        orientation="vertical"
        behind
      />
      <section id="pane-answer" class="pane" aria-labelledby="pane-answer-name">
        <h2 id="pane-answer-name">{say(WORDS.answer)}</h2>
        {answer}
      </section>
    </div>
  );
}

/** What is left for the question between the columns beside it. */
const LEAST_QUESTION = 12;

/** The column that is not being moved gives way before the question is squeezed out. */
function held(sizes: Sizes, moved: keyof Sizes): Sizes {
  const over = Math.max(0, sizes.side + sizes.answer + LEAST_QUESTION - 100);
  return moved === 'side' ? { ...sizes, answer: sizes.answer - over } : { ...sizes, side: sizes.side - over };
}

function isSizes(kept: unknown): kept is Sizes {
  if (typeof kept !== 'object' || kept === null) return false;
  const { side, answer, variables } = kept as Partial<Record<keyof Sizes, unknown>>;
  return [side, answer, variables].every((size) => typeof size === 'number' && size > 0 && size < 100);
}
