import { isRecord } from '../subgraphs/reading.js';

/** An object of the answer while it is put together. */
export type Tree = Record<string, unknown>;

/** What an object has itself under a name: "constructor" is a response name like any other. */
export function own(object: Tree, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Where an object stands in the answer. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly object: Tree;
}

/** The last step to an object, with those before it. */
interface Step {
  readonly up: Step | null;
  readonly key: string | number;
}

/** The path is put together when it is asked for: only what fails is named by it. */
class Found implements Place {
  constructor(
    readonly object: Tree,
    private readonly last: Step | null,
  ) {}

  get path(): readonly (string | number)[] {
    const path: (string | number)[] = [];
    for (let at = this.last; at; at = at.up) path.push(at.key);
    return path.reverse();
  }
}

/** Every object at a path of the plan, in which `@` stands for each item of a list. Null and missing ones are left out. */
export function placesAt(root: Tree, path: readonly (string | number)[]): Place[] {
  const places: Place[] = [];
  const walk = (value: unknown, at: number, last: Step | null): void => {
    if (Array.isArray(value)) {
      const below = path[at] === '@' ? at + 1 : at;
      for (let index = 0; index < value.length; index++) walk(value[index], below, { up: last, key: index });
    } else if (isRecord(value)) {
      const step = path[at];
      if (step === undefined) places.push(new Found(value, last));
      else if (typeof step === 'string') walk(own(value, step), at + 1, { up: last, key: step });
    }
  };
  walk(root, 0, null);
  return places;
}

/**
 * Puts what a subgraph answered into an object of the answer. Objects and lists of the same length are merged item by
 * item; null never replaces what another subgraph gave. Places that get the same answer may share its objects: whatever
 * comes later for one of them comes for all, because equal references are asked for together.
 */
export function merge(target: Tree, source: Tree): void {
  for (const key in source) {
    const incoming = source[key];
    // Assigned to, this key would change the object's prototype.
    if (incoming === undefined || key === '__proto__') continue;
    target[key] = merged(own(target, key), incoming);
  }
}

function merged(existing: unknown, incoming: unknown): unknown {
  if (incoming === null) return existing ?? null;
  if (isRecord(existing) && isRecord(incoming)) {
    merge(existing, incoming);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(incoming) && existing.length === incoming.length) {
    incoming.forEach((item, index) => {
      existing[index] = merged(existing[index], item);
    });
    return existing;
  }
  return incoming;
}
