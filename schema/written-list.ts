/** A list of an answer whose JSON text is made already, so that nobody has to make objects of it only to write them. */
export class WrittenList {
  /** The items one behind the other, some in each piece. */
  readonly pieces: string[] = [];

  /** The list as JSON. */
  get text(): string {
    return `[${this.pieces.join(',')}]`;
  }

  /** The items as values, made of the text each time. */
  open(): unknown[] {
    return JSON.parse(this.text);
  }

  /** For whoever writes it as a value like any other. */
  toJSON(): unknown[] {
    return this.open();
  }
}
