import { useAddress } from '../../pages/browser/address.js';
import { day, number, shortPeriod, withUnit } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { type Department, itemName, type Source } from './department.js';

type Change = NonNullable<Source['changes']>[number];
type Side = NonNullable<Change['after']>;

/** So many are shown, the newest first. */
const SHOWN = 8;

const WORDS = {
  title: { vi: 'Thay đổi gần đây của số liệu toàn thành phố', en: 'Last changes of the city’s figures' },
  none: { vi: 'Không có thay đổi nào trong 12 tháng qua.', en: 'Nothing has changed within twelve months.' },
  unheard: { vi: 'Không nhận được thông tin.', en: 'Nothing could be heard of it.' },
  first: { vi: 'công bố lần đầu', en: 'first published' },
  withdrawn: { vi: 'không có số liệu', en: 'no figure' },
  definition: { vi: 'định nghĩa thay đổi', en: 'its definition changed' },
  was: { vi: 'trước đó', en: 'before' },
  now: { vi: 'nay là', en: 'now' },
};

/** What was recorded lately: what stood before, and what stands since. */
export function LastChanges({ department, source }: { readonly department: Department; readonly source: Source }) {
  const { say } = useLanguage();
  const changes = source.changes && [...source.changes].reverse().slice(0, SHOWN);
  return (
    <section>
      <h3>{say(WORDS.title)}</h3>
      {!changes && <p class="soft">{say(WORDS.unheard)}</p>}
      {changes?.length === 0 && <p class="soft">{say(WORDS.none)}</p>}
      <ul class="changes">
        {changes?.map((change) => (
          <OneChange
            key={`${change.position} ${change.indicator} ${change.period} ${change.item}`}
            {...{ change, department }}
          />
        ))}
      </ul>
    </section>
  );
}

function OneChange({ change, department }: { readonly change: Change; readonly department: Department }) {
  const { language, say } = useLanguage();
  const { to } = useAddress();
  const { at, period, before, after } = change;
  const indicator = department.indicators.find(({ code }) => code === change.indicator);
  const told = ({ value, status }: Side) => {
    if (value === null) return `${say(WORDS.withdrawn)} (${status})`;
    return withUnit(number(value, language, indicator?.decimals ?? 0), indicator?.unit ?? '');
  };
  return (
    <li>
      <span class="soft">{day(at, language)}</span>
      <a href={to({ path: `/indicators/${change.indicator}` })}>{indicator?.name ?? change.indicator}</a>
      <span>
        {change.item && `${itemName(department, change.indicator, change.item)}, `}
        {period && `${shortPeriod(period, language)}: `}
        {before && (
          <>
            <span class="for-readers">{say(WORDS.was)} </span>
            <del>{told(before)}</del>
            <span aria-hidden="true"> → </span>
            <span class="for-readers">, {say(WORDS.now)} </span>
          </>
        )}
        <b>{after ? told(after) : say(WORDS.definition)}</b>
        {after && !before && ` (${say(WORDS.first)})`}
      </span>
    </li>
  );
}
