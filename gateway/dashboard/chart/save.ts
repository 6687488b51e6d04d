/** Hands a file to the person. */
export function saveFile(name: string, parts: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(parts);
  link.download = name;
  link.click();
  // After the click has been taken up; before it there would be nothing to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A drawing that needs no style sheet. In pixels. */
export interface Drawing {
  readonly content: SVGElement;
  readonly width: number;
  readonly height: number;
}

/** A mark of the legend and what it means. */
export interface Key {
  readonly mark: readonly SVGElement[];
  readonly text: string;
}

export interface Caption {
  readonly title: string;
  /** Marks stand in a field of KEY_WIDTH by KEY_HEIGHT. */
  readonly keys: readonly Key[];
  /** Lines beneath: the unit, the source, the day. */
  readonly notes: readonly string[];
}

export const KEY_WIDTH = 28;
export const KEY_HEIGHT = 16;
const NAMESPACE = 'http://www.w3.org/2000/svg';
const FONT = 'Be Vietnam Pro, system-ui, sans-serif';
const MARGIN = 12;
const LINE = 20;
/** A letter's width in parts of its height, on the wide side: a line that breaks early is still read. */
const LETTER = 0.58;

/** A drawing as a file that stands by itself: with its title, its legend and the lines beneath it. */
export function svgFile({ content, width, height }: Drawing, { title, keys, notes }: Caption): Blob {
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
  const heads = wrapped(title, width, 16);
  const tails = notes.flatMap((note) => wrapped(note, width, 12));
  const top = LINE * (heads.length + 0.5);
  const beneath = top + height + LINE;
  const total = beneath + LINE * (keys.length + tails.length) + MARGIN;
  content.setAttribute('transform', `translate(0 ${top})`);
  const file = element('svg', { viewBox: `0 0 ${width} ${total}`, width, height: total, role: 'img' });
  const name = element('title', {});
  name.textContent = title;
  file.append(name, element('rect', { width, height: total, fill: ground }));
  heads.forEach((text, index) => {
    file.append(line(text, MARGIN, LINE * (index + 1), 16));
  });
  file.append(content);
  keys.forEach(({ mark, text }, index) => {
    const y = beneath + LINE * index;
    const moved = element('g', { transform: `translate(${MARGIN} ${y - KEY_HEIGHT + 4})` });
    moved.append(...mark);
    file.append(moved, line(text, MARGIN + KEY_WIDTH + 8, y, 12));
  });
  tails.forEach((text, index) => {
    file.append(line(text, MARGIN, beneath + LINE * (keys.length + index), 12));
  });
  return new Blob([new XMLSerializer().serializeToString(file)], { type: 'image/svg+xml' });
}

export function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made as SVGElement;
}

function line(text: string, x: number, y: number, size: number): SVGElement {
  const fill = getComputedStyle(document.documentElement).color;
  const made = element('text', { x, y, fill, 'font-size': size, 'font-family': FONT });
  made.textContent = text;
  return made;
}

function wrapped(text: string, width: number, size: number): string[] {
  const most = Math.max(Math.floor((width - 2 * MARGIN) / (size * LETTER)), 1);
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
    return lines;
  }, []);
}
