import { json, jsonParseLinter } from '@codemirror/lang-json';
import { ensureSyntaxTree, type syntaxTree } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter } from '@codemirror/lint';
import { type EditorState, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import { valuesIn } from '../questions/question.js';
import { Code } from './code.js';
import { run } from './question-editor.js';
import { variableFaults } from './variable-faults.js';

export interface VariablesEditorProps {
  readonly text: string;
  readonly schema: GraphQLSchema | null;
  /** What the variables are for; null where the question cannot be read. */
  readonly operation: OperationDefinitionNode | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly view: RefObject<EditorView | null>;
}

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

const LABEL = { vi: 'Biến số (JSON)', en: 'Variables (JSON)' };

/** Where the variables are written, checked against what the question declares. */
export function VariablesEditor(props: VariablesEditorProps) {
  const speech = useLanguage();
  const latest = useRef(props);
  latest.current = props;
  const { text, schema, operation, onChange, view } = props;
  useEffect(() => {
    if (view.current) forceLinting(view.current);
  }, [schema, operation, view]);
  const check = linter(
    ({ state }) => {
      const { schema: known, operation: meant } = latest.current;
      if (state.doc.toString().trim() === '' && !meant?.variableDefinitions?.length) return [];
      return known && meant ? marked(state, known, meant, speech.say) : [];
    },
    { needsRefresh: () => true },
  );
  const command = { key: 'Mod-Enter', run: () => run(latest.current.onRun) };
  const extensions = [Prec.highest(keymap.of([command])), json(), linter(syntaxFaults), check];
  return (
    <Code
      label={speech.say(LABEL)}
      describedBy="editor-keys"
      initial={text}
      onChange={onChange}
      extensions={extensions}
      view={view}
    />
  );
}

const parseLinter = jsonParseLinter();

/** No variables at all is a legal text. */
function syntaxFaults(view: EditorView): Diagnostic[] {
  return view.state.doc.toString().trim() === '' ? [] : parseLinter(view);
}

function marked(
  state: EditorState,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  say: (words: { vi: string; en: string }) => string,
): Diagnostic[] {
  const given = valuesIn(state.doc.toString());
  if (given === undefined) return [];
  return variableFaults(schema, operation, given).map(({ path, words }) => ({
    ...placeOf(state, path),
    severity: 'error',
    message: say(words),
  }));
}

/** Where a value stands in the text; as near to it as the text goes. */
function placeOf(state: EditorState, path: readonly (string | number)[]): { from: number; to: number } {
  let node: SyntaxNode | null = ensureSyntaxTree(state, state.doc.length)?.topNode.firstChild ?? null;
  for (const step of path) {
    const next: SyntaxNode | null = node && childAt(state, node, step);
    if (!next) break;
    node = next;
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: state.doc.length };
}

function childAt(state: EditorState, node: SyntaxNode, step: string | number): SyntaxNode | null {
  if (typeof step === 'number') return childrenOf(node).filter(({ name }) => !/^[[\],]$/.test(name))[step] ?? null;
  const property = node.getChildren('Property').find((child) => {
    const name = child.getChild('PropertyName');
    return name && state.sliceDoc(name.from, name.to) === JSON.stringify(step);
  });
  return property?.lastChild ?? null;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
