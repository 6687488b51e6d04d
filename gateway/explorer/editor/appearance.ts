import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are variables of the page, so that the switch of themes reaches the editors without their being told. */
const highlighting = HighlightStyle.define([
  { tag: [tags.definitionKeyword, tags.keyword], color: 'var(--code-keyword)', fontWeight: '600' },
  // Names of types, operations and aliases; they count as keywords unless told otherwise.
  { tag: tags.atom, color: 'var(--ink)' },
  { tag: tags.propertyName, color: 'var(--code-field)' },
  { tag: tags.attributeName, color: 'var(--code-argument)' },
  { tag: tags.variableName, color: 'var(--code-variable)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.integer, tags.float, tags.number], color: 'var(--code-number)' },
  { tag: [tags.bool, tags.null, tags.special(tags.name)], color: 'var(--code-enum)' },
  { tag: tags.modifier, color: 'var(--code-keyword)' },
  { tag: tags.lineComment, color: 'var(--code-comment)', fontStyle: 'italic' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '0.9rem', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  // The pane around shows where the focus is.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.5rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--code-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--code-selection)',
  },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': {
    backgroundColor: 'var(--code-selection)',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'var(--warning-soft)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--warning-soft)', outline: '2px solid var(--warning)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--accent)', color: 'var(--accent-ink)' },
  '.cm-tooltip.cm-completionInfo': { padding: '0.5rem 0.75rem', maxWidth: '24rem', fontSize: '0.9rem' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.85', marginLeft: '1.5em' },
  '.cm-diagnostic': { padding: '0.35rem 0.75rem', maxWidth: '34rem', whiteSpace: 'pre-wrap' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { fontSize: '0.9rem', padding: '0.5rem' },
  '.cm-panel.cm-search label': { fontSize: '0.87rem' },
  '.cm-panel.cm-search input[type=checkbox]': { minHeight: '0' },
  '.cm-textfield': { backgroundColor: 'var(--surface)', borderColor: 'var(--line-strong)', fontSize: '0.9rem' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    borderColor: 'var(--line-strong)',
    fontSize: '0.85rem',
    minHeight: '1.75rem',
    borderRadius: '6px',
  },
  '.cm-panel.cm-search [name=close]': { minWidth: '28px', minHeight: '28px', fontSize: '1.2rem', color: 'var(--ink)' },
});

export const appearance: Extension = [theme, syntaxHighlighting(highlighting)];
