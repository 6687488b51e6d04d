import { randomUUID } from 'node:crypto';

/** Memory that is used for something else when all who hold it have let it go. */
interface Held {
  letGo(): void;
}

/** A list of an answer whose JSON text is made already, so that nobody has to make objects of it only to write them. */
export class WrittenList implements Iterable<unknown> {
  /** Null: it is spent. */
  #pieces: Uint8Array[] | null = [];
  #held: Held[] = [];

  /** Adds items: their JSON as UTF-8, with a comma before each; and the memory that they lie in, held for the list. */
  add(piece: Uint8Array, memory?: Held): void {
    const pieces = this.#unspent();
    pieces.push(pieces.length === 0 ? piece.subarray(1) : piece);
    if (memory) this.#held.push(memory);
  }

  /** The items as JSON in UTF-8, one behind the other, without the brackets around them. Throws when the list is spent. */
  get pieces(): readonly Uint8Array[] {
    return this.#unspent();
  }

  /** Lets go of the memory of the text, which nobody reads any more. */
  spend(): void {
    this.#pieces = null;
    for (const memory of this.#held) memory.letGo();
    this.#held = [];
  }

  #unspent(): Uint8Array[] {
    if (this.#pieces) return this.#pieces;
    throw new Error('A written list was read after it was spent.');
  }

  /** The items as values, made of the text each time: GraphQL's own execution takes the list as it takes any other. */
  [Symbol.iterator](): Iterator<unknown> {
    return this.values()[Symbol.iterator]();
  }

  /** The same at once. */
  values(): unknown[] {
    return JSON.parse(`[${Buffer.concat(this.#unspent()).toString()}]`);
  }

  /** For whoever writes it as a value like any other; `jsonBytes` puts its own text there. */
  toJSON(): unknown {
    if (met === null) return this.values();
    met.push(this);
    return MARK;
  }
}

/** Stands for a list in the text of what it stands in, while that is written. */
const MARK = randomUUID();
/** The lists that were met so far in the value that is written; null: nobody puts them into the text afterwards. */
let met: WrittenList[] | null = null;

/**
 * A value as JSON in UTF-8, the same text as `JSON.stringify` makes of it, but with their own text for lists that have one;
 * and an end behind it.
 */
export function jsonBytes(value: unknown, end = ''): Buffer {
  return bytesOf(value, end, []);
}

/** The same of a value that nobody reads any more: its lists are spent. */
export function lastJsonBytes(value: unknown, end = ''): Buffer {
  const lists: WrittenList[] = [];
  const bytes = bytesOf(value, end, lists);
  for (const list of lists) list.spend();
  return bytes;
}

/** The same; notes the lists that were met. */
function bytesOf(value: unknown, end: string, lists: WrittenList[]): Buffer {
  met = lists;
  let text: string;
  try {
    text = JSON.stringify(value) + end;
  } finally {
    met = null;
  }
  if (lists.length === 0) return Buffer.from(text);
  const around = text.split(`"${MARK}"`);
  // Nobody is told the mark.
  if (around.length !== lists.length + 1) throw new Error('A value holds the text that stands for lists.');
  const parts = around.flatMap((part, index): readonly Uint8Array[] => {
    const list = lists[index];
    const before = Buffer.from(`${index === 0 ? '' : ']'}${part}${list ? '[' : ''}`);
    return list ? [before, ...list.pieces] : [before];
  });
  return Buffer.concat(parts);
}
