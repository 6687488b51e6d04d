/** Something at a place of the drawing. */
export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/**
 * What lies next in the direction of a key: the nearest one, with what lies aside counting as further away. Home and End
 * go to the first and the last. Undefined where nothing lies there, and for other keys.
 */
export function neighbourOf(places: readonly Placed[], id: string, key: string): string | undefined {
  if (key === 'Home') return places[0]?.id;
  if (key === 'End') return places.at(-1)?.id;
  const step = STEPS[key];
  const from = places.find((place) => place.id === id);
  if (!step || !from) return undefined;
  const away = places.flatMap((place) => {
    const [x, y] = [place.x - from.x, place.y - from.y];
    const along = x * step[0] + y * step[1];
    const aside = Math.abs(x * step[1]) + Math.abs(y * step[0]);
    // Only what lies more ahead than aside, so that no key goes round a corner.
    return along > 0 && aside <= along * 1.5 ? [{ id: place.id, distance: along + 2 * aside }] : [];
  });
  return away.reduce<{ id: string; distance: number } | undefined>(
    (best, one) => (best === undefined || one.distance < best.distance ? one : best),
    undefined,
  )?.id;
}
