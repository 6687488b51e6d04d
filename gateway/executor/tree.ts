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

/** Every object at a path of the plan, in which `@` stands for each item of a list. Null and missing ones are left out. */
export function placesAt(root: Tree, path: readonly (string | number)[]): Place[] {
  const places: Place[] = [];
  const walk = (value: unknown, at: number, came: readonly (string | number)[]): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        walk(item, path[at] === '@' ? at + 1 : at, [...came, index]);
      });
    } else if (isRecord(value)) {
      const step = path[at];
      if (step === undefined) places.push({ path: came, object: value });
      else if (typeof step === 'string') walk(own(value, step), at + 1, [...came, step]);
    }
  };
  walk(root, 0, []);
  return places;
}

/**
 * Puts what a subgraph answered into an object of the answer. Objects and lists of the same length are merged item by
 * item; null never replaces what another subgraph gave. Places that get the same answer may share its objects: whatever
 * comes later for one of them comes for all, because equal references are asked for together.
 */
export function merge(target: Tree, source: Tree): void {
  for (const [key, incoming] of Object.entries(source)) {
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
