import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * Text typed over a selection is put in by the editor itself. Left to the browser, Chromium gives it the colours of what
 * it replaces as an inline style, which the page's policy blocks and reports.
 */
export const typingOver: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (empty || event.inputType !== 'insertText' || text === null || event.isComposing) return false;
    event.preventDefault();
    const typed = () => view.state.update({ ...view.state.replaceSelection(text), userEvent: 'input.type' });
    // Brackets and quotes go around what is selected.
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, text, typed))) view.dispatch(typed());
    return true;
  },
});
