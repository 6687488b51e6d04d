import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import { appearance } from './appearance.js';
import { VIETNAMESE } from './phrases.js';
import { typingOver } from './typing-over.js';

export interface CodeProps {
  /** Its name for who does not see it. */
  readonly label: string;
  /** The id of the element that says which keys there are. */
  readonly describedBy: string;
  /** The text at first; from then on the editor keeps it. Another text needs another `key`. */
  readonly initial: string;
  readonly onChange: (text: string) => void;
  readonly extensions: Extension;
  /** Takes the editor for commands from outside. */
  readonly view: RefObject<EditorView | null>;
}

/** A code editor. Tab is left to the browser, so that the keyboard can get out of it. */
export function Code({ label, describedBy, initial, onChange, extensions, view }: CodeProps) {
  const { language } = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  // Made once; what the first drawing had is what it goes by.
  useEffect(() => {
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) changed.current(update.state.doc.toString());
    });
    const named = EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      tabindex: '0',
    });
    const spoken = language === 'vi' ? EditorState.phrases.of(VIETNAMESE) : [];
    const made = new EditorView({
      doc: initial,
      extensions: [told, named, spoken, extensions, habits, appearance, EditorView.cspNonce.of(nonceOfPage())],
      ...(host.current && { parent: host.current }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  return <div class="code" ref={host} />;
}

const habits: Extension = [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  search({ top: true }),
  typingOver,
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...lintKeymap,
    ...defaultKeymap,
  ]),
];

/** The editor makes style sheets while it runs; the page's policy lets those through that carry its nonce. */
function nonceOfPage(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
