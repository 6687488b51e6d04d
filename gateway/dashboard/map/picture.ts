import { classAt, classesOf, colourOf, givenClasses, type MapClass, type Method } from './classes.js';
import type { Drawn, MapFigure, Picture } from './types.js';

/** The map of figures: each area in a class, or with the kind of nothing that is known of it. */
export function pictureOf(figures: readonly MapFigure[], method: Method): Picture {
  const values = figures.flatMap(({ value, class: given }) => (value === null || given ? [] : [value]));
  const given = figures.flatMap((figure) => (figure.class ? [figure.class] : []));
  if (values.length === 0 && given.length > 0) {
    const classes = givenClasses(given);
    return { drawn: figures.map((figure) => lowOf(figure, classes)), classes, method: null };
  }
  const classes = classesOf(values, method);
  return { drawn: figures.map((figure) => drawnOf(figure, classes)), classes, method };
}

function drawnOf(figure: MapFigure, classes: readonly MapClass[]): Drawn {
  const { value, status } = figure;
  if (figure.class) return { figure, index: null, colour: null, kind: 'LOW' };
  if (value === null) return { figure, index: null, colour: null, kind: status === 'Q' ? 'WITHHELD' : 'MISSING' };
  const index = classAt(value, classes);
  return { figure, index, colour: colourOf(index, classes.length), kind: 'CLASS' };
}

/** On a map of classes alone every area is of low reliability, and coloured by the class that it has. */
function lowOf(figure: MapFigure, classes: readonly MapClass[]): Drawn {
  const own = figure.class;
  if (!own) return drawnOf(figure, classes);
  const index = classes.findIndex(({ from, to }) => from === own.from && to === own.to);
  return { figure, index, colour: colourOf(index, classes.length), kind: 'LOW' };
}
