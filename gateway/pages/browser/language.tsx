import { useEffect } from 'preact/hooks';
import { useAddress } from './address.js';
import type { Words } from './words.js';

/** Vietnamese is the users' first language; English by `?lang=en`. */
export type Language = 'vi' | 'en';

export type { Words };

export interface Speech {
  readonly language: Language;
  /** The same as the graph's enum takes it. */
  readonly lang: 'VI' | 'EN';
  readonly say: (words: Words) => string;
}

/** The language of the page, from its address. */
export function useLanguage(): Speech {
  const language: Language = useAddress().query.get('lang') === 'en' ? 'en' : 'vi';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return { language, lang: language === 'vi' ? 'VI' : 'EN', say: (words) => words[language] };
}
