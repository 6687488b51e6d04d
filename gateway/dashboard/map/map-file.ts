import { drawingOf } from '../chart/drawing.js';
import { type Drawing, element, KEY_HEIGHT, KEY_WIDTH, type Key, svgFile } from '../chart/save.js';

export interface MapCaption {
  readonly title: string;
  readonly notes: readonly string[];
}

/** The map that a page shows, as a file with its legend. Null where it shows none, but a table. */
export function mapFile(page: Element, { title, notes }: MapCaption): Blob | null {
  const shapes = page.querySelector<SVGSVGElement>('svg.shapes');
  const tiles = page.querySelector<HTMLElement>('.tiles');
  const drawing = shapes ? drawingOf(shapes) : tiles && tilesDrawing(tiles);
  const keys = [...page.querySelectorAll<HTMLElement>('.map-legend li')].map(keyOf);
  return drawing && svgFile(drawing, { title, keys, notes });
}

/** The tiles where the page has laid them out, with the texts that had room. */
function tilesDrawing(box: HTMLElement): Drawing {
  const { left, top, width, height } = box.getBoundingClientRect();
  const content = element('g', {});
  for (const tile of box.querySelectorAll<HTMLElement>('.tile')) {
    const at = tile.getBoundingClientRect();
    const place = element('g', { transform: `translate(${at.left - left} ${at.top - top})` });
    place.append(...field(tile, at.width, at.height), ...textsOf(tile));
    content.append(place);
  }
  return { content, width: Math.ceil(width), height: Math.ceil(height) };
}

function keyOf(row: HTMLElement): Key {
  const [swatch, ...words] = [...row.children] as HTMLElement[];
  const [text = '', count = ''] = words.map((word) => word.textContent);
  const place = swatch ? field(swatch, KEY_WIDTH, KEY_HEIGHT) : [];
  const number = element('text', {
    x: KEY_WIDTH / 2,
    y: KEY_HEIGHT / 2,
    dy: '0.35em',
    'text-anchor': 'middle',
    'font-size': 11,
    'font-family': 'sans-serif',
    fill: swatch ? getComputedStyle(swatch).color : 'none',
  });
  number.textContent = swatch?.textContent ?? '';
  return { mark: [...place, number], text: `${text} (${count})` };
}

/** A coloured field; hatched as on the page where there is no figure. */
function field(of: HTMLElement, width: number, height: number): SVGElement[] {
  const { backgroundColor, borderTopColor, borderTopStyle } = getComputedStyle(of);
  const { kind } = of.dataset;
  const hatched = kind === 'MISSING' || kind === 'WITHHELD';
  const dashes = borderTopStyle === 'dashed' ? { 'stroke-dasharray': '4 3' } : {};
  const fill = hatched ? 'none' : backgroundColor;
  const edge = element('rect', { width, height, rx: 4, fill, stroke: borderTopColor, ...dashes });
  if (!hatched) return [edge];
  const lines = [0.25, 0.5, 0.75].map((share) =>
    kind === 'MISSING'
      ? `M${width * share} 0L0 ${height * share}`
      : `M${width * share} 0L${width} ${height * (1 - share)}`,
  );
  return [edge, element('path', { d: lines.join(''), fill: 'none', stroke: borderTopColor })];
}

function textsOf(tile: HTMLElement): SVGElement[] {
  const { left, top } = tile.getBoundingClientRect();
  const shown = [...tile.querySelectorAll('[aria-hidden]')].filter(
    (one) => one.textContent && one.getBoundingClientRect().width > 0,
  );
  return shown.map((one) => {
    const at = one.getBoundingClientRect();
    const { color, fontSize, fontWeight, fontFamily } = getComputedStyle(one);
    const text = element('text', {
      x: at.left - left + at.width / 2,
      y: at.top - top + at.height / 2,
      dy: '0.35em',
      'text-anchor': 'middle',
      'font-size': fontSize,
      'font-weight': fontWeight,
      'font-family': fontFamily,
      fill: color,
    });
    text.textContent = one.textContent;
    return text;
  });
}
