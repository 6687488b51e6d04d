import { classAt, classesOf, colourOf, givenClasses, type MapClass, type Method } from './classes.js';
import type { Drawn, MapFigure, Picture } from './types.js';

/** The map of figures: each area in a class, or with the kind of nothing that is known of it. */
export function pictureOf(figures: readonly MapFigure[], decimals: number, method: Method): Picture {
  // Classed as printed: an area that is written with the bound of a class has to lie in it.
  const printed = (value: number) => Number(value.toFixed(decimals));
  const values = figures.flatMap(({ value, class: given }) => (value === null || given ? [] : [printed(value)]));
  const given = figures.flatMap((figure) => (figure.class ? [figure.class] : []));
  if (values.length === 0 && given.length > 0) {
    const classes = givenClasses(given);
    return { drawn: figures.map((figure) => lowOf(figure, classes, printed)), classes, method: null };
  }
  const classes = classesOf(values, decimals, method);
  return { drawn: figures.map((figure) => drawnOf(figure, classes, printed)), classes, method };
}

type Printed = (value: number) => number;

function drawnOf(figure: MapFigure, classes: readonly MapClass[], printed: Printed): Drawn {
  const { value, status } = figure;
  if (figure.class) return { figure, index: null, colour: null, kind: 'LOW' };
  if (value === null) return { figure, index: null, colour: null, kind: status === 'Q' ? 'WITHHELD' : 'MISSING' };
  const index = classAt(printed(value), classes);
  return { figure, index, colour: colourOf(index, classes.length), kind: 'CLASS' };
}

/** On a map of classes alone every area is of low reliability, and coloured by the class that it has. */
function lowOf(figure: MapFigure, classes: readonly MapClass[], printed: Printed): Drawn {
  const own = figure.class;
  if (!own) return drawnOf(figure, classes, printed);
  const index = classes.findIndex(({ from, to }) => from === own.from && to === own.to);
  return { figure, index, colour: colourOf(index, classes.length), kind: 'LOW' };
}
