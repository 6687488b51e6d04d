import type { GraphQLLeafType } from 'graphql';
import { isPromise, type Run } from './run.js';
import type { Writer } from './writer.js';

/** Thrown where a value is answered in the usual way instead: it is null where it may not be. */
const UNWRITTEN = Symbol('unwritten');
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

/** Writes a leaf as its type has it. Throws what the type throws. */
export function leafJson(writer: Writer, run: Run, type: GraphQLLeafType, value: unknown): void {
  if (typeof value === 'object' || typeof value === 'function') unwritable(value);
  const answer = run.leaf(type, value);
  // What is no value in JSON (a method) is left out of an object; nobody looks at where it stands for that.
  if (typeof answer === 'string') writer.text(answer);
  else writer.json(Buffer.from(JSON.stringify(answer) ?? unwritten()));
}
