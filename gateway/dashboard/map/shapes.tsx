import { useMemo, useRef } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { type Language, useLanguage } from '../../pages/browser/language.js';
import { useWidth } from '../chart/size.js';
import type { Measure } from '../chart/words.js';
import type { Draw, Outline } from './boundaries.js';
import { neighbourOf } from './neighbour.js';
import type { AreasProps } from './tiles.js';
import type { Drawn } from './types.js';
import { areaLabel, MAP_WORDS as WORDS } from './words.js';

/** The areas in their true boundaries. The keys go as on the tiles. */
export function Shapes({ draw, picture, measure, chosen, onChoose }: AreasProps & { readonly draw: Draw }) {
  const { say } = useLanguage();
  const { box, width } = useWidth<HTMLDivElement>();
  const height = Math.round(Math.min(width, 900));
  const outlines = useMemo(() => (width > 0 ? draw(width, height) : []), [draw, width, height]);
  const drawing = useRef<SVGSVGElement>(null);
  const byId = new Map(picture.drawn.map((drawn) => [drawn.figure.area.id, drawn]));
  const shown = outlines.flatMap((outline) => {
    const drawn = byId.get(outline.id);
    return drawn ? [{ outline, drawn }] : [];
  });
  const places = shown.map(({ outline }) => outline);
  const without = picture.drawn.filter(({ figure }) => !places.some(({ id }) => id === figure.area.id));
  const focused = places.some(({ id }) => id === chosen) ? chosen : places[0]?.id;
  const move = (event: KeyboardEvent) => {
    const next = focused && neighbourOf(places, focused, event.key);
    if (!next) return;
    event.preventDefault();
    onChoose(next);
    drawing.current?.querySelector<SVGElement>(`[data-area="${next}"]`)?.focus();
  };
  return (
    <div ref={box}>
      <div role="listbox" aria-label={say(WORDS.areas)} onKeyDown={move}>
        <svg
          ref={drawing}
          class="shapes"
          role="presentation"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
        >
          <defs>
            <pattern id="missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0V6" />
            </pattern>
            <pattern id="withheld" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
              <path d="M0 0V4" />
            </pattern>
          </defs>
          {/* The chosen one last, so that its edge lies above its neighbours'. */}
          {shown
            .toSorted((a, b) => Number(a.outline.id === chosen) - Number(b.outline.id === chosen))
            .map(({ outline, drawn }) => (
              <Shape
                key={outline.id}
                outline={outline}
                drawn={drawn}
                measure={measure}
                chosen={outline.id === chosen}
                focusable={outline.id === focused}
                onChoose={onChoose}
              />
            ))}
          <Texts shown={shown} measure={measure} />
        </svg>
      </div>
      {without.length > 0 && shown.length > 0 && (
        <p class="small">
          {say(WORDS.without)}: {without.map(({ figure }) => figure.area.name).join(', ')}.
        </p>
      )}
    </div>
  );
}

interface ShapeProps {
  readonly outline: Outline;
  readonly drawn: Drawn;
  readonly measure: Measure;
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly onChoose: (id: string) => void;
}

function Shape({ outline: { id, path }, drawn, measure, chosen, focusable, onChoose }: ShapeProps) {
  const { language } = useLanguage();
  const { kind, colour } = drawn;
  return (
    // The listbox takes the keys of all areas.
    <path
      class="shape"
      d={path}
      role="option"
      aria-selected={chosen}
      aria-label={areaLabel(drawn, measure, language)}
      tabIndex={focusable ? 0 : -1}
      data-area={id}
      data-kind={kind}
      data-step={colour ?? undefined}
      onClick={() => onChoose(id)}
      onFocus={() => onChoose(id)}
    />
  );
}

function Texts({
  shown,
  measure,
}: {
  readonly shown: readonly { readonly outline: Outline; readonly drawn: Drawn }[];
  readonly measure: Measure;
}) {
  const { language } = useLanguage();
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus; the areas beneath it say the same
    <g class="shape-texts" aria-hidden="true">
      {shown.map(({ outline, drawn }) => (
        <text key={outline.id} x={outline.x} y={outline.y} dy="0.35em" data-step={drawn.colour ?? undefined}>
          {textIn(outline, drawn, measure, language)}
        </text>
      ))}
    </g>
  );
}

/** The room that a letter takes, and the height of a line. In pixels. */
const LETTER = 9;
const LINE = 13;

/** What fits into an area: its value, else the number of its class, else nothing, for the panel and the table tell it. */
function textIn({ size }: Outline, { figure, index, kind }: Drawn, { decimals }: Measure, language: Language): string {
  const mark = `${kind === 'LOW' ? '≈' : ''}${index === null ? '' : index + 1}`;
  const value = kind === 'CLASS' && figure.value !== null ? number(figure.value, language, decimals) : mark;
  const side = Math.sqrt(size);
  return [value, mark].find((text) => side > LINE && side > text.length * LETTER) ?? '';
}
