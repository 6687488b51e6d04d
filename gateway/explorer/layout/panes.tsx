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

/** As they were set, in percent of the whole. */
interface Sizes {
  readonly side: number;
  readonly answer: number;
  readonly variables: number;
  /** The column that was set last has its size; the other gives way to it as far as it must. */
  readonly last: 'side' | 'answer';
}

type Pane = 'side' | 'answer' | 'variables';

const FIRST: Sizes = { side: 22, answer: 40, variables: 24, last: 'answer' };

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
  const [set, setSizes] = useKept('explorer.sizes', isSizes, () => FIRST);
  const sizes = drawn(set);
  const size = (name: Pane) => ({
    value: sizes[name],
    onChange: (value: number) => {
      const last = name === 'variables' ? set.last : name;
      setSizes((before) => ({ ...before, [name]: value, last }));
    },
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

/** The question is never squeezed out: the other column gives way, and grows back when there is room again. */
function drawn({ side, answer, variables, last }: Sizes): Readonly<Record<Pane, number>> {
  const room = 100 - LEAST_QUESTION;
  return last === 'side'
    ? { side, answer: Math.min(answer, room - side), variables }
    : { side: Math.min(side, room - answer), answer, variables };
}

function isSizes(kept: unknown): kept is Sizes {
  if (typeof kept !== 'object' || kept === null) return false;
  const { side, answer, variables, last } = kept as Partial<Record<keyof Sizes, unknown>>;
  const areSizes = [side, answer, variables].every((size) => typeof size === 'number' && size > 0 && size < 100);
  return areSizes && (last === 'side' || last === 'answer');
}
