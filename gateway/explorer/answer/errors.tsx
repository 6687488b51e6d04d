import { titleOf } from '../../../schema/subgraphs.js';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { ReplyError } from './sending.js';

const WORDS = {
  errors: { vi: 'Lỗi', en: 'Errors' },
  department: { vi: 'Cơ quan', en: 'Agency' },
  place: { vi: 'Vị trí trong câu trả lời', en: 'Place in the answer' },
  line: { vi: 'Dòng', en: 'Line' },
};

/** The errors of an answer: what happened, whose it is, and what is missing because of it. */
export function Errors({ errors }: { readonly errors: readonly ReplyError[] }) {
  const { say, language } = useLanguage();
  return (
    <section class="errors" aria-label={say(WORDS.errors)}>
      <h3>
        {say(WORDS.errors)} ({number(errors.length, language)})
      </h3>
      <ul>
        {errors.map((error, index) => (
          <li key={index}>
            <OneError error={error} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneError({ error }: { readonly error: ReplyError }) {
  const { say, language } = useLanguage();
  const { message, path, extensions = {}, locations = [] } = error;
  const inVietnamese = language === 'vi' && extensions.messageVi !== undefined;
  const facts = [
    [WORDS.department, extensions.department && titleOf(extensions.department)[language]],
    [WORDS.place, path?.join('.')],
    [WORDS.line, locations.map(({ line, column }) => `${line}:${column}`).join(', ')],
  ] as const;
  return (
    <>
      {extensions.code && <code class="error-code">{extensions.code}</code>}
      <p lang={inVietnamese ? 'vi' : 'en'}>{inVietnamese ? extensions.messageVi : message}</p>
      {facts.map(
        ([name, value]) =>
          value && (
            <p key={name.en} class="small soft">
              {say(name)}: <span class={name === WORDS.department ? '' : 'path'}>{value}</span>
            </p>
          ),
      )}
    </>
  );
}
