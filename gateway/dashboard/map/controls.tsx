import { useAddress } from '../../pages/browser/address.js';
import { period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { Select } from '../chart/choice.js';
import { levelName } from '../chart/grounds.js';
import type { Halves } from '../chart/use-halves.js';
import type { Choosable } from './map.js';
import { MAP_WORDS as WORDS } from './words.js';

/** What is on the map: the indicator, the period, and the boundaries. */
export function Controls({
  halves,
  indicators,
  code,
}: {
  readonly halves: Halves;
  readonly indicators: Choosable;
  readonly code: string;
}) {
  const { language, say } = useLanguage();
  const { query, go } = useAddress();
  const { periods, period, divide } = halves;
  return (
    <div class="controls">
      <label class="select">
        <span class="small soft">{say(WORDS.indicator)}</span>
        <select value={code} onChange={(event) => go({ query: { indicator: event.currentTarget.value } })}>
          <optgroup label={say(WORDS.targets)}>
            {indicators.indicators?.map((one) => (
              <option key={one.code} value={one.code}>
                {`${one.number}. ${one.name}`}
              </option>
            ))}
          </optgroup>
          <optgroup label={say(WORDS.supporting)}>
            {indicators.supporting?.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <Select
        label={say(WORDS.period)}
        value={period}
        onChange={(value) => go({ query: { period: value } })}
        options={periods.toReversed().map((value) => ({ value, name: periodText(value, language) }))}
      />
      <Select
        label={say(WORDS.boundaries)}
        value={query.get('level') ?? ''}
        onChange={(value) => go({ query: { level: value === '' ? null : value, area: null } })}
        options={[
          { value: '', name: say(WORDS.asReported) },
          { value: 'DISTRICT', name: levelName('DISTRICT', divide, language) },
          { value: 'COMMUNE', name: levelName('COMMUNE', divide, language) },
        ]}
      />
    </div>
  );
}
