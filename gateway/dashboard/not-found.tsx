import { useAddress } from '../pages/browser/address.js';
import { useLanguage } from '../pages/browser/language.js';
import { useTitle } from '../pages/browser/title.js';

const WORDS = {
  title: { vi: 'Không có trang này', en: 'There is no such page' },
  text: {
    vi: 'Địa chỉ này không có trang nào. Hãy chọn một trang ở trên, hoặc',
    en: 'Nothing stands at this address. Choose one of the pages above, or',
  },
  scoreboard: { vi: 'về bảng chỉ tiêu', en: 'go to the scoreboard' },
};

/** For an address that is none of the pages: says so, and leads to those that are. */
export function NotFound({ path }: { readonly path: string }) {
  const { say } = useLanguage();
  const { to } = useAddress();
  useTitle(say(WORDS.title));
  return (
    <article>
      <h1>{say(WORDS.title)}</h1>
      <p>
        <code>{path}</code>. {say(WORDS.text)} <a href={to({ path: '/' })}>{say(WORDS.scoreboard)}</a>.
      </p>
    </article>
  );
}
