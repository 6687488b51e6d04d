import './explorer.css';
import type { EditorView } from '@codemirror/view';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Frame } from '../pages/browser/frame.js';
import { useLanguage } from '../pages/browser/language.js';
import { Answer } from './answer/answer.js';
import type { Sent } from './answer/sending.js';
import { useRuns } from './answer/use-runs.js';
import { prettify, QuestionEditor } from './editor/question-editor.js';
import { operationIn } from './editor/variable-faults.js';
import { VariablesEditor } from './editor/variables-editor.js';
import { Panes } from './layout/panes.js';
import { documentOf, operationNames, type Question, valuesIn } from './questions/question.js';
import { Toolbar } from './questions/toolbar.js';
import { useTabs } from './questions/use-tabs.js';
import { useSchema } from './schema.js';
import { Side, type SideView } from './side/side.js';

const WORDS = {
  title: { vi: 'Truy vấn số liệu', en: 'Explorer' },
};

const FIRST: Question = {
  text: `query WhereItStands {
  programme {
    name
    summary(period: "2023-S1") {
      met
      total
    }
  }
}
`,
  variables: '',
  operation: null,
};

/** Where analysts write questions. */
export function Explorer() {
  const { say, language } = useLanguage();
  const { schema } = useSchema();
  const tabs = useTabs(FIRST);
  const runs = useRuns();
  const question = useRef<EditorView | null>(null);
  const variables = useRef<EditorView | null>(null);
  const { active, change } = tabs;
  const document = useMemo(() => documentOf(active.text), [active.text]);
  const operation = document && operationIn(document, active.operation);
  const names = operationNames(document);
  const run = runs.of(active.id);
  const [side, setSide] = useState<SideView>('shelf');
  const start = () => runs.start(active.id, sentOf(active));
  const openAndRun = (question: Question) => runs.start(tabs.open(question), sentOf(question));
  const key = `${active.id} ${language}`;
  return (
    <Frame>
      <div class="explorer">
        <h1 class="for-readers">{say(WORDS.title)}</h1>
        <Panes
          side={<Side view={side} onView={setSide} onOpen={openAndRun} />}
          editor={
            <>
              <Toolbar
                running={run.state === 'RUNNING'}
                onRun={start}
                onCancel={() => runs.cancel(active.id)}
                onFormat={() => question.current && prettify(question.current)}
                operations={names}
                operation={operation?.name?.value ?? null}
                onOperation={(name) => change({ operation: name })}
              />
              <QuestionEditor
                key={key}
                text={active.text}
                schema={schema}
                onChange={(text) => change({ text })}
                onRun={start}
                onShow={() => {}}
                view={question}
              />
            </>
          }
          variables={
            <VariablesEditor
              key={key}
              text={active.variables}
              schema={schema}
              operation={operation}
              onChange={(text) => change({ variables: text })}
              onRun={start}
              view={variables}
            />
          }
          answer={<Answer run={run} schema={schema} />}
        />
      </div>
    </Frame>
  );
}

/** What is sent of a question; null where its variables are no JSON. */
function sentOf({ text, variables, operation }: Question): Sent | null {
  const values = valuesIn(variables);
  const document = documentOf(text);
  const meant = document && operationIn(document, operation);
  return values === undefined ? null : { query: text, variables: values, operationName: meant?.name?.value ?? null };
}
