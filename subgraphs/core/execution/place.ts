/** Where a value stands in an answer while it is made: at a key of what stands at the place above. */
export class Place {
  /** The object or list that stands here; null until it is made. */
  value: Record<string | number, unknown> | null = null;

  constructor(
    /** Null for the root. */
    readonly up: Place | null,
    readonly key: string | number,
    /** Whether null may stand here. */
    readonly nullable: boolean,
  ) {}
}

/** The path of a key of what stands at a place. */
export function pathTo(place: Place, key: string | number): (string | number)[] {
  const path = [key];
  for (let at = place; at.up !== null; at = at.up) path.push(at.key);
  return path.reverse();
}
