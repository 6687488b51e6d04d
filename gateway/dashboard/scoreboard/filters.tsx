import { useAddress } from '../../pages/browser/address.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { STATE_WORDS, STATES } from '../state.js';
import type { Filter, Row } from './board.js';

export const GROUPS = [
  { code: 'SOCIAL_SECURITY', name: { vi: 'An sinh xã hội', en: 'Social security' } },
  { code: 'WELFARE', name: { vi: 'Phúc lợi và chất lượng cuộc sống', en: 'Welfare and quality of life' } },
] as const;

/** A target that is met and slips is met all the same. */
export const MET = 'MET,MET_SLIPPING';

const WORDS = {
  filters: { vi: 'Bộ lọc', en: 'Filters' },
  state: { vi: 'Trạng thái', en: 'State' },
  owner: { vi: 'Nguồn số liệu', en: 'Source' },
  group: { vi: 'Nhóm chỉ tiêu', en: 'Group' },
  all: { vi: 'Tất cả', en: 'All' },
  met: { vi: 'Đạt (kể cả đang giảm sút)', en: 'Met (those slipping too)' },
  clear: { vi: 'Bỏ lọc', en: 'Clear' },
  shown: (shown: number, all: number): Words => ({
    vi: `Đang xem ${shown} trên ${all} chỉ tiêu`,
    en: `${shown} of ${all} targets shown`,
  }),
};

export interface FiltersProps {
  readonly filter: Filter;
  readonly rows: readonly Row[];
  readonly shown: number;
}

/** What the rows are narrowed down by. Each choice goes into the address. */
export function Filters({ filter, rows, shown }: FiltersProps) {
  const { say } = useLanguage();
  const { go } = useAddress();
  const owners = [...new Map(rows.map(({ indicator: { owner } }) => [owner.code, owner.name]))];
  const states = STATES.filter((state) => state !== 'MET').map((state) => [state, say(STATE_WORDS[state])] as const);
  const isNarrowed = filter.states.length > 0 || filter.owner !== null || filter.group !== null;
  return (
    <form class="filters no-print" aria-label={say(WORDS.filters)} onSubmit={(event) => event.preventDefault()}>
      <Choice
        name="state"
        label={say(WORDS.state)}
        value={filter.states.join(',')}
        options={[[MET, say(WORDS.met)], ...states]}
      />
      <Choice name="owner" label={say(WORDS.owner)} value={filter.owner ?? ''} options={owners} />
      <Choice
        name="group"
        label={say(WORDS.group)}
        value={filter.group ?? ''}
        options={GROUPS.map(({ code, name }) => [code, say(name)] as const)}
      />
      <p role="status" class="soft">
        {say(WORDS.shown(shown, rows.length))}
      </p>
      {isNarrowed && (
        <button type="button" class="button" onClick={() => go({ query: { state: null, owner: null, group: null } })}>
          {say(WORDS.clear)}
        </button>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly name: 'state' | 'owner' | 'group';
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
}

function Choice({ name, label, value, options }: ChoiceProps) {
  const { say } = useLanguage();
  const { go } = useAddress();
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => go({ query: { [name]: event.currentTarget.value || null } })}>
        <option value="">{say(WORDS.all)}</option>
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
