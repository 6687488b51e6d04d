import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { neighbourOf, type Placed } from './neighbour.js';

/** One of the areas takes the focus, and the arrow keys go to the area that lies there. */
export interface Arrows<Kind extends Element> {
  /** Goes around the areas, each of which has its id as `data-area`. */
  readonly box: RefObject<Kind | null>;
  /** The area that takes the focus; undefined where there is none. */
  readonly focused: string | undefined;
  readonly move: (event: KeyboardEvent) => void;
}

export function useArrows<Kind extends Element>(
  places: readonly Placed[],
  chosen: string | null,
  onChoose: (id: string) => void,
): Arrows<Kind> {
  const box = useRef<Kind>(null);
  const focused = (places.find(({ id }) => id === chosen) ?? places[0])?.id;
  const move = (event: KeyboardEvent) => {
    const next = focused && neighbourOf(places, focused, event.key);
    if (!next) return;
    event.preventDefault();
    onChoose(next);
    box.current?.querySelector<HTMLElement | SVGElement>(`[data-area="${next}"]`)?.focus();
  };
  return { box, focused, move };
}
