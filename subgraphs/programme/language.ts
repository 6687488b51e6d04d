import type { Text } from '../core/catalogue.js';

export interface LanguageArgument {
  readonly lang: 'VI' | 'EN';
}

/** The text in the language asked for. */
function say(text: Text, { lang }: LanguageArgument): string {
  return lang === 'EN' ? text.en : text.vi;
}

/** A resolver of a text with a language argument; null where there is no text. */
export function spoken<R>(textOf: (row: R) => Text | null): (row: R, args: LanguageArgument) => string | null {
  return (row, args) => {
    const text = textOf(row);
    return text && say(text, args);
  };
}
