import { type Drawing, element } from './save.js';

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
  'text-anchor',
  'paint-order',
] as const;

/** What is on the page for reading it, and no part of what it says. */
const ATTRIBUTES_OF_PAGE = /^(class|role|tabindex|aria-.*|data-.*)$/;

/** A drawing of the page with all that its style sheets give to it; without the mark of what is being read. */
export function drawingOf(drawing: SVGSVGElement): Drawing {
  const content = element('g', {});
  for (const child of drawing.children) if (!child.matches('.chosen')) content.append(standing(child));
  const { width, height } = drawing.viewBox.baseVal;
  return { content, width, height };
}

/** The parts of a small drawing, such as a mark of a legend. */
export function marksOf(drawing: SVGSVGElement | null): SVGElement[] {
  return [...(drawing?.children ?? [])].map(standing);
}

function standing(from: Element): SVGElement {
  const copy = from.cloneNode(true) as SVGElement;
  copyStyles(from, copy);
  return copy;
}

function copyStyles(from: Element, to: Element): void {
  const styles = getComputedStyle(from);
  for (const property of PROPERTIES) to.setAttribute(property, styles.getPropertyValue(property));
  for (const { name } of [...to.attributes]) if (ATTRIBUTES_OF_PAGE.test(name)) to.removeAttribute(name);
  [...from.children].forEach((child, index) => {
    const other = to.children[index];
    if (other) copyStyles(child, other);
  });
}
