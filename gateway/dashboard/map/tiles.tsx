import { useRef } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { Measure } from '../chart/words.js';
import { neighbourOf } from './neighbour.js';
import type { Drawn, Picture } from './types.js';
import { areaLabel, shortName, MAP_WORDS as WORDS } from './words.js';

export interface AreasProps {
  readonly picture: Picture;
  readonly measure: Measure;
  /** The area that is read in full; null: none. */
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** The areas as tiles. One of them takes the focus, and the arrow keys go to the tile that lies there. */
export function Tiles({ picture, measure, chosen, onChoose }: AreasProps) {
  const { say } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const tiles = picture.drawn.filter(({ figure }) => figure.area.tile);
  const places = tiles.map(({ figure: { area } }) => ({
    id: area.id,
    x: area.tile?.column ?? 0,
    y: area.tile?.row ?? 0,
  }));
  const columns = Math.max(...places.map(({ x }) => x)) + 1;
  const focused = places.some(({ id }) => id === chosen) ? chosen : places[0]?.id;
  const move = (event: KeyboardEvent) => {
    const next = focused && neighbourOf(places, focused, event.key);
    if (!next) return;
    event.preventDefault();
    onChoose(next);
    box.current?.querySelector<HTMLElement>(`[data-area="${next}"]`)?.focus();
  };
  return (
    <div class="wide">
      <div
        ref={box}
        class="tiles"
        role="listbox"
        aria-label={say(WORDS.areas)}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(24px, 1fr))` }}
        onKeyDown={move}
      >
        {tiles.map((drawn) => (
          <Tile
            key={drawn.figure.area.id}
            drawn={drawn}
            measure={measure}
            chosen={drawn.figure.area.id === chosen}
            focusable={drawn.figure.area.id === focused}
            onChoose={onChoose}
          />
        ))}
      </div>
    </div>
  );
}

interface TileProps {
  readonly drawn: Drawn;
  readonly measure: Measure;
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly onChoose: (id: string) => void;
}

function Tile({ drawn, measure, chosen, focusable, onChoose }: TileProps) {
  const { language } = useLanguage();
  const { figure, index, colour, kind } = drawn;
  const { id, name, tile } = figure.area;
  return (
    // The listbox takes the keys of all tiles.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      class="tile"
      role="option"
      aria-selected={chosen}
      tabIndex={focusable ? 0 : -1}
      data-area={id}
      data-kind={kind}
      data-step={colour ?? undefined}
      style={{ gridColumn: (tile?.column ?? 0) + 1, gridRow: (tile?.row ?? 0) + 1 }}
      onClick={() => onChoose(id)}
      onFocus={() => onChoose(id)}
    >
      <span class="for-readers">{areaLabel(drawn, measure, language)}</span>
      <span class="tile-name" aria-hidden="true">
        {shortName(name)}
      </span>
      <span class="tile-value" aria-hidden="true">
        {tileText(drawn, measure, language)}
      </span>
      <span
        class="tile-class"
        aria-hidden="true"
      >{`${kind === 'LOW' ? '≈' : ''}${index === null ? '' : index + 1}`}</span>
    </div>
  );
}

/** The value alone, for the unit stands in the legend; else what kind of nothing it is. */
function tileText({ figure, kind }: Drawn, { decimals }: Measure, language: 'vi' | 'en'): string {
  if (figure.value !== null && kind === 'CLASS') return number(figure.value, language, decimals);
  if (kind === 'LOW') return '';
  return (kind === 'WITHHELD' ? WORDS.withheldTile : WORDS.missingTile)[language];
}
