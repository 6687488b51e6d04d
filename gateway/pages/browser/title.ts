import { useEffect } from 'preact/hooks';
import { useLanguage, type Words } from './language.js';

export const PROGRAMME: Words = { vi: 'Chương trình 08-CTr/TU', en: 'Programme 08-CTr/TU' };

/** What the browser calls the page: in its tabs and history, to screen readers, and as the name of a printed file. */
export function useTitle(text: string): void {
  const { say } = useLanguage();
  const title = `${text} · ${say(PROGRAMME)}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
