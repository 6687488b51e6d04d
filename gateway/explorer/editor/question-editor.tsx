import { Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { graphql, showInDocsCommand, updateSchema } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import { Code } from './code.js';
import { prettified } from './prettified.js';

/** Where in the documentation something stands. */
export interface Place {
  readonly type: string;
  readonly field?: string;
}

export interface QuestionEditorProps {
  readonly text: string;
  readonly schema: GraphQLSchema | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onShow: (place: Place) => void;
  readonly view: RefObject<EditorView | null>;
}

const LABEL = { vi: 'Câu hỏi GraphQL', en: 'GraphQL question' };

/** Where a question is written: completed and checked against the schema as soon as that is there. */
export function QuestionEditor(props: QuestionEditorProps) {
  const { say } = useLanguage();
  const latest = useRef(props);
  latest.current = props;
  const { text, schema, onChange, view } = props;
  useEffect(() => {
    if (view.current) updateSchema(view.current, schema ?? undefined);
  }, [schema, view]);
  const show = (field?: string, type?: string, parent?: string) => {
    const owner = parent?.replace(/[![\]]/g, '');
    if (owner) latest.current.onShow({ type: owner, ...(field && { field }) });
    else if (type) latest.current.onShow({ type: type.replace(/[![\]]/g, '') });
  };
  const commands = keymap.of([
    { key: 'Mod-Enter', run: () => run(latest.current.onRun) },
    { key: 'Mod-Shift-f', run: prettify, preventDefault: true },
    { key: 'F1', run: showInDocsCommand, preventDefault: true },
  ]);
  const extensions = [Prec.highest(commands), graphql(undefined, { onShowInDocs: show })];
  return (
    <Code
      label={say(LABEL)}
      describedBy="editor-keys"
      initial={text}
      onChange={onChange}
      extensions={extensions}
      view={view}
    />
  );
}

/** A command of the keyboard that always counts as done. */
export function run(start: () => void): true {
  start();
  return true;
}

/** Brings the text into its usual form. What cannot be read stays as it is: the editor marks the place already. */
export function prettify(view: EditorView): true {
  const before = view.state.doc.toString();
  const after = formOf(before);
  if (after !== null && after !== before) {
    const head = Math.min(view.state.selection.main.head, after.length);
    view.dispatch({ changes: { from: 0, to: before.length, insert: after }, selection: { anchor: head } });
  }
  return true;
}

function formOf(text: string): string | null {
  try {
    return prettified(text);
  } catch {
    return null;
  }
}
