import { useAddress } from '../../pages/browser/address.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { STATE_WORDS, type State, StateShape } from '../state.js';
import type { Summary } from './board.js';
import { MET } from './filters.js';

const rest = (n: number) => (n === 1 ? 'rests' : 'rest');

const WORDS = {
  title: { vi: 'Kết quả của kỳ', en: 'Result of the period' },
  met: { vi: 'chỉ tiêu đạt', en: 'targets met' },
  ofThese: (n: number): Words => ({ vi: `Trong ${n} chỉ tiêu đạt, có`, en: `Of the ${n} met` }),
  exceeded: (n: number): Words => ({ vi: `${n} vượt mục tiêu`, en: `${n} beyond the target` }),
  slipping: (n: number): Words => ({ vi: `${n} đạt nhưng đang giảm sút`, en: `${n} met but slipping` }),
  assumed: (n: number): Words => ({
    vi: `${n} dựa trên giá trị mục tiêu giả định`,
    en: `${n} ${rest(n)} on assumed target values`,
  }),
  others: (n: number): Words => ({
    vi: `${n} dựa trên mục tiêu của kế hoạch khác`,
    en: `${n} ${rest(n)} on target values of other plans`,
  }),
  sample: (n: number): Words => ({ vi: `${n} dựa trên số liệu mẫu`, en: `${n} ${rest(n)} on sample figures` }),
  remaining: { vi: 'Các chỉ tiêu khác', en: 'The others' },
  none: {
    vi: 'Hiện chưa tính được tổng hợp của kỳ này: phần tính toán không trả lời.',
    en: 'The period cannot be summed up for now: the part that judges does not answer.',
  },
};

/** How many targets stand where, and what the count of those that are met rests on: it never stands without. */
export function Counts({ summary }: { readonly summary: Summary | null }) {
  const { say } = useLanguage();
  if (!summary) return <section class="counts card">{say(WORDS.none)}</section>;
  const { met, total, exceeded, slipping } = summary;
  const others: readonly (readonly [State, number])[] = [
    ['ON_TRACK', summary.onTrack],
    ['BEHIND', summary.behind],
    ['MOVING_AWAY', summary.movingAway],
    ['NO_DATA', summary.noData],
    ['UNAVAILABLE', summary.unavailable],
    ['WITHDRAWN', summary.withdrawn],
  ];
  return (
    <section class="counts card" aria-label={say(WORDS.title)}>
      <p class="met-count" data-state="MET">
        <a href={useAddress().to({ query: { state: MET } })}>
          <strong>
            {met}/{total}
          </strong>{' '}
          {say(WORDS.met)}
        </a>
      </p>
      <div class="rests-on">
        <h2>{say(WORDS.ofThese(met))}</h2>
        <ul>
          <li>{say(WORDS.exceeded(exceeded))}</li>
          <li>{say(WORDS.slipping(slipping))}</li>
          <li>{say(WORDS.assumed(summary.metOnAssumedTargets))}</li>
          <li>{say(WORDS.others(summary.metOnTargetsOfOtherPlans))}</li>
          <li>{say(WORDS.sample(summary.metOnSampleFigures))}</li>
        </ul>
      </div>
      <ul class="state-counts" aria-label={say(WORDS.remaining)}>
        {others.map(([state, count]) => (
          <Tile key={state} state={state} count={count} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ state, count }: { readonly state: State; readonly count: number }) {
  const { say } = useLanguage();
  const { to, query } = useAddress();
  const isChosen = query.get('state') === state;
  const text = (
    <>
      <b>{count}</b>
      <span>
        <StateShape state={state} /> {say(STATE_WORDS[state])}
      </span>
    </>
  );
  return (
    <li data-state={state} class={count === 0 ? 'state-count empty' : 'state-count'}>
      {count === 0 ? (
        <div>{text}</div>
      ) : (
        <a href={to({ query: { state: isChosen ? null : state } })} aria-current={isChosen ? 'true' : undefined}>
          {text}
        </a>
      )}
    </li>
  );
}
