import { time } from '../pages/browser/format.js';
import { useLanguage, type Words } from '../pages/browser/language.js';

const WORDS = { kept: (at: string): Words => ({ vi: `nhận lúc ${at}`, en: `as of ${at}` }) };

/** Stands beside figures that came before their department fell silent: when they came. Nothing beside those of now. */
export function KeptTag({ from }: { readonly from: Date | null }) {
  const { language, say } = useLanguage();
  return from && <span class="tag warn">{say(WORDS.kept(time(from, language)))}</span>;
}
