import { errorText, isErrorCode } from '../../../schema/errors.js';
import { titleOf } from '../../../schema/subgraphs.js';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { ReplyError } from './sending.js';

const WORDS = {
  errors: { vi: 'Lỗi', en: 'Errors' },
  department: { vi: 'Cơ quan', en: 'Agency' },
  place: { vi: 'Vị trí trong câu trả lời', en: 'Place in the answer' },
  line: { vi: 'Dòng', en: 'Line' },
  more: { vi: 'và {n} chỗ khác', en: 'and {n} more' },
};

/** Of an error that concerns many places, so many are named. */
const MOST_PLACES = 4;

/** The errors of an answer: what happened, whose it is, and what is missing because of it. The same is said once. */
export function Errors({ errors }: { readonly errors: readonly ReplyError[] }) {
  const { say, language } = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section class="errors" tabIndex={0} aria-label={say(WORDS.errors)}>
      <h3>
        {say(WORDS.errors)} ({number(errors.length, language)})
      </h3>
      <ul>
        {alike(errors).map((same, index) => (
          <li key={index}>
            <Alike errors={same} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Errors that say the same, together: a department that is silent is so for each of its figures. */
function alike(errors: readonly ReplyError[]): (readonly [ReplyError, ...ReplyError[]])[] {
  const groups = new Map<string, [ReplyError, ...ReplyError[]]>();
  for (const error of errors) {
    const said = JSON.stringify([error.message, error.extensions]);
    const known = groups.get(said);
    if (known) known.push(error);
    else groups.set(said, [error]);
  }
  return [...groups.values()];
}

function Alike({ errors }: { readonly errors: readonly [ReplyError, ...ReplyError[]] }) {
  const { say, language } = useLanguage();
  const [error] = errors;
  const { extensions = {} } = error;
  const listed = (places: readonly string[]) => {
    const more = places.length - MOST_PLACES;
    const rest = more > 0 ? [say(WORDS.more).replace('{n}', number(more, language))] : [];
    return [...places.slice(0, MOST_PLACES), ...rest].join(', ');
  };
  const facts = [
    [WORDS.department, extensions.department && titleOf(extensions.department)[language]],
    [WORDS.place, listed(errors.flatMap(({ path }) => (path ? [path.join('.')] : [])))],
    [WORDS.line, listed(errors.flatMap(({ locations = [] }) => locations.map((at) => `${at.line}:${at.column}`)))],
  ] as const;
  return (
    <>
      {extensions.code && <code class="error-code">{extensions.code}</code>}
      <Message error={error} />
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

/** GraphQL's own messages are in English alone: for Vietnamese readers the catalogue says what kind of fault it is. */
function Message({ error: { message, extensions = {} } }: { readonly error: ReplyError }) {
  const { language } = useLanguage();
  const { code, department = '', messageVi } = extensions;
  if (language === 'vi' && messageVi !== undefined) return <p>{messageVi}</p>;
  return (
    <>
      {language === 'vi' && isErrorCode(code) && <p>{errorText(code, department).vi}</p>}
      <p lang="en">{message}</p>
    </>
  );
}
