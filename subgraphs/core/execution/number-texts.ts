/** A power of two: as many numbers as some large answers have. */
const PLACES = 8192;
/** Bytes for the longest text of a number, -0.0000012345678901234567, and some more. */
const WIDTH = 32;

/**
 * Numbers as JSON. The shortest text that means a number takes many times as long to find as to copy, and figures are asked
 * again and again: those written last are remembered, each in the one place where it can stand.
 */
export class NumberTexts {
  readonly #numbers = new Float64Array(PLACES).fill(Number.NaN);
  readonly #lengths = new Uint8Array(PLACES);
  readonly #texts = new Uint8Array(PLACES * WIDTH);
  readonly #number = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#number.buffer);

  /** The longest text. */
  static readonly LONGEST = WIDTH;

  /** Writes a finite number into bytes, from a place on; gives the place behind it. */
  write(number: number, into: Uint8Array, at: number): number {
    this.#number[0] = number;
    const low = this.#bits[0] as number;
    const high = this.#bits[1] as number;
    const place = (low ^ (low >>> 13) ^ high ^ (high >>> 9)) & (PLACES - 1);
    if (this.#numbers[place] !== number) this.#remember(number, place);
    const from = place * WIDTH;
    const length = this.#lengths[place] as number;
    for (let i = 0; i < length; i++) into[at + i] = this.#texts[from + i] as number;
    return at + length;
  }

  #remember(number: number, place: number): void {
    const text = `${number}`;
    for (let i = 0; i < text.length; i++) this.#texts[place * WIDTH + i] = text.charCodeAt(i);
    this.#lengths[place] = text.length;
    this.#numbers[place] = number;
  }
}
