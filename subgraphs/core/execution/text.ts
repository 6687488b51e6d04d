import type { GraphQLLeafType } from 'graphql';
import { isPromise, type Run } from './run.js';

/** Thrown where a value is answered in the usual way instead: it is null where it may not be. */
export const UNWRITTEN = Symbol('unwritten');
/** The same where all values of its kind most likely are: what comes later, methods, what is no list. */
export const UNWRITABLE = Symbol('unwritable');

export function unwritten(): never {
  throw UNWRITTEN;
}

/** Who answers the value in the usual way asks for it anew: nobody waits for this one, nor for its failure. */
export function unwritable(value: unknown): never {
  if (isPromise(value)) value.then(ignored, ignored);
  throw UNWRITABLE;
}

function ignored(): void {
  // See `unwritable`.
}

const MOST_QUOTED = 4096;
const LONGEST_QUOTED = 48;

/** What a text looks like in JSON never changes: one memory for all, of codes, periods and names that come again and again. */
const known = new Map<string, string>();

/** A text as JSON. */
export function quoted(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = JSON.stringify(text);
  if (text.length > LONGEST_QUOTED) return made;
  if (known.size >= MOST_QUOTED) known.clear();
  known.set(text, made);
  return made;
}

/** A leaf as JSON, as its type has it. Throws what the type throws. */
export function leafText(run: Run, type: GraphQLLeafType, value: unknown): string {
  if (typeof value === 'object' || typeof value === 'function') unwritable(value);
  // What is no value in JSON (a method) is left out of an object; nobody looks at where it stands for that.
  return JSON.stringify(run.leaf(type, value)) ?? unwritten();
}
