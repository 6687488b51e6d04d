/** Characters of the longest texts that are encoded by way of the room that is kept for it. */
const LONGEST = 262_144;
/** Of UTF-8, for one UTF-16 unit. */
const MOST_BYTES = 3;

/**
 * Encodes texts as UTF-8. What a socket or a buffer does with a text that holds any Vietnamese takes several times as long: it
 * counts the bytes first, and then writes them one by one.
 */
export class TextEncoding {
  readonly #encoder = new TextEncoder();
  #room = new Uint8Array(0);

  /** The bytes of a text; a lone surrogate comes out as U+FFFD, as everywhere. They belong to the caller. */
  bytesOf(text: string): Buffer {
    if (text.length > LONGEST) return Buffer.from(text);
    const most = text.length * MOST_BYTES;
    if (this.#room.length < most) this.#room = new Uint8Array(2 ** Math.ceil(Math.log2(most)));
    const { written } = this.#encoder.encodeInto(text, this.#room);
    const bytes = Buffer.allocUnsafeSlow(written);
    bytes.set(this.#room.subarray(0, written));
    return bytes;
  }
}
