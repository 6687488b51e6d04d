import type { Speech } from '../../pages/browser/language.js';
import { SHELF, type ShelfEntry } from '../shelf/index.js';
import { SHELF_TEXTS } from '../shelf/texts.js';
import type { Question } from './question.js';

/** A worked question, ready to be asked for texts in a language. */
export function workedQuestion({ name, variables }: ShelfEntry, lang: Speech['lang']): Question {
  const text = SHELF_TEXTS[name];
  if (text === undefined) throw new Error(`The shelf has no text of the question ${name}.`);
  return { text, variables: JSON.stringify({ ...variables, lang }, null, 2), operation: null };
}

/** What stands in the editor of who comes for the first time. */
export function firstQuestion(lang: Speech['lang']): Question {
  const [first] = SHELF;
  if (!first) throw new Error('The shelf is empty.');
  return workedQuestion(first, lang);
}
