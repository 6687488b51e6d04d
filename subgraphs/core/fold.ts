const MARKS = /\p{M}+/gu;
const Y_FOR_I = /([bcdfghklmnpqrstvx])y(?!\p{L})/gu;
const NO_WORD = /[^\p{L}\p{N}]+/gu;

/**
 * A text as people type it without Vietnamese keys: no diacritics, lower case, words parted by single spaces, everything
 * that is neither letter nor digit gone. `Hoà` and `Hòa`, composed or not, become the same; `đ` becomes `d` by hand, because
 * it is a letter of its own and does not decompose; a `y` behind a consonant becomes `i`, because both spellings are usual
 * (bác sỹ, bác sĩ). Made for comparing, never for showing: different names can fold to one.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[đð]/g, 'd')
    .replace(Y_FOR_I, '$1i')
    .replace(NO_WORD, ' ')
    .trim();
}

/** The folded words of a text. */
export function foldedWords(text: string): readonly string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/** True when each of the folded words begins a word of the folded text, in any order. */
export function holdsWords(folded: string, words: readonly string[]): boolean {
  const text = ` ${folded}`;
  return words.every((word) => text.includes(` ${word}`));
}
