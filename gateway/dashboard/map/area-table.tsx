import { useState } from 'preact/hooks';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { figureText, partsText, STATUS_WORDS, WEIGHT_WORDS } from '../chart/words.js';
import { STATES, StateMark } from '../state.js';
import type { MapFigure, MapIndicator, Picture } from './types.js';

type Column = 'area' | 'value' | 'state';

const WORDS: Readonly<Record<Column | 'class' | 'parts' | 'status' | 'caption', Words>> = {
  area: { vi: 'Địa bàn', en: 'Area' },
  value: { vi: 'Giá trị', en: 'Value' },
  state: { vi: 'Đánh giá', en: 'Judgement' },
  class: { vi: 'Nhóm', en: 'Class' },
  parts: { vi: 'Tử số / mẫu số', en: 'Numerator / denominator' },
  status: { vi: 'Tình trạng', en: 'Status' },
  caption: { vi: 'Số liệu của các địa bàn', en: 'Figures of the areas' },
};

interface Sorting {
  readonly by: Column;
  readonly descending: boolean;
}

/** The same as the map, as a table; the heads of columns sort it. What has no value stays at the end. */
export function AreaTable({ indicator, picture }: { readonly indicator: MapIndicator; readonly picture: Picture }) {
  const { language, say } = useLanguage();
  const [sorting, setSorting] = useState<Sorting>({ by: 'area', descending: false });
  const judged = indicator.rule !== null;
  const states = new Map((indicator.assessments ?? []).map(({ area, state }) => [area.id, state]));
  const stateOf = ({ area }: MapFigure) => states.get(area.id) ?? 'UNAVAILABLE';
  const sorted = picture.drawn.toSorted((a, b) => order(a.figure, b.figure, sorting, stateOf));
  const head = (by: Column, unit?: string) => <Head by={by} unit={unit} sorting={sorting} onSort={setSorting} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is scrolled has to be reached by the keyboard
    <section class="wide tall" tabIndex={0} aria-label={say(WORDS.caption)}>
      <table>
        <caption class="for-readers">{say(WORDS.caption)}</caption>
        <thead>
          <tr>
            {head('area')}
            {head('value', indicator.unit)}
            <th scope="col" class="number">
              {say(WORDS.class)}
            </th>
            {indicator.denominatorNames && (
              <th scope="col" class="number">
                {say(WORDS.parts)}
              </th>
            )}
            <th scope="col">{say(WORDS.status)}</th>
            {judged && head('state')}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ figure, index }) => (
            <tr key={figure.area.id}>
              <th scope="row">{figure.area.name}</th>
              <td class="number">{figureText(figure, indicator.decimals, language)}</td>
              <td class="number">{index === null ? '–' : index + 1}</td>
              {indicator.denominatorNames && <td class="number">{partsText(figure, language)}</td>}
              <td class="words">
                {say(STATUS_WORDS[figure.status])}
                {figure.reason && <small>{figure.reason}</small>}
                {figure.movedBy && <small>{say(WEIGHT_WORDS[figure.movedBy])}</small>}
              </td>
              {judged && (
                <td>
                  <StateMark state={stateOf(figure)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps {
  readonly by: Column;
  /** Of the numbers of the column, if it holds numbers. */
  readonly unit: string | undefined;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

function Head({ by, unit, sorting, onSort }: HeadProps) {
  const { say } = useLanguage();
  const on = sorting.by === by;
  const sort = on ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" class={unit ? 'number part' : undefined} aria-sort={sort}>
      <button type="button" class="sort" onClick={() => onSort({ by, descending: on && !sorting.descending })}>
        {say(WORDS[by])} <span aria-hidden="true">{on ? (sorting.descending ? '▼' : '▲') : '↕'}</span>
      </button>
      {unit && <small>{unit}</small>}
    </th>
  );
}

function order(
  a: MapFigure,
  b: MapFigure,
  { by, descending }: Sorting,
  stateOf: (figure: MapFigure) => (typeof STATES)[number],
): number {
  const sign = descending ? -1 : 1;
  if (by === 'area') return sign * a.area.code.localeCompare(b.area.code);
  if (by === 'state') return sign * (STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)));
  const [left, right] = [a.value ?? a.class?.from ?? null, b.value ?? b.class?.from ?? null];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return sign * (left - right);
}
