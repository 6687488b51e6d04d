import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { Select } from '../chart/choice.js';
import { colourOf, type MapClass, type Method } from './classes.js';
import type { Picture } from './types.js';
import { MAP_WORDS as WORDS } from './words.js';

const METHODS: readonly Method[] = ['QUANTILES', 'EQUAL_STEPS'];

/** What the colours mean, how the classes were made, and how many areas each holds. */
export function Legend({
  picture,
  unit,
  onMethod,
}: {
  readonly picture: Picture;
  readonly unit: string;
  readonly onMethod: (method: Method) => void;
}) {
  const { language, say } = useLanguage();
  const { classes, drawn, method } = picture;
  const text = boundText(classes, language);
  const kinds = (['LOW', 'WITHHELD', 'MISSING'] as const).filter((kind) => drawn.some((one) => one.kind === kind));
  const count = (of: (one: Picture['drawn'][number]) => boolean) => number(drawn.filter(of).length, language);
  return (
    <section class="map-legend" aria-labelledby="legend">
      <h2 id="legend">
        {say(WORDS.legend)} <span class="soft">({unit})</span>
      </h2>
      <ul>
        {classes.map((one, index) => (
          <li key={one.from}>
            <span class="swatch" data-step={colourOf(index, classes.length)}>
              {index + 1}
            </span>
            <span>{text(one, index === classes.length - 1 && method !== null)}</span>
            <span class="soft">{count((tile) => tile.index === index)}</span>
          </li>
        ))}
        {kinds.map((kind) => (
          <li key={kind}>
            <span class="swatch" data-kind={kind}>
              {kind === 'LOW' ? '≈' : ''}
            </span>
            <span>{say(WORDS[kind])}</span>
            <span class="soft">{count((tile) => tile.kind === kind)}</span>
          </li>
        ))}
      </ul>
      {method === null && <p class="small soft">{say(WORDS.GIVEN)}</p>}
      {method !== null && classes.length > 1 && (
        <Select
          label={say(WORDS.method)}
          value={method}
          onChange={(value) => onMethod(METHODS.find((one) => one === value) ?? 'QUANTILES')}
          options={METHODS.map((value) => ({ value, name: say(WORDS[value]) }))}
        />
      )}
    </section>
  );
}

/** Bounds with as many decimals as any of them needs. */
function boundText(classes: readonly MapClass[], language: 'vi' | 'en'): (one: MapClass, last: boolean) => string {
  const ends = classes.flatMap(({ from, to }) => [from, to]).map((end) => Number(end.toFixed(3)));
  const decimals = Math.max(0, ...ends.map((end) => String(end).split('.')[1]?.length ?? 0));
  const plain = (value: number) => number(value, language, decimals);
  const [before, under] = language === 'vi' ? ['đến', 'đến dưới'] : ['to', 'to under'];
  return ({ from, to }, last) => (from === to ? plain(from) : `${plain(from)} ${last ? before : under} ${plain(to)}`);
}
