import { useAddress } from '../../pages/browser/address.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useTitle } from '../../pages/browser/title.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { MapIndicators } from '../map/operations.js';

const WORDS = {
  title: { vi: 'Không có chỉ tiêu này', en: 'There is no such indicator' },
  text: {
    vi: 'Địa chỉ nêu một mã mà danh mục không có. Hãy chọn một chỉ tiêu dưới đây.',
    en: 'The address names a code that the catalogue does not have. Choose one of the indicators below.',
  },
  targets: { vi: 'Các chỉ tiêu', en: 'Targets' },
  supporting: { vi: 'Số liệu theo dõi thêm', en: 'Followed beside the targets' },
};

/** For an address whose code the catalogue does not have: says so, and leads to all that it has. */
export function Unknown({ code }: { readonly code: string }) {
  const { lang, say } = useLanguage();
  useTitle(say(WORDS.title));
  const { answer } = useQuestion(MapIndicators, { lang });
  return (
    <article class="unknown">
      <h1>{say(WORDS.title)}</h1>
      <p>
        <code>{code}</code>. {say(WORDS.text)}
      </p>
      <Links title={say(WORDS.targets)} indicators={answer?.data.indicators ?? []} />
      <Links title={say(WORDS.supporting)} indicators={answer?.data.supporting ?? []} />
    </article>
  );
}

interface Named {
  readonly code: string;
  readonly number?: number | null;
  readonly name: string;
}

function Links({ title, indicators }: { readonly title: string; readonly indicators: readonly Named[] }) {
  const { to } = useAddress();
  if (indicators.length === 0) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul class="links">
        {indicators.map(({ code, number, name }) => (
          <li key={code}>
            <a href={to({ path: `/indicators/${code}` })}>{number == null ? name : `${number}. ${name}`}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
