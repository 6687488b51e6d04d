/** Hands a file to the person. */
export function saveFile(name: string, parts: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(parts);
  link.download = name;
  link.click();
  // After the click has been taken up; before it there would be nothing to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** What style sheets give to a drawing: it has to stand in the file, which knows no style sheet. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'paint-order',
] as const;

export interface Caption {
  readonly title: string;
  /** Lines beneath: the legend in words, the source, the day. */
  readonly notes: readonly string[];
}

const NAMESPACE = 'http://www.w3.org/2000/svg';
const LINE = 20;

/** A drawing as a file that stands by itself: with its colours, a title and the lines beneath it. */
export function svgFile(drawing: SVGSVGElement, { title, notes }: Caption): Blob {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copyStyles(drawing, copy);
  const { width, height } = drawing.viewBox.baseVal;
  const total = height + LINE * (notes.length + 2);
  const ink = getComputedStyle(drawing).color;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
  const inner = element('g', { transform: `translate(0 ${LINE * 1.5})` });
  inner.append(...copy.childNodes);
  const file = element('svg', {
    xmlns: NAMESPACE,
    viewBox: `0 0 ${width} ${total}`,
    width,
    height: total,
    role: 'img',
  });
  const name = element('title', {});
  name.textContent = title;
  file.append(name, element('rect', { width, height: total, fill: ground }), line(title, LINE, 16, ink), inner);
  notes.forEach((note, index) => {
    file.append(line(note, height + LINE * (index + 2.4), 12, ink));
  });
  return new Blob([new XMLSerializer().serializeToString(file)], { type: 'image/svg+xml' });
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') made.setAttribute(key, String(value));
  return made;
}

function line(text: string, y: number, size: number, ink: string): SVGElement {
  const family = 'Be Vietnam Pro, system-ui, sans-serif';
  const made = element('text', { x: 12, y, 'font-size': size, 'font-family': family, fill: ink });
  made.textContent = text;
  return made;
}

function copyStyles(from: Element, to: Element): void {
  const styles = getComputedStyle(from);
  for (const property of PROPERTIES) to.setAttribute(property, styles.getPropertyValue(property));
  to.removeAttribute('class');
  [...from.children].forEach((child, index) => {
    const other = to.children[index];
    if (other) copyStyles(child, other);
  });
}
