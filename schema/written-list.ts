/** A list of an answer whose JSON text is made already, so that nobody has to make objects of it only to write them. */
export class WrittenList implements Iterable<unknown> {
  readonly #pieces: Uint8Array[] = [];

  /** Adds items: their JSON as UTF-8, with a comma before each. */
  add(piece: Uint8Array): void {
    if (piece.length > 0) this.#pieces.push(this.#pieces.length === 0 ? piece.subarray(1) : piece);
  }

  /** The items as JSON in UTF-8, one behind the other, without the brackets around them. */
  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }

  /** The items as values, made of the text each time: GraphQL's own execution takes the list as it takes any other. */
  [Symbol.iterator](): Iterator<unknown> {
    return this.toJSON()[Symbol.iterator]();
  }

  /** The same at once, for whoever writes it as a value like any other. */
  toJSON(): unknown[] {
    return JSON.parse(`[${Buffer.concat(this.#pieces).toString()}]`);
  }
}
