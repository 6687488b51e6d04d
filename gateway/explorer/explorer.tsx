import './explorer.css';
import type { EditorView } from '@codemirror/view';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Frame } from '../pages/browser/frame.js';
import { useLanguage } from '../pages/browser/language.js';
import { useTitle } from '../pages/browser/title.js';
import { Answer } from './answer/answer.js';
import type { Sent } from './answer/sending.js';
import { useRuns } from './answer/use-runs.js';
import { type Place, prettify, QuestionEditor } from './editor/question-editor.js';
import { operationIn } from './editor/variable-faults.js';
import { VariablesEditor } from './editor/variables-editor.js';
import { Panes } from './layout/panes.js';
import { SchemaNotice } from './layout/schema-notice.js';
import { TabPanel } from './layout/tab-list.js';
import { documentOf, operationNames, type Question, valuesIn } from './questions/question.js';
import { useSharedQuestion } from './questions/share.js';
import { TabBar } from './questions/tab-bar.js';
import { Toolbar } from './questions/toolbar.js';
import { useHistory } from './questions/use-history.js';
import { type Tab, useTabs } from './questions/use-tabs.js';
import { firstQuestion } from './questions/worked.js';
import { type KnownSchema, useSchema } from './schema.js';
import { Side, type SideView } from './side/side.js';

const TITLE = { vi: 'Truy vấn số liệu', en: 'Explorer' };

/** Where analysts write questions. */
export function Explorer() {
  const { lang, say } = useLanguage();
  useTitle(say(TITLE));
  const known = useSchema();
  const tabs = useTabs(firstQuestion(lang));
  const runs = useRuns();
  const history = useHistory();
  const [side, setSide] = useState<SideView>('shelf');
  const [trail, setTrail] = useState<readonly Place[]>([]);
  useSharedQuestion(tabs);
  const { active, change } = tabs;
  const run = (id: string, question: Question) => {
    const sent = sentOf(question);
    if (sent) history.add(question);
    runs.start(id, sent);
    reveal('pane-answer');
  };
  const look = (question: Question) => {
    tabs.open(question);
    reveal('pane-question');
  };
  const show = (place: Place) => {
    setSide('docs');
    setTrail((before) => [...before, place]);
  };
  const writing = useWriting({
    tab: active,
    known,
    running: runs.of(active.id).state === 'RUNNING',
    change,
    run: () => run(active.id, active),
    cancel: () => runs.cancel(active.id),
    show,
  });
  return (
    <Frame>
      <div class="explorer">
        <h1 class="for-readers">{say(TITLE)}</h1>
        <Panes
          {...writing}
          side={
            <Side
              view={side}
              onView={setSide}
              known={known}
              trail={trail}
              onTrail={setTrail}
              history={history}
              onWorked={(question) => run(tabs.open(question), question)}
              onPast={look}
            />
          }
          tabs={<TabBar tabs={tabs} />}
          answer={<Answer key={active.id} run={runs.of(active.id)} schema={known.schema} />}
        />
      </div>
    </Frame>
  );
}

/** On a narrow screen the panes stand one below the other, and what was asked for would come out of sight. */
function reveal(pane: string): void {
  // The answer's pane grows when its question is sent: after that.
  requestAnimationFrame(() => document.getElementById(pane)?.scrollIntoView({ block: 'start' }));
}

interface Writing {
  readonly tab: Tab;
  readonly known: KnownSchema;
  readonly running: boolean;
  readonly change: (change: Partial<Question>) => void;
  readonly run: () => void;
  readonly cancel: () => void;
  readonly show: (place: Place) => void;
}

/** The panes where the question of a tab and its variables are written. */
function useWriting({ tab, known, running, change, run, cancel, show }: Writing) {
  const { language } = useLanguage();
  const view = useRef<EditorView | null>(null);
  const variables = useRef<EditorView | null>(null);
  const document = useMemo(() => documentOf(tab.text), [tab.text]);
  const operation = document && operationIn(document, tab.operation);
  const key = `${tab.id} ${language}`;
  return {
    editor: (
      <TabPanel id="question" active={tab.id}>
        <Toolbar
          question={tab}
          running={running}
          onRun={run}
          onCancel={cancel}
          onFormat={() => view.current && prettify(view.current)}
          operations={operationNames(document)}
          operation={operation?.name?.value ?? null}
          onOperation={(name) => change({ operation: name })}
        />
        <SchemaNotice known={known} />
        <QuestionEditor
          key={key}
          text={tab.text}
          schema={known.schema}
          onChange={(text) => change({ text })}
          onRun={run}
          onShow={show}
          view={view}
        />
      </TabPanel>
    ),
    variables: (
      <VariablesEditor
        key={key}
        text={tab.variables}
        schema={known.schema}
        operation={operation}
        onChange={(text) => change({ variables: text })}
        onRun={run}
        view={variables}
      />
    ),
  };
}

/** What is sent of a question; null where its variables are no JSON. */
function sentOf({ text, variables, operation }: Question): Sent | null {
  const values = valuesIn(variables);
  const document = documentOf(text);
  const meant = document && operationIn(document, operation);
  return values === undefined ? null : { query: text, variables: values, operationName: meant?.name?.value ?? null };
}
